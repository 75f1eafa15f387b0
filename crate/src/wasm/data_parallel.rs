//! Training in several workers: what they say to each other, as typed arrays that can be transferred.

use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::prelude::*;

use super::errors::thrown;
use super::objects::object;
use super::playground::{Playground, report};
use crate::Error;
use crate::memory_limit::MAX_BYTES;
use crate::model::Network;
use crate::training::{Checkpoint, footprint};

#[wasm_bindgen]
extern "C" {
    /// See `PartialGradients` in the types below.
    pub type JsPartialGradients;
    #[wasm_bindgen(method, getter)]
    fn heads(this: &JsPartialGradients) -> Vec<f64>;
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
/** What is known of a training step: belongs to runs with the same text and settings, at the same step. */
export interface PartialGradients {
    /** The learning rate, then of every sum its first shard, the one after its last, and its loss in nats. */
    heads: Float64Array;
    /** Of every sum the gradients of all weights. */
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

    /// Among how many workers a step can be divided: each has shards to compute, and a model of its
    /// own, all of which fit into the memory that one run may take.
    #[wasm_bindgen(js_name = mostWorkers)]
    pub fn most_workers(&self) -> usize {
        let text = self.trainer.text();
        let bytes = footprint(self.trainer.config(), text.vocabulary.len(), text.ids.len());
        self.shards().min((MAX_BYTES / bytes) as usize).max(1)
    }

    /// Into how many parts the next step can be divided among workers. Its numbers do not depend on
    /// who computes which.
    pub fn shards(&self) -> usize {
        self.trainer.shards().count
    }

    /// Computes the gradients of the shards from `first` up to, and without, `end` of the next
    /// step.
    #[wasm_bindgen(js_name = computeShards)]
    pub fn compute_shards(&mut self, first: usize, end: usize) {
        self.trainer.compute_shards(first..end);
    }

    /// Forgets what is known of the next step.
    #[wasm_bindgen(js_name = discardShards)]
    pub fn discard_shards(&mut self) {
        self.trainer.discard_shards();
    }

    /// What is known of the next step; its shards are neighbours.
    #[wasm_bindgen(js_name = partialGradients, unchecked_return_type = "PartialGradients")]
    pub fn partial_gradients(&self) -> JsValue {
        let (heads, state) = self.trainer.heads_and_state();
        let weights = self.trainer.network().params().as_slice().len();
        let sums = self.trainer.sums().zip((0..).step_by(weights));
        let gradients =
            Float32Array::new_with_length((self.trainer.sums().count() * weights) as u32);
        for (sum, place) in sums {
            gradients.subarray(place, place + weights as u32).copy_from(sum);
        }
        object(&[
            ("heads", Float64Array::from(&heads[..]).into()),
            ("gradients", gradients.into()),
            ("state", Float32Array::from(&state[..]).into()),
        ])
    }

    /// Adds what another worker computed of the next step.
    #[wasm_bindgen(js_name = addPartialGradients)]
    pub fn add_partial_gradients(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] partial: &JsPartialGradients,
    ) {
        let gradients = partial.gradients();
        let copy = |place: usize, sum: &mut [f32]| {
            let end = place + sum.len();
            gradients.subarray(place as u32, end as u32).copy_to(sum);
        };
        self.trainer.add_partial_gradients(&partial.heads(), &partial.state(), copy);
    }

    /// The update of the next step, of which all shards were computed or added.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = finishStep, unchecked_return_type = "StepReport")]
    pub fn finish_step(&mut self) -> Result<JsValue, JsValue> {
        self.drop_evaluation();
        report(self.trainer.finish_step())
    }

    /// The update of the next step, all of which another worker gathered.
    ///
    /// Throws `NotFiniteError` after it has restored the last good weights.
    #[wasm_bindgen(js_name = finishStepWith, unchecked_return_type = "StepReport")]
    pub fn finish_step_with(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "PartialGradients")] total: &JsPartialGradients,
    ) -> Result<JsValue, JsValue> {
        self.trainer.follow(&total.heads());
        self.add_partial_gradients(total);
        self.finish_step()
    }

    /// The run as it is now.
    #[wasm_bindgen(unchecked_return_type = "Snapshot")]
    pub fn snapshot(&self) -> JsValue {
        let Checkpoint { counters, values } = self.trainer.checkpoint();
        object(&[
            ("counters", Float64Array::from(&counters[..]).into()),
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
        let missing = Error::Snapshot { given: values.len(), allowed: weights };
        // They stand first: see `Trainer::snapshot`.
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
        let counters = snapshot.counters();
        // What is missing is no place in any text.
        let counter = |i: usize| counters.get(i).copied().unwrap_or(f64::INFINITY);
        let counters = std::array::from_fn(counter);
        let checkpoint = Checkpoint { counters, values: snapshot.values() };
        self.trainer.restore(&checkpoint).map_err(thrown)
    }
}
