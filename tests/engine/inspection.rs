//! The gradient check of a network in training: the difference quotients and the compared entries.

use lstm_playground::Error;
use lstm_playground::inspection::{Derivative, Extrapolation, GradientCheck};
use lstm_playground::memory_limit::MAX_BYTES;
use lstm_playground::model::{CellKind, Network};
use lstm_playground::task::Task;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, Trainer};
use lstm_playground_tests::{assert_close, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

fn check_on_text(
    network: &Network<f32>,
    ids: &[u32],
    entries: usize,
) -> Result<GradientCheck, Error> {
    GradientCheck::on_text(network.config(), network.params().as_slice(), ids, entries)
}

fn derivative(f: impl Fn(f64) -> f64, x: f64) -> Derivative {
    let mut extrapolation = Extrapolation::default();
    loop {
        let step = extrapolation.step();
        if let Some(derivative) = extrapolation.add(f(x + step), f(x - step)) {
            return derivative;
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_extrapolated_difference_quotient_is_the_derivative() {
    let wave = |x: f64| (50.0 * x).sin() + 2.0;
    for (what, measured, expected) in [
        ("exp", derivative(f64::exp, 1.0), std::f64::consts::E),
        ("a steep wave", derivative(wave, 0.3), 50.0 * 15.0_f64.cos()),
        ("a constant", derivative(|_| 1.0, 0.3), 0.0),
    ] {
        let Derivative { value, uncertainty } = measured;
        assert_close(what, value, expected, 1e-10, 1.0);
        let away = (value - expected).abs();
        assert!(away <= uncertainty && uncertainty < 1e-8, "{what}: {away:e} of {uncertainty:e}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_derivative_at_a_jump_or_of_a_tiny_change_is_uncertain() {
    let jump = derivative(|x| if x < 0.1 { 1.0 } else { 2.0 }, 0.1);
    assert!(jump.uncertainty > 1.0, "{jump:?}");
    let drowned = derivative(|x| 1e9 + x, 0.0);
    assert!(drowned.uncertainty > 1e-6, "{drowned:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_loss_that_is_not_finite_has_no_derivative() {
    for loss in [f64::NAN, f64::INFINITY] {
        let found = derivative(|_| loss, 0.0);
        assert!(found.value.is_nan() && found.uncertainty.is_infinite(), "{loss}: {found:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_check_compares_entries_of_every_tensor() {
    let source = include_str!("../fixtures/weights_hash_text.txt");
    for &cell in CellKind::ALL {
        let config =
            Config { cell, hidden_size: 17, num_layers: 2, dropout: 0.1, ..Config::default() };
        let text = Text::new(source).expect("long enough");
        let mut trainer = Trainer::<f32>::new(text, config).expect("good settings");
        trainer.train_steps(20).expect("finite");
        let ids = &trainer.text().ids[trainer.split().longest_training()];
        let check = check_on_text(trainer.network(), ids, 4).expect("small enough");
        let tensors = check.tensors().len();
        assert_eq!(check.entries_left(), 4 * tensors);
        for tensor in check.run(&()) {
            assert_eq!((tensor.entries, tensor.unmeasured), (4, 0), "{cell:?}: {tensor:?}");
            assert!(tensor.largest_error < GradientCheck::BOUND, "{cell:?}: {tensor:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_gradients_on_a_text_of_one_distinct_character_are_too_small_to_judge() {
    let network = Network::<f32>::new(small_network(1, 4, 1), 1);
    let check = check_on_text(&network, &[0, 0], 5).expect("small enough");
    for tensor in check.run(&()) {
        assert!(tensor.entries > 0, "{tensor:?}");
        assert!(tensor.largest_gradient < GradientCheck::RESOLUTION, "{tensor:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_check_compares_nothing_with_weights_that_are_not_finite() {
    let mut network = Network::<f32>::new(small_network(3, 4, 1), 1);
    network.params_mut().as_mut_slice()[5] = f32::NAN;
    let check = check_on_text(&network, &[0, 1, 2, 0, 1, 2], 5).expect("small enough");
    for tensor in check.run(&()) {
        assert!(tensor.entries == 0 && tensor.unmeasured > 0, "{tensor:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_check_refuses_a_copy_above_the_memory_limit() {
    let network = Network::<f32>::new(small_network(60, 1024, 3), 1);
    let Err(Error::Memory { needed_mib, allowed_mib }) = check_on_text(&network, &[0, 1, 2], 5)
    else {
        panic!("a copy of 21 million weights is allowed");
    };
    assert!(needed_mib > allowed_mib && allowed_mib == MAX_BYTES >> 20, "{needed_mib} MiB");
}
