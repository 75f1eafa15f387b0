//! Training in several workers: what they say to each other, as typed arrays that can be transferred.

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::errors::thrown;
use super::objects::object;
use super::playground::{Playground, report};
use crate::Error;
use crate::memory_limit::MAX_BYTES;
use crate::model::Network;
use crate::number::to_text;
use crate::training::{Checkpoint, Progress, footprint};

#[wasm_bindgen]
extern "C" {
    /// See `PartialGradients` in the types below.
    pub type JsPartialGradients;
    #[wasm_bindgen(method, getter, js_name = learningRate)]
    fn learning_rate(this: &JsPartialGradients) -> f64;
    #[wasm_bindgen(method, getter)]
    fn nodes(this: &JsPartialGradients) -> Vec<f64>;
    #[wasm_bindgen(method, getter)]
    fn gradients(this: &JsPartialGradients) -> Float32Array;
    #[wasm_bindgen(method, getter)]
    fn state(this: &JsPartialGradients) -> Vec<f32>;

    /// See `Snapshot` in the types below.
    pub type JsSnapshot;
    #[wasm_bindgen(method, getter)]
    fn counters(this: &JsSnapshot) -> Vec<f64>;
    #[wasm_bindgen(method, getter)]
    fn values(this: &JsSnapshot) -> Vec<f32>;
}

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

/** A run between two steps; belongs to runs with the same text and settings. */
export interface Snapshot {
    /** Steps, places in the text, constants. */
    counters: Float64Array;
    /** Weights, moments, the last good weights, the state. */
    values: Float32Array;
}
"#;

#[wasm_bindgen]
impl Playground {
    /// Optimiser updates so far.
    pub fn steps(&self) -> f64 {
        self.trainer.steps() as f64
    }

    /// The number of workers that can share a step: each has shards to compute and a network of its
    /// own, and all of these fit into the memory of one run.
    #[wasm_bindgen(js_name = mostWorkers)]
    pub fn most_workers(&mut self) -> usize {
        let text = self.trainer.text();
        let bytes = footprint(self.trainer.config(), text.vocabulary.len(), text.ids.len());
        self.shards().min((MAX_BYTES / bytes) as usize).max(1)
    }

    /// The number of shards of a step. Its numbers do not depend on which worker computes which.
    pub fn shards(&mut self) -> usize {
        self.trainer.parallel_step().shards().count
    }

    /// Computes the gradients of the next step's shards from `first` to `end`, without `end`.
    #[wasm_bindgen(js_name = computeShards)]
    pub fn compute_shards(&mut self, first: usize, end: usize) {
        self.trainer.parallel_step().compute(first..end);
    }

    /// Forgets the known gradients of the next step.
    #[wasm_bindgen(js_name = discardShards)]
    pub fn discard_shards(&mut self) {
        self.trainer.parallel_step().discard();
    }

    /// The known gradients of the next step, whose shards must be neighbours.
    #[wasm_bindgen(js_name = partialGradients, unchecked_return_type = "PartialGradients")]
    pub fn partial_gradients(&mut self) -> JsValue {
        let step = self.trainer.parallel_step();
        let partial = step.partial_gradients();
        let weights = partial.nodes[0].grads.as_slice().len();
        let mut nodes = Vec::with_capacity(3 * partial.nodes.len());
        let gradients = Float32Array::new_with_length((partial.nodes.len() * weights) as u32);
        for (node, start) in partial.nodes.iter().zip((0..).step_by(weights)) {
            nodes.extend([node.shards.start as f64, node.shards.end as f64, node.loss]);
            let sum = gradients.subarray(start, start + weights as u32);
            sum.copy_from(node.grads.as_slice());
        }
        object(&[
            ("learningRate", partial.learning_rate.into()),
            ("nodes", Float64Array::from(&nodes[..]).into()),
            ("gradients", gradients.into()),
            ("state", Float32Array::from(&partial.state[..]).into()),
        ])
    }

