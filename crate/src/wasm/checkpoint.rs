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
use crate::math::all_finite;
use crate::number::to_text;
use crate::task;
use crate::training::{Checkpoint, Progress, Trainer};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The complete state of training, sufficient to resume a run on the same text with the same settings. */
export interface Snapshot {
  /** Steps, positions in the text, constants. */
  counters: Float64Array;
  /** Weights, moments, the last good weights, the state. */
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
        let counters = numbers::<Float64Array>(&snapshot, "counters", COUNTERS)?;
        let mut counted = [0.0; COUNTERS];
        counters.copy(0, &mut counted);
        let progress = progress_of(&counted)?;
        let values = self.checkpoint_values(&snapshot)?.to_vec();
        self.trainer
            .change(|trainer| trainer.restore(&Checkpoint { progress, values }))
            .map_err(thrown)
    }

    /// The network at a checkpoint, to inspect it. Training goes on from the current one.
    ///
    /// Throws `SnapshotError` if the checkpoint is impossible in this run.
    #[wasm_bindgen(js_name = networkAt)]
    pub fn network_at(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: JsValue,
    ) -> Result<Network, JsValue> {
        let values = self.checkpoint_values(&snapshot)?;
        let count = self.trainer.read(|trainer| trainer.network().params().as_slice().len());
        let mut weights = vec![0.0; count];
        values.copy(0, &mut weights); // the weights come first
        if !all_finite(&weights) {
            return Err(impossible("weights that are not finite", "finite weights"));
        }
        Ok(self.network_with(&weights))
    }

    fn checkpoint_values(&self, snapshot: &JsValue) -> Thrown<Numbers<Float32Array>> {
        numbers(snapshot, "values", self.trainer.read(Trainer::checkpoint_len))
    }
}

/// The typed array `name` of a checkpoint, which must have `count` numbers.
fn numbers<K: Kind>(snapshot: &JsValue, name: &str, count: usize) -> Thrown<Numbers<K>> {
    let numbers = Numbers::of(name, &property("snapshot", snapshot, name)?)?;
    if numbers.len() != count {
        let [given, allowed] = [numbers.len(), count].map(|count| format!("{count} {name}"));
        return Err(impossible(&given, &allowed));
    }
    Ok(numbers)
}

fn impossible(given: &str, allowed: &str) -> JsValue {
    thrown(Error::Checkpoint { given: given.to_owned(), allowed: allowed.to_owned() })
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
    type Output = (Progress, Float32Array);

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
        (trainer.progress(), self.values)
    }
}

fn snapshot_object((progress, values): (Progress, Float32Array)) -> JsValue {
    let counters = Float64Array::from(&counters_of(progress)[..]);
    object(&[("counters", counters.into()), ("values", values.into())])
}

/// The numbers of `counters`.
const COUNTERS: usize = 10;

/// The least whole number that a double does not tell from the next.
const MAX_COUNT: f64 = (1_u64 << 53) as f64;

fn counters_of(progress: Progress) -> [f64; COUNTERS] {
    [
        progress.step as f64,
        progress.windows_read as f64,
        progress.dropout_draws as f64,
        progress.last_good_step as f64,
        progress.position.0 as f64,
        progress.position.1 as f64,
        progress.best_loss,
        progress.beta_powers.0,
        progress.beta_powers.1,
        progress.learning_rate,
    ]
}

fn progress_of(counters: &[f64; COUNTERS]) -> Thrown<Progress> {
    let [counts @ .., best_loss, beta_1, beta_2, learning_rate] = *counters;
    if let Some(x) = counts.iter().find(|x| !(0.0..MAX_COUNT).contains(*x) || x.fract() != 0.0) {
        let given = format!("the counter {}", to_text(*x));
        return Err(impossible(&given, "counters that are whole numbers"));
    }
    let [step, windows_read, dropout_draws, last_good_step, offset, next] = counts;
    Ok(Progress {
        step: step as u64,
        windows_read: windows_read as u64,
        dropout_draws: dropout_draws as u64,
        last_good_step: last_good_step as u64,
        position: (offset as usize, next as usize),
        best_loss,
        beta_powers: (beta_1, beta_2),
        learning_rate,
    })
}
