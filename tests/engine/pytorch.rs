//! Comparison with PyTorch: logits, loss and every gradient of every cell, ten steps of every
//! optimiser. Each test is named after its cell.
//!
//! `tests/interop/reference.py` wrote the fixtures with `nn.LSTM`, `nn.GRU` and `nn.RNN`, and for
//! the other cells with an independent implementation of the equations and PyTorch's automatic
//! differentiation. `tests/interop/check.py` computes them again.

use std::collections::{BTreeMap, BTreeSet};

use lstm_playground::Real;
use lstm_playground::math::sum_of_squares;
use lstm_playground::model::{CellKind, Network, NetworkConfig, Params};
use lstm_playground::text::Window;
use lstm_playground::training::{Optimizer, OptimizerKind, clip_scale};
use lstm_playground_tests::{assert_close, small_network};
use serde::Deserialize;
use wasm_bindgen_test::wasm_bindgen_test;

#[derive(Deserialize)]
struct Fixture {
    cell: String,
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
    #[serde(default)]
    decayed: BTreeMap<String, Run>,
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
    #[serde(default)]
    weight_decay: f64,
    losses: Vec<f64>,
    grad_norms: Vec<f64>,
    parameters: Tensors,
}

type Tensors = BTreeMap<String, Tensor>;

#[derive(Deserialize)]
struct Tensor {
    shape: [usize; 2],
    /// In row order.
    values: Vec<f64>,
}

/// The tolerance of a number type, relative to each number, or to `scale` for smaller numbers.
#[derive(Clone, Copy)]
struct Tolerance {
    relative: f64,
    scale: f64,
}

const F64: Tolerance = Tolerance { relative: 1e-9, scale: 1e-9 };
/// f32 has seven digits; gradients down to 0.01 must agree in four of them.
const F32: Tolerance = Tolerance { relative: 1e-4, scale: 1e-2 };

/// The comparison of one case in one number type.
struct Comparison<'a> {
    cell: CellKind,
    case: &'a Case,
    tolerance: Tolerance,
    /// The largest relative deviation so far.
    largest: f64,
}

impl Comparison<'_> {
    fn network<R: Real>(&self) -> Network<R> {
        let Case { vocab_size, hidden_size, num_layers, .. } = *self.case;
        let config = small_network(vocab_size, hidden_size, num_layers);
        let mut network = Network::new(NetworkConfig { cell: self.cell, ..config }, 0);
        let layout = network.params().layout().clone();
        assert_eq!(layout.tensors().len(), self.case.parameters.len());
        for (name, tensor) in &self.case.parameters {
            let index = layout.index(name).expect("the fixture uses the crate's names");
            let mut params = network.params_mut();
            let mut view = params.view_mut(index);
            assert_eq!(view.shape(), tensor.shape.into(), "shape of {name}");
            for (i, &x) in tensor.values.iter().enumerate() {
                view[(i / tensor.shape[1], i % tensor.shape[1])] = R::from_f64(x);
            }
        }
        network
    }

    fn window(&self, index: usize) -> Window {
        let Ids { inputs, targets } = &self.case.windows[index % self.case.windows.len()];
        let (inputs, targets) = (inputs.clone(), targets.clone());
        Window { inputs, targets, batch_size: self.case.batch_size, starts: Vec::new() }
    }

    fn close(&mut self, what: &str, got: f64, expected: f64) {
        let what = format!("{}, {}, {what}", self.cell.name(), self.case.name);
        let Tolerance { relative, scale } = self.tolerance;
        self.largest = assert_close(&what, got, expected, relative, scale).max(self.largest);
    }

    fn tensors_close<R: Real>(&mut self, what: &str, got: &Params<R>, expected: &Tensors) {
        assert_eq!(expected.len(), got.layout().tensors().len());
        for (name, tensor) in expected {
            let view =
                got.view(got.layout().index(name).expect("the fixture uses the crate's names"));
            assert_eq!(tensor.values.len(), view.len());
            for (i, &expected) in tensor.values.iter().enumerate() {
                let entry = (i / tensor.shape[1], i % tensor.shape[1]);
                self.close(&format!("{what} {name}{entry:?}"), view[entry].to_f64(), expected);
            }
        }
    }

    fn forward_and_gradients<R: Real>(&mut self) {
        let network = self.network::<R>();
        let mut state = network.zero_state(self.case.batch_size);
        let mut trace = network.trace(self.case.seq_len, self.case.batch_size);
        let mut grads = Params::zeros(network.params().layout().clone());
        for (index, expected) in self.case.forward.iter().enumerate() {
            let window = self.window(index);
            network.forward(&window.inputs, &mut state.clone(), &mut trace, None);
            let logits = network.logits(&mut trace, 0..window.inputs.len());
            assert_eq!(expected.logits.len(), logits.len());
            for (i, (got, &expected)) in logits.iter().zip(&expected.logits).enumerate() {
                self.close(&format!("window {index}, logit {i}"), got.to_f64(), expected);
            }
            let loss =
                network.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
            self.close(&format!("loss of window {index}"), loss, expected.loss);
        }
        self.tensors_close("gradient of", &grads, &self.case.gradients);
    }

    fn ten_steps<R: Real>(&mut self, name: &str, run: &Run) {
        assert_eq!(run.losses.len(), 10);
        let mut network = self.network::<R>();
        let mut state = network.zero_state(self.case.batch_size);
        let mut trace = network.trace(self.case.seq_len, self.case.batch_size);
        let mut grads = Params::zeros(network.params().layout().clone());
        let kind = name.parse::<OptimizerKind>().expect("the fixture names an optimiser");
        let mut optimizer = Optimizer::new(kind, run.weight_decay, network.params());
        for step in 0..run.losses.len() {
            let window = self.window(step);
            let loss =
                network.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
            let norm = sum_of_squares(grads.as_slice()).sqrt();
            self.close(&format!("{name}, loss of step {step}"), loss, run.losses[step]);
            self.close(&format!("{name}, norm of step {step}"), norm, run.grad_norms[step]);
            let scale = clip_scale(norm, run.grad_clip);
            optimizer.update(&mut network.params_mut(), None, &grads, scale, run.learning_rate);
        }
        self.tensors_close(&format!("{name} ends with"), network.params(), &run.parameters);
    }
}

