//! Training in several workers: their messages, as typed arrays that can be transferred.

use std::ops::Range;

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, number, property, refused, whole};
use super::errors::{named, thrown};
use super::plain::object;
use super::playground::{Playground, report};
use super::typed_arrays::{Kind, Numbers};
use crate::memory_limit::MAX_BYTES;
use crate::setting::Argument;
use crate::training::parallel::Shards;
use crate::training::{Trainer, footprint};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/**
 * The known gradients of a training step, for runs with the same text and settings at the same step.
 * Its arrays can be filled again, as the argument of `partialGradients`.
 */
export interface PartialGradients {
  /** The learning rate in force. */
  learningRate: number;
  /** For each sum its first shard, the shard after its last, and its loss in nats; then zeros. */
  nodes: Float64Array;
  /**
   * For each sum the gradients of all weights; then the state of these shards' streams after the
   * step: layer by layer h, c, then the carried gates, stream by stream. Further numbers have no
   * meaning.
   */
  values: Float32Array;
}
"#;

#[wasm_bindgen]
impl Playground {
    /// The number of workers that can share a step: each has shards to compute and a network of its
    /// own, and all of these fit into the memory of one run.
    #[wasm_bindgen(js_name = mostWorkers)]
    pub fn most_workers(&self) -> usize {
        let bytes = self.trainer.read(|trainer| {
            let text = trainer.text();
            footprint(trainer.config(), text.vocabulary.len(), text.ids.len())
        });
        self.shards().min((MAX_BYTES / bytes) as usize).max(1)
    }

    /// The number of shards of a step. Its numbers do not depend on which worker computes which.
    pub fn shards(&self) -> usize {
        self.trainer.prepare(|trainer| trainer.parallel_step().shards().count)
    }

    /// Computes the gradients of the next step's shards from `first` to `end`, without `end`.
    ///
    /// Throws `SettingError`; `ShardsError` if one of them is known.
    #[wasm_bindgen(js_name = computeShards)]
    pub fn compute_shards(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] first: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] end: JsValue,
    ) -> Result<(), JsValue> {
        let count = self.shards();
        let first = whole("first", &first, 0, count - 1)?;
        let end = whole("end", &end, first + 1, count)?;
        self.check_unknown(&(first..end))?;
        self.trainer.prepare(|trainer| trainer.parallel_step().compute(first..end));
        Ok(())
    }

    /// Forgets the known gradients of the next step.
    #[wasm_bindgen(js_name = discardShards)]
    pub fn discard_shards(&self) {
        self.trainer.prepare(|trainer| trainer.parallel_step().discard());
    }

    /// The known gradients of the next step, in the arrays of `spare` if they are long enough.
    ///
    /// Throws `SettingError`; `ShardsError` if no shard is known, or one between two known shards is
    /// missing.
    #[wasm_bindgen(js_name = partialGradients, unchecked_return_type = "PartialGradients")]
    pub fn partial_gradients(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "PartialGradients")] spare: JsValue,
    ) -> Result<JsValue, JsValue> {
        let nodes = room::<Float64Array>(&spare, "nodes")?;
        let values = room::<Float32Array>(&spare, "values")?;
        let Some((sums, shards)) = self.known() else {
            return Err(shards_error(
                "the known shards have gaps: compute the shards between them",
            ));
        };
        let nodes = nodes(3 * self.shards());
        let values = values(self.num_values(sums, shards));
        let learning_rate = self.trainer.prepare(|trainer| {
            let step = trainer.parallel_step();
            let partial = step.partial_gradients();
            let mut header = NO_NODES;
            for (fields, node) in header.iter_mut().zip(partial.nodes) {
                *fields = [node.shards.start as f64, node.shards.end as f64, node.loss];
            }
            nodes.write(0, &header.as_flattened()[..nodes.len()]);
            let mut start = 0;
            let gradients = partial.nodes.iter().map(|node| node.grads.as_slice());
            for numbers in gradients.chain(partial.state()) {
                values.write(start, numbers);
                start += numbers.len();
            }
            partial.learning_rate
        });
        Ok(object(&[
            ("learningRate", learning_rate.into()),
            ("nodes", nodes.array()),
            ("values", values.array()),
        ]))
    }

    /// Adds the gradients that another worker computed for the next step.
    ///
    /// Throws `SettingError`; `ShardsError` if one of its shards is known.
    #[wasm_bindgen(js_name = addPartialGradients)]
    pub fn add_partial_gradients(
        &self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] partial: JsValue,
    ) -> Result<(), JsValue> {
        let partial = self.partial_of(&partial)?;
        self.check_unknown(&partial.shards)?;
        self.trainer.prepare(|trainer| partial.add_to(trainer));
        Ok(())
    }

    /// Replaces the known gradients of the next step by those of all its shards, which another
    /// worker has gathered, and the learning rate by that worker's.
    ///
    /// Throws `SettingError`; `ShardsError` if a shard is missing.
    #[wasm_bindgen(js_name = setTotal)]
    pub fn set_total(
        &self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] total: JsValue,
    ) -> Result<(), JsValue> {
        let total = self.partial_of(&total)?;
        if total.shards != (0..self.shards()) {
            return Err(shards_error("shards of the step are missing: gather them all"));
        }
        self.trainer
            .prepare(|trainer| {
                trainer.set_learning_rate(total.learning_rate)?;
                trainer.parallel_step().discard();
                total.add_to(trainer);
                Ok(())
            })
            .map_err(thrown)
    }

    /// The update of the next step, all of whose shards are known.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights; `ShardsError` if a shard
    /// is missing.
    #[wasm_bindgen(js_name = finishStep, unchecked_return_type = "StepReport")]
    pub fn finish_step(&self) -> Result<JsValue, JsValue> {
        if self.known() != Some((1, 0..self.shards())) {
            return Err(shards_error("shards of the step are missing: compute or add them"));
        }
        report(self.trainer.change(|trainer| trainer.parallel_step().finish()))
    }

    /// The number of sums of the known shards, and these shards; `None` if they have a gap.
    fn known(&self) -> Option<(usize, Range<usize>)> {
        self.trainer.prepare(|trainer| {
            let step = trainer.parallel_step();
            let shards = step.known().reduce(|before, node| {
                let is_next = before.end == node.start;
                if is_next { before.start..node.end } else { 0..0 }
            });
            shards.filter(|shards| !shards.is_empty()).map(|shards| (step.known().count(), shards))
        })
    }

    /// The count of `values` of some sums over these shards.
    fn num_values(&self, sums: usize, shards: Range<usize>) -> usize {
        self.trainer.prepare(|trainer| {
            let weights = trainer.network().params().as_slice().len();
            let state: usize =
                trainer.parallel_step().state_mut(shards).map(|part| part.len()).sum();
            sums * weights + state
        })
    }

    fn check_unknown(&self, shards: &Range<usize>) -> Result<(), JsValue> {
        let overlaps = |known: Range<usize>| known.start < shards.end && shards.start < known.end;
        if self.trainer.prepare(|trainer| trainer.parallel_step().known().any(overlaps)) {
            return Err(shards_error("a shard is known already: discard the known ones"));
        }
        Ok(())
    }

    fn partial_of(&self, object: &JsValue) -> Thrown<Partial> {
        let field = |key| property("gradients of a step", object, key);
        let learning_rate = number(&LEARNING_RATE, &field("learningRate")?)?;
        let numbers = Numbers::<Float64Array>::of("nodes", &field("nodes")?)?;
        let values = Numbers::of("values", &field("values")?)?;
        let count = self.shards();
        if numbers.len() != 3 * count {
            let form = format!("three numbers for each of {count} shards");
            return Err(refused("nodes", &form, &format!("{} numbers", numbers.len())));
        }
        let mut nodes = NO_NODES;
        numbers.copy(0, &mut nodes.as_flattened_mut()[..3 * count]);
        let (sums, shards) = contiguous(&nodes, count).ok_or_else(|| {
            refused("nodes", &format!("neighbours among {count} shards"), "others")
        })?;
        let least = self.num_values(sums, shards.clone());
        if values.len() < least {
            let form = format!("at least {least} numbers");
            return Err(refused("values", &form, &values.len().to_string()));
        }
        Ok(Partial { learning_rate, nodes, sums, shards, values })
    }
}

