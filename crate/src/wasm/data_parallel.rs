//! Training in several workers: their messages, as typed arrays that can be transferred.

use std::ops::Range;

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::arguments::{Thrown, number, property, refused, whole};
use super::errors::{named, thrown};
use super::plain::object;
use super::playground::{Playground, report};
use super::typed_arrays::Numbers;
use crate::memory_limit::MAX_BYTES;
use crate::setting::Argument;
use crate::training::{Trainer, footprint};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The known gradients of a training step, for runs with the same text and settings at the same step. */
export interface PartialGradients {
  /** The learning rate in force. */
  learningRate: number;
  /** For each sum its first shard, the shard after its last, and its loss in nats. */
  nodes: Float64Array;
  /** For each sum the gradients of all weights. */
  gradients: Float32Array;
  /** The state of these shards' streams after the step: layer by layer h, then c, stream by stream. */
  state: Float32Array;
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

    /// The known gradients of the next step.
    ///
    /// Throws `ShardsError` if no shard is known, or one between two known shards is missing.
    #[wasm_bindgen(js_name = partialGradients, unchecked_return_type = "PartialGradients")]
    pub fn partial_gradients(&self) -> Result<JsValue, JsValue> {
        let known = self.known();
        if known.is_empty() || known.windows(2).any(|pair| pair[0].end != pair[1].start) {
            return Err(shards_error(
                "the known shards have gaps: compute the shards between them",
            ));
        }
        let weights = self.num_weights();
        let gradients = Float32Array::new_with_length((known.len() * weights) as u32);
        let (learning_rate, nodes, state) = self.trainer.prepare(|trainer| {
            let step = trainer.parallel_step();
            let partial = step.partial_gradients();
            let mut nodes = Vec::with_capacity(3 * known.len());
            for (node, start) in partial.nodes.iter().zip((0..).step_by(weights)) {
                nodes.extend([node.shards.start as f64, node.shards.end as f64, node.loss]);
                let sum = gradients.subarray(start, start + weights as u32);
                sum.copy_from(node.grads.as_slice());
            }
            (partial.learning_rate, nodes, partial.state)
        });
        Ok(object(&[
            ("learningRate", learning_rate.into()),
            ("nodes", Float64Array::from(&nodes[..]).into()),
            ("gradients", gradients.into()),
            ("state", Float32Array::from(&state[..]).into()),
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

    /// The update of the next step, all of whose shards are known.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights; `ShardsError` if a shard
    /// is missing.
    #[wasm_bindgen(js_name = finishStep, unchecked_return_type = "StepReport")]
    pub fn finish_step(&self) -> Result<JsValue, JsValue> {
        if self.known().first() != Some(&(0..self.shards())) {
            return Err(shards_error("shards of the step are missing: compute or add them"));
        }
        report(self.trainer.change(|trainer| trainer.parallel_step().finish()))
    }

    /// The update of the next step with the gradients of all its shards, which another worker has
    /// gathered.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights; `SettingError`;
    /// `ShardsError` if a shard is missing.
    #[wasm_bindgen(js_name = finishStepWith, unchecked_return_type = "StepReport")]
    pub fn finish_step_with(
        &self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] total: JsValue,
    ) -> Result<JsValue, JsValue> {
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
            .map_err(thrown)?;
        self.finish_step()
    }

    fn known(&self) -> Vec<Range<usize>> {
        self.trainer.prepare(|trainer| trainer.parallel_step().known().collect())
    }

    fn num_weights(&self) -> usize {
        self.trainer.read(|trainer| trainer.network().params().as_slice().len())
    }

    fn check_unknown(&self, shards: &Range<usize>) -> Result<(), JsValue> {
        let overlaps = |known: &Range<usize>| known.start < shards.end && shards.start < known.end;
        if self.known().iter().any(overlaps) {
            return Err(shards_error("a shard is known already: discard the known ones"));
        }
        Ok(())
    }

    fn partial_of(&self, object: &JsValue) -> Thrown<Partial> {
        let field = |key| property("gradients of a step", object, key);
        let learning_rate = number(&LEARNING_RATE, &field("learningRate")?)?;
        let nodes = Numbers::<Float64Array>::of("nodes", &field("nodes")?)?;
        let gradients = Numbers::of("gradients", &field("gradients")?)?;
        let state = Numbers::<Float32Array>::of("state", &field("state")?)?;
        let count = self.shards();
        let sums = nodes.len() / 3;
        if sums == 0 || sums > count || nodes.len() != 3 * sums {
            let form = format!("three numbers for each of 1 to {count} sums");
            return Err(refused("nodes", &form, &format!("{} numbers", nodes.len())));
        }
        let nodes = nodes.to_vec();
        let shards = contiguous(&nodes, count).ok_or_else(|| {
            refused("nodes", &format!("neighbours among {count} shards"), "others")
        })?;
        let exact = |name, given: usize, allowed: usize| {
            let form = format!("{allowed} numbers");
            if given == allowed { Ok(()) } else { Err(refused(name, &form, &given.to_string())) }
        };
        exact("gradients", gradients.len(), sums * self.num_weights())?;
        let state_len = self.trainer.prepare(|trainer| {
            let streams = trainer.parallel_step().shards().streams(shards.clone()).len();
            streams * trainer.network().zero_state(1).num_values()
        });
        exact("state", state.len(), state_len)?;
        Ok(Partial { learning_rate, nodes, shards, gradients, state: state.to_vec() })
    }
}

/// Any number: the trainer checks it.
const LEARNING_RATE: Argument = Argument::number("learningRate", f64::MIN, f64::MAX);

/// Checked gradients of some neighbouring shards.
struct Partial {
    learning_rate: f64,
    nodes: Vec<f64>,
    shards: Range<usize>,
    gradients: Numbers<Float32Array>,
    state: Vec<f32>,
}

impl Partial {
    fn add_to(&self, trainer: &mut Trainer<f32>) {
        let mut step = trainer.parallel_step();
        let mut copied = 0;
        let (nodes, _) = self.nodes.as_chunks();
        for &[start, end, loss] in nodes {
            step.add_node(start as usize..end as usize, loss, |grads| {
                self.gradients.copy(copied, grads);
                copied += grads.len();
            });
        }
        step.set_state(self.shards.clone(), &self.state);
    }
}

/// The shards of all sums, if these are neighbours in ascending order among `count` shards.
fn contiguous(sums: &[f64], count: usize) -> Option<Range<usize>> {
    let is_shard = |x: f64| (0.0..=count as f64).contains(&x) && x.fract() == 0.0;
    let mut end = sums[0];
    for sum in sums.chunks_exact(3) {
        if sum[0] != end || sum[1] <= sum[0] || !is_shard(sum[0]) || !is_shard(sum[1]) {
            return None;
        }
        end = sum[1];
    }
    Some(sums[0] as usize..end as usize)
}

fn shards_error(message: &str) -> JsValue {
    named("ShardsError", message)
}
