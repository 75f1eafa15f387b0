//! PyTorch's numbers: logits, loss, every gradient, ten steps of every optimiser.
//!
//! `tests/interop/pytorch_lstm.py` wrote the fixture; `tests/interop/check.py` computes it again.

use std::collections::BTreeMap;

use lstm_playground::Real;
use lstm_playground::math::sum_of_squares;
use lstm_playground::model::{Model, Params};
use lstm_playground::text::Window;
use lstm_playground::training::{Optimizer, OptimizerKind, clip_scale};
use lstm_playground_tests::{assert_close, small_model};
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    vocab_size: usize,
    hidden_size: usize,
    num_layers: usize,
    seq_len: usize,
    batch_size: usize,
    windows: Vec<Ids>,
    parameters: Tensors,
    forward: Vec<Forward>,
    gradients: Tensors,
    optimizers: BTreeMap<String, Run>,
}

#[derive(Deserialize)]
struct Ids {
    inputs: Vec<u32>,
    targets: Vec<u32>,
}

#[derive(Deserialize)]
struct Forward {
    loss: f64,
    logits: Vec<f64>,
}

#[derive(Deserialize)]
struct Run {
    learning_rate: f64,
    grad_clip: f64,
    losses: Vec<f64>,
    grad_norms: Vec<f64>,
    parameters: Tensors,
}

type Tensors = BTreeMap<String, Tensor>;

#[derive(Deserialize)]
struct Tensor {
    shape: [usize; 2],
    /// Row by row.
    values: Vec<f64>,
}

/// How close a number type has to come, relative to each number, or to `scale` where it is smaller.
struct Tolerance {
    relative: f64,
    scale: f64,
}

const F64: Tolerance = Tolerance { relative: 1e-9, scale: 1e-9 };
/// f32 has seven digits; gradients down to 0.01 are held to four of them.
const F32: Tolerance = Tolerance { relative: 1e-4, scale: 1e-2 };

fn cases() -> Vec<Case> {
    let json = include_str!("fixtures/pytorch_lstm.json");
    serde_json::from_str::<Fixture>(json).expect("the fixture is valid").cases
}

impl Case {
    fn model<R: Real>(&self) -> Model<R> {
        let config = small_model(self.vocab_size, self.hidden_size, self.num_layers);
        let mut model = Model::new(config, 0);
        let layout = model.params().layout().clone();
        assert_eq!(layout.tensors().len(), self.parameters.len());
        for (name, tensor) in &self.parameters {
            let index = layout.index(name).expect("PyTorch's names are ours");
            let mut view = model.params_mut().view_mut(index);
            assert_eq!(view.shape(), tensor.shape.into(), "shape of {name}");
            for (i, &x) in tensor.values.iter().enumerate() {
                view[(i / tensor.shape[1], i % tensor.shape[1])] = R::from_f64(x);
            }
        }
        model
    }

    fn window(&self, index: usize) -> Window {
        let Ids { inputs, targets } = &self.windows[index % self.windows.len()];
        let (inputs, targets) = (inputs.clone(), targets.clone());
        Window { inputs, targets, batch_size: self.batch_size }
    }

    fn assert_tensors<R: Real>(
        &self,
        what: &str,
        got: &Params<R>,
        expected: &Tensors,
        tolerance: &Tolerance,
    ) {
        for (name, tensor) in expected {
            let view = got.view(got.layout().index(name).expect("PyTorch's names are ours"));
            for (i, &expected) in tensor.values.iter().enumerate() {
                let place = (i / tensor.shape[1], i % tensor.shape[1]);
                let what = format!("{}, {what} {name}{place:?}", self.name);
                let got = view[place].to_f64();
                assert_close(&what, got, expected, tolerance.relative, tolerance.scale);
            }
        }
    }

    fn check_forward_and_gradients<R: Real>(&self, tolerance: &Tolerance) {
        let mut model = self.model::<R>();
        let mut state = model.zero_state(self.batch_size);
        let mut trace = model.trace(self.seq_len, self.batch_size);
        let mut grads = Params::zeros(model.params().layout().clone());
        for (index, expected) in self.forward.iter().enumerate() {
            let window = self.window(index);
            model.forward(&window.inputs, &mut state.clone(), &mut trace, None);
            for (i, (got, &expected)) in trace.logits.iter().zip(&expected.logits).enumerate() {
                let what = format!("{}, window {index}, logit {i}", self.name);
                let Tolerance { relative, scale } = tolerance;
                assert_close(&what, got.to_f64(), expected, *relative, *scale);
            }
            let loss = model.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
            let what = format!("{}, loss of window {index}", self.name);
            assert_close(&what, loss, expected.loss, tolerance.relative, tolerance.scale);
        }
        self.assert_tensors("gradient of", &grads, &self.gradients, tolerance);
    }

    fn check_optimizer<R: Real>(&self, name: &str, run: &Run, tolerance: &Tolerance) {
        let mut model = self.model::<R>();
        let mut state = model.zero_state(self.batch_size);
        let mut trace = model.trace(self.seq_len, self.batch_size);
        let mut grads = Params::zeros(model.params().layout().clone());
        let kind = OptimizerKind::from_name(name).expect("the fixture has our optimisers");
        let mut optimizer = Optimizer::new(kind, model.params());
        for step in 0..run.losses.len() {
            let window = self.window(step);
            let loss = model.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
            let norm = sum_of_squares(grads.as_slice()).sqrt();
            let close = |what: &str, got, expected| {
                let what = format!("{}, {name}, {what} of step {step}", self.name);
                assert_close(&what, got, expected, tolerance.relative, tolerance.scale);
            };
            close("loss", loss, run.losses[step]);
            close("norm", norm, run.grad_norms[step]);
            let scale = clip_scale(norm, run.grad_clip);
            optimizer.update(model.params_mut(), &grads, scale, run.learning_rate);
        }
        self.assert_tensors(
            &format!("{name} ends with"),
            model.params(),
            &run.parameters,
            tolerance,
        );
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn logits_losses_and_gradients_in_f64() {
    cases().iter().for_each(|case| case.check_forward_and_gradients::<f64>(&F64));
}

#[wasm_bindgen_test(unsupported = test)]
fn logits_losses_and_gradients_in_f32() {
    cases().iter().for_each(|case| case.check_forward_and_gradients::<f32>(&F32));
}

fn optimizer_agrees(name: &str) {
    let mut runs = 0;
    for case in cases() {
        if let Some(run) = case.optimizers.get(name) {
            assert_eq!(run.losses.len(), 10);
            case.check_optimizer::<f64>(name, run, &F64);
            runs += 1;
        }
    }
    assert_eq!(runs, 3, "one, two and three layers");
}

#[wasm_bindgen_test(unsupported = test)]
fn ten_steps_of_adam() {
    optimizer_agrees("adam");
}

#[wasm_bindgen_test(unsupported = test)]
fn ten_steps_of_adamw() {
    optimizer_agrees("adamw");
}

#[wasm_bindgen_test(unsupported = test)]
fn ten_steps_of_rmsprop() {
    optimizer_agrees("rmsprop");
}

#[wasm_bindgen_test(unsupported = test)]
fn ten_steps_of_sgd() {
    optimizer_agrees("sgd");
}

#[wasm_bindgen_test(unsupported = test)]
fn ten_steps_of_adam_in_f32() {
    for case in cases() {
        if let Some(run) = case.optimizers.get("adam") {
            case.check_optimizer::<f32>("adam", run, &F32);
        }
    }
}
