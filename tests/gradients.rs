//! Every gradient against central differences in f64: every entry of every tensor, one to three
//! layers, a batch, a carried state, with and without dropout.

use lstm_playground::model::{Model, ModelConfig, Params, State, Trace};
use lstm_playground::rng::{Rng, Stream};
use lstm_playground::text::Window;
use lstm_playground_tests::{assert_close, random_window, small_model};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const VOCAB_SIZE: usize = 5;
const HIDDEN_SIZE: usize = 4;
const SEQ_LEN: usize = 6;
const BATCH_SIZE: usize = 3;
/// Of the difference quotient, whose error is about this to the fourth power.
const STEP: f64 = 1e-3;

struct Check {
    model: Model<f64>,
    window: Window,
    carried: State<f64>,
    trace: Trace<f64>,
    grads: Params<f64>,
}

impl Check {
    fn new(config: ModelConfig) -> Self {
        let mut model = Model::new(config, 3);
        // Larger weights than the initial ones bring the gates away from their linear part.
        model.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 2.0);
        let mut carried = model.zero_state(BATCH_SIZE);
        let before = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 1);
        let mut trace = model.trace(SEQ_LEN + 3, BATCH_SIZE + 1);
        model.forward(&before.inputs, &mut carried, &mut trace, None);
        let window = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 2);
        let mut grads = Params::zeros(model.params().layout().clone());
        // Buffers that held a larger window before must not tell.
        let larger = random_window(VOCAB_SIZE, SEQ_LEN + 3, BATCH_SIZE + 1, 3);
        let state = &mut model.zero_state(BATCH_SIZE + 1);
        let mut rng = Rng::new(6, Stream::Dropout);
        model.loss_and_gradients(&larger, state, &mut trace, &mut grads, Some(&mut rng));
        Self { model, window, carried, trace, grads }
    }

    /// The loss from the carried state; fills `grads`.
    fn loss(&mut self) -> f64 {
        let mut state = self.carried.clone();
        let mut rng = Rng::new(5, Stream::Dropout); // the same mask every time
        let (trace, grads) = (&mut self.trace, &mut self.grads);
        self.model.loss_and_gradients(&self.window, &mut state, trace, grads, Some(&mut rng))
    }

    /// The derivative with respect to one weight, by central differences of fourth order.
    fn difference(&mut self, weight: usize) -> f64 {
        let mut central = |step| self.loss_with(weight, step) - self.loss_with(weight, -step);
        (8.0 * central(STEP) - central(2.0 * STEP)) / (12.0 * STEP)
    }

    fn loss_with(&mut self, weight: usize, change: f64) -> f64 {
        let before = self.model.params().as_slice()[weight];
        self.model.params_mut().as_mut_slice()[weight] = before + change;
        let loss = self.loss();
        self.model.params_mut().as_mut_slice()[weight] = before;
        loss
    }

    /// Relative to the size of the tensor's gradient, so that an entry near zero does not demand
    /// more digits than a difference has.
    fn run(mut self) {
        self.loss();
        let exact = self.grads.clone();
        let layout = exact.layout().clone();
        let mut weight = 0;
        for (tensor, spec) in layout.tensors().iter().enumerate() {
            let view = exact.view(tensor);
            let scale = view.iter().fold(0.0_f64, |max, d| max.max(d.abs()));
            assert!(scale > 0.0, "the gradient of {} is zero", spec.name);
            for (entry, &got) in view.iter().enumerate() {
                let expected = self.difference(weight);
                let (row, column) = (entry % spec.rows, entry / spec.rows);
                let what = format!("d {}[{row}, {column}]", spec.name);
                assert_close(&what, got, expected, 1e-6, 1e-4 * scale);
                weight += 1;
            }
        }
        assert_eq!(weight, layout.num_weights());
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn one_layer() {
    Check::new(small_model(VOCAB_SIZE, HIDDEN_SIZE, 1)).run();
}

#[wasm_bindgen_test(unsupported = test)]
fn two_layers() {
    Check::new(small_model(VOCAB_SIZE, HIDDEN_SIZE, 2)).run();
}

#[wasm_bindgen_test(unsupported = test)]
fn three_layers() {
    Check::new(small_model(VOCAB_SIZE, HIDDEN_SIZE, 3)).run();
}

#[wasm_bindgen_test(unsupported = test)]
fn two_layers_with_dropout() {
    let config = ModelConfig { dropout: 0.4, ..small_model(VOCAB_SIZE, HIDDEN_SIZE, 2) };
    Check::new(config).run();
}

#[wasm_bindgen_test(unsupported = test)]
fn one_hidden_unit() {
    Check::new(small_model(VOCAB_SIZE, 1, 2)).run();
}
