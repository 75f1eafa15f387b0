//! The gradients of every cell against central differences in f64: every entry of every tensor,
//! with one to three layers, a batch, a carried state, with and without dropout and starts. Each test is named
//! after its cell; `scripts/mutations.mjs` reads the names.

use lstm_playground::inspection::GradientCheck;
use lstm_playground::model::{CellKind, Draws, Network, NetworkConfig, Params};
use lstm_playground::rng::{Rng, Stream};
use lstm_playground::task::Task;
use lstm_playground_tests::{assert_close, random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

const VOCAB_SIZE: usize = 5;
const HIDDEN_SIZE: usize = 4;
const SEQ_LEN: usize = 6;
const BATCH_SIZE: usize = 3;
/// Streams start anew at the first, a middle and the last time step, two of them at once.
const STARTS: [usize; 4] = [1, 3 * BATCH_SIZE, 3 * BATCH_SIZE + 2, 5 * BATCH_SIZE + 1];
const BOUND: f64 = GradientCheck::BOUND;

/// A gradient check of a network with random weights, on the second of two windows, which has `starts`.
fn check(config: NetworkConfig, starts: &[usize]) -> GradientCheck {
    let mut network = Network::<f64>::new(config, 3);
    // Weights larger than the initial ones move the gates out of their linear range; a single unit
    // has large weights already.
    if network.config().hidden_size > 1 {
        network.params_mut().as_mut_slice().iter_mut().for_each(|w| *w *= 2.0);
    }
    let mut carried = network.zero_state(BATCH_SIZE);
    let before = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 1);
    let mut trace = network.trace(SEQ_LEN + 3, BATCH_SIZE + 1);
    network.forward(&before.inputs, &mut carried, &mut trace, None);
    let mut window = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 2);
    window.starts = starts.to_vec();
    // The leftovers of a larger window must not affect the check.
    let mut larger = random_window(VOCAB_SIZE, SEQ_LEN + 3, BATCH_SIZE + 1, 3);
    larger.starts = STARTS.to_vec();
    let state = &mut network.zero_state(BATCH_SIZE + 1);
    let draws = Draws::new(Rng::new(6, Stream::Dropout), BATCH_SIZE + 1, 0);
    let mut grads = Params::zeros(network.params().layout().clone());
    let mut again = state.clone();
    let loss = network.loss_and_gradients(&larger, state, &mut trace, &mut grads, Some(&draws));
    let sum = network.loss_sum(&larger, &mut again, &mut trace, Some(&draws));
    let mean = sum / larger.targets.len() as f64;
    assert_close("the loss of the gradients", loss, mean, 1e-12, 1.0);
    GradientCheck::new(network, window, carried, trace)
}

/// Compares every entry and returns the largest error.
fn largest_error((config, starts): &(NetworkConfig, &[usize])) -> f64 {
    let tensors = check(config.clone(), starts).run(&());
    let mut largest = 0.0_f64;
    for tensor in &tensors {
        assert!(tensor.largest_gradient > 5e-6, "{config:?}: {tensor:?} has too small a gradient");
        assert!(tensor.largest_error < BOUND, "{config:?}: {tensor:?}, allowed {BOUND:e}");
        assert_eq!(tensor.unmeasured, 0, "{config:?}: {tensor:?}");
        largest = largest.max(tensor.largest_error);
    }
    let entries: usize = tensors.iter().map(|tensor| tensor.entries).sum();
    assert_eq!(entries, config.layout().num_weights(), "every entry is compared");
    largest
}

fn gradients_agree(cell: CellKind) {
    let case = |hidden_size, num_layers, dropout, starts: &'static [usize]| {
        let network = small_network(VOCAB_SIZE, hidden_size, num_layers);
        (NetworkConfig { cell, dropout, ..network }, starts)
    };
    let cases = [
        case(HIDDEN_SIZE, 1, 0.0, &[]),
        case(HIDDEN_SIZE, 2, 0.0, &[]),
        case(HIDDEN_SIZE, 3, 0.0, &[]),
        case(HIDDEN_SIZE, 2, 0.4, &[]),
        case(1, 1, 0.0, &[]),
        case(9, 2, 0.0, &[]),
        case(HIDDEN_SIZE, 1, 0.4, &STARTS),
        case(HIDDEN_SIZE, 2, 0.0, &STARTS),
    ];
    let largest = cases.iter().map(largest_error).fold(0.0, f64::max);
    println!("deviation | {} | central differences | {largest:.1e}", cell.name());
}

#[wasm_bindgen_test(unsupported = test)]
fn lstm() {
    gradients_agree(CellKind::Lstm);
}

#[wasm_bindgen_test(unsupported = test)]
fn peephole() {
    gradients_agree(CellKind::Peephole);
}

#[wasm_bindgen_test(unsupported = test)]
fn four_gate() {
    gradients_agree(CellKind::FourGate);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_input_gate() {
    gradients_agree(CellKind::NoInputGate);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_forget_gate() {
    gradients_agree(CellKind::NoForgetGate);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_output_gate() {
    gradients_agree(CellKind::NoOutputGate);
}

#[wasm_bindgen_test(unsupported = test)]
fn linear_input() {
    gradients_agree(CellKind::LinearInput);
}

#[wasm_bindgen_test(unsupported = test)]
fn linear_output() {
    gradients_agree(CellKind::LinearOutput);
}

#[wasm_bindgen_test(unsupported = test)]
fn coupled_gates() {
    gradients_agree(CellKind::CoupledGates);
}

#[wasm_bindgen_test(unsupported = test)]
fn full_gate_recurrence() {
    gradients_agree(CellKind::FullGateRecurrence);
}

#[wasm_bindgen_test(unsupported = test)]
fn gru() {
    gradients_agree(CellKind::Gru);
}

#[wasm_bindgen_test(unsupported = test)]
fn rnn() {
    gradients_agree(CellKind::Rnn);
}