/// Compares every number of a cell's fixture, which has `optimizer_runs` optimiser runs.
fn agrees(json: &str, optimizer_runs: usize) {
    let Fixture { cell, cases } = serde_json::from_str(json).expect("the fixture is valid");
    let cell = cell.parse::<CellKind>().expect("the fixture names a cell");
    let layers: BTreeSet<usize> = cases.iter().map(|case| case.num_layers).collect();
    assert_eq!(layers, BTreeSet::from([1, 2, 3]));
    let (mut largest, mut runs) = (0.0_f64, 0);
    for case in &cases {
        let comparison = |tolerance| Comparison { cell, case, tolerance, largest: 0.0 };
        let mut exact = comparison(F64);
        exact.forward_and_gradients::<f64>();
        let mut single = comparison(F32);
        single.forward_and_gradients::<f32>();
        for (name, run) in case.optimizers.iter().chain(&case.decayed) {
            exact.ten_steps::<f64>(name, run);
            if name == "adam" {
                single.ten_steps::<f32>(name, run);
            }
            runs += 1;
        }
        largest = exact.largest.max(largest);
    }
    assert_eq!(runs, optimizer_runs);
    println!("deviation | {} | PyTorch | {largest:.1e}", cell.name());
}

#[wasm_bindgen_test(unsupported = test)]
fn lstm() {
    agrees(include_str!("../fixtures/lstm.json"), 12);
}

#[wasm_bindgen_test(unsupported = test)]
fn peephole() {
    agrees(include_str!("../fixtures/peephole.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn four_gate() {
    agrees(include_str!("../fixtures/four-gate.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_input_gate() {
    agrees(include_str!("../fixtures/no-input-gate.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_forget_gate() {
    agrees(include_str!("../fixtures/no-forget-gate.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_output_gate() {
    agrees(include_str!("../fixtures/no-output-gate.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn linear_input() {
    agrees(include_str!("../fixtures/linear-input.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn linear_output() {
    agrees(include_str!("../fixtures/linear-output.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn coupled_gates() {
    agrees(include_str!("../fixtures/coupled-gates.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn full_gate_recurrence() {
    agrees(include_str!("../fixtures/full-gate-recurrence.json"), 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn gru() {
    agrees(include_str!("../fixtures/gru.json"), 4);
}

#[wasm_bindgen_test(unsupported = test)]
fn rnn() {
    agrees(include_str!("../fixtures/rnn.json"), 6);
}