    /// Adds the gradients that another worker computed for the next step.
    #[wasm_bindgen(js_name = addPartialGradients)]
    pub fn add_partial_gradients(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] partial: &JsPartialGradients,
    ) {
        let (nodes, gradients) = (partial.nodes(), partial.gradients());
        let (nodes, _) = nodes.as_chunks();
        let mut step = self.trainer.parallel_step();
        let mut copied = 0;
        for &[start, end, loss] in nodes {
            step.add_node(start as usize..end as usize, loss, |grads| {
                let copy_end = copied + grads.len() as u32;
                gradients.subarray(copied, copy_end).copy_to(grads);
                copied = copy_end;
            });
        }
        let ([first, ..], [_, end, _]) = (nodes[0], nodes[nodes.len() - 1]);
        step.set_state(first as usize..end as usize, &partial.state());
    }

    /// The update of the next step, all of whose shards are known.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = finishStep, unchecked_return_type = "StepReport")]
    pub fn finish_step(&mut self) -> Result<JsValue, JsValue> {
        self.drop_evaluation();
        report(self.trainer.parallel_step().finish())
    }

    /// The update of the next step with the gradients of all its shards, which another worker has
    /// gathered.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = finishStepWith, unchecked_return_type = "StepReport")]
    pub fn finish_step_with(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] total: &JsPartialGradients,
    ) -> Result<JsValue, JsValue> {
        self.trainer.set_learning_rate(total.learning_rate()).map_err(thrown)?;
        self.trainer.parallel_step().discard();
        self.add_partial_gradients(total);
        self.finish_step()
    }

    /// The current checkpoint.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&self) -> JsValue {
        let Checkpoint { progress, values } = self.trainer.checkpoint();
        object(&[
            ("counters", Float64Array::from(&counters_of(progress)[..]).into()),
            ("values", Float32Array::from(&values[..]).into()),
        ])
    }

    /// Lets looks and texts that are started be of the model at a snapshot, until another is viewed;
    /// `undefined` is the model of now. Training does not care.
    ///
    /// Throws `SnapshotError` when it is of another run.
    pub fn view(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Snapshot")] snapshot: Option<JsSnapshot>,
    ) -> Result<(), JsValue> {
        self.reading = None;
        self.viewed = match snapshot {
            Some(snapshot) => Some(self.network_at(&snapshot.values()).map_err(thrown)?),
            None => None,
        };
        Ok(())
    }

    fn network_at(&self, values: &[f32]) -> Result<Network<f32>, Error> {
        let network = self.trainer.network();
        let weights = network.params().as_slice().len();
        let [given, allowed] = [values.len(), weights].map(|count| format!("{count} values"));
        let missing = Error::Checkpoint { given, allowed };
        // The weights come first: see `Trainer::checkpoint_values`.
        let values = values.get(..weights).ok_or(missing)?;
        Ok(Network::from_weights(network.config().clone(), values))
    }

    /// Goes on from a snapshot.
    ///
    /// Throws `SnapshotError` when it is of another run.
    pub fn restore(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Snapshot")] snapshot: &JsSnapshot,
    ) -> Result<(), JsValue> {
        self.drop_evaluation();
        let progress = progress_of(&snapshot.counters()).map_err(thrown)?;
        let checkpoint = Checkpoint { progress, values: snapshot.values() };
        self.trainer.restore(&checkpoint).map_err(thrown)
    }
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

fn progress_of(counters: &[f64]) -> Result<Progress, Error> {
    let Ok(counters) = <[f64; COUNTERS]>::try_from(counters) else {
        let [given, allowed] = [counters.len(), COUNTERS].map(|count| format!("{count} counters"));
        return Err(Error::Checkpoint { given, allowed });
    };
    let [counts @ .., best_loss, beta_1, beta_2, learning_rate] = counters;
    if let Some(x) = counts.iter().find(|x| !(0.0..MAX_COUNT).contains(*x) || x.fract() != 0.0) {
        let allowed = "counters that are whole numbers".to_owned();
        return Err(Error::Checkpoint { given: format!("the counter {}", to_text(*x)), allowed });
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