/// Any number: the trainer checks it.
const LEARNING_RATE: Argument = Argument::number("learningRate", f64::MIN, f64::MAX);

/// The first shard, the shard after the last and the loss of each sum.
type Nodes = [[f64; 3]; Shards::MOST];

const NO_NODES: Nodes = [[0.0; 3]; Shards::MOST];

/// Checked gradients of some neighbouring shards.
struct Partial {
    learning_rate: f64,
    nodes: Nodes,
    sums: usize,
    shards: Range<usize>,
    values: Numbers<Float32Array>,
}

impl Partial {
    fn add_to(&self, trainer: &mut Trainer<f32>) {
        let mut step = trainer.parallel_step();
        let mut start = 0;
        let mut read = |numbers: &mut [f32]| {
            self.values.copy(start, numbers);
            start += numbers.len();
        };
        for &[first, end, loss] in &self.nodes[..self.sums] {
            step.add_node(first as usize..end as usize, loss, &mut read);
        }
        step.state_mut(self.shards.clone()).for_each(read);
    }
}

/// The number of sums, and their shards, if these are neighbours in ascending order among `count`
/// shards.
fn contiguous(nodes: &Nodes, count: usize) -> Option<(usize, Range<usize>)> {
    let is_shard = |x: f64| (0.0..=count as f64).contains(&x) && x.fract() == 0.0;
    let first = nodes[0][0];
    let (mut sums, mut last) = (0, first);
    for &[start, end, _] in nodes.iter().take_while(|[start, end, _]| start != end) {
        if start != last || end <= start || !is_shard(start) || !is_shard(end) {
            return None;
        }
        (sums, last) = (sums + 1, end);
    }
    (sums > 0).then_some((sums, first as usize..last as usize))
}

/// Reads the array `key` of `spare`; returns a function that gives it if it has room for so many
/// numbers, else a new one.
fn room<K: Kind>(spare: &JsValue, key: &str) -> Thrown<impl FnOnce(usize) -> Numbers<K>> {
    let array = match spare.is_undefined() {
        true => None,
        false => Some(Numbers::of(key, &property("spare", spare, key)?)?),
    };
    Ok(|length| {
        array.filter(|array| array.len() >= length).unwrap_or_else(|| Numbers::zeros(length))
    })
}

fn shards_error(message: &str) -> JsValue {
    named("ShardsError", message)
}
