//! Checkpoints: out at once or in slices, back in, and as a network to inspect.

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, property};
use super::errors::thrown;
use super::network::Network;
use super::plain::object;
use super::playground::Playground;
use super::task::Task;
use super::typed_arrays::{Kind, Numbers};
use crate::Error;
use crate::task;
use crate::training::{Checkpoint, Progress, Trainer};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The complete state of training, sufficient to resume a run on the same text with the same settings. */
export interface Snapshot {
  /** Steps, positions in the text, constants; `counters[0]` is the step. */
  counters: Float64Array;
  /**
   * Weights, moments, the last good weights, the state; the best weights, if there are any; weights
   * and state of the validation pass, if one is being made.
   */
  values: Float32Array;
}
"#;

#[wasm_bindgen]
impl Playground {
    /// The current checkpoint.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&self) -> Result<JsValue, JsValue> {
        self.copy_checkpoint().run()
    }

    /// The task of `snapshot`.
    #[wasm_bindgen(js_name = copyCheckpoint, unchecked_return_type = "TaskOf<Snapshot>")]
    pub fn copy_checkpoint(&self) -> Task {
        let copy = CheckpointCopy::new(self.trainer.read(Trainer::checkpoint_len));
        Task::new(copy, &self.current.weights, snapshot_object)
    }

    /// Resumes from a checkpoint.
    ///
    /// Throws `SnapshotError`, and changes nothing, if the checkpoint is impossible in this run.
    pub fn restore(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    ) -> Result<(), JsValue> {
        let checkpoint = self.checkpoint_of(&snapshot)?;
        self.trainer.change(|trainer| trainer.restore(&checkpoint)).map_err(thrown)
    }

    /// The network at a checkpoint, to inspect it. Training goes on from the current one.
    ///
    /// Throws `SnapshotError` if the checkpoint is impossible in this run.
    #[wasm_bindgen(js_name = networkAt)]
    pub fn network_at(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    ) -> Result<Network, JsValue> {
        let checkpoint = self.checkpoint_of(&snapshot)?;
        let check = |trainer: &Trainer<f32>| {
            trainer.check(&checkpoint).map(|()| trainer.network().params().as_slice().len())
        };
        let count = self.trainer.read(check).map_err(thrown)?;
        Ok(self.network_with(&checkpoint.values[..count])) // the weights come first
    }

    /// The checkpoint, whose array lengths are bounded, but not checked.
    fn checkpoint_of(&self, snapshot: &JsValue) -> Thrown<Checkpoint<f32>> {
        let counters = numbers::<Float64Array>(snapshot, "counters", MOST_COUNTERS)?;
        let progress = Progress::from_counters(&counters).map_err(thrown)?;
        // The validation has at most as many values as all the rest.
        let most = 2 * self.trainer.read(Trainer::checkpoint_len);
        Ok(Checkpoint { progress, values: numbers::<Float32Array>(snapshot, "values", most)? })
    }
}

/// The typed array `name` of a checkpoint, with at most `most` numbers.
fn numbers<K: Kind>(snapshot: &JsValue, name: &str, most: usize) -> Thrown<Vec<K::Number>> {
    let numbers = Numbers::<K>::of(name, &property("snapshot", snapshot, name)?)?;
    if numbers.len() > most {
        let given = format!("{} {name}", numbers.len());
        return Err(thrown(Error::Checkpoint { given, allowed: "fewer".to_owned() }));
    }
    Ok(numbers.to_vec())
}

/// Numbers of one portion: a megabyte.
const PORTION: usize = 1 << 18;

/// A copy of a run's checkpoint on its way to JavaScript.
struct CheckpointCopy {
    values: Float32Array,
    copied: usize,
}

impl CheckpointCopy {
    fn new(count: usize) -> Self {
        Self { values: Float32Array::new_with_length(count as u32), copied: 0 }
    }
}

impl task::Task for CheckpointCopy {
    type Subject = Trainer<f32>;
    type Output = (Vec<f64>, Float32Array);

    fn advance(&mut self, trainer: &Trainer<f32>) -> bool {
        let mut skipped = 0;
        for slice in trainer.checkpoint_values() {
            let start = self.copied - skipped;
            if let Some(portion) = slice
                .get(start..slice.len().min(start + PORTION))
                .filter(|portion| !portion.is_empty())
            {
                let end = self.copied + portion.len();
                self.values.subarray(self.copied as u32, end as u32).copy_from(portion);
                self.copied = end;
                break;
            }
            skipped += slice.len();
        }
        self.copied < self.values.length() as usize
    }

    fn finish(self, trainer: &Trainer<f32>) -> Self::Output {
        (trainer.progress().counters(), self.values)
    }
}

fn snapshot_object((counters, values): (Vec<f64>, Float32Array)) -> JsValue {
    let counters = Float64Array::from(&counters[..]);
    object(&[("counters", counters.into()), ("values", values.into())])
}

/// More than the counters can be.
const MOST_COUNTERS: usize = 1000;
