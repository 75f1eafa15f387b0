//! The head over a window of several blocks of columns, compared with the equations as products of
//! whole matrices.

use lstm_playground::model::{Network, Params};
use lstm_playground_tests::{assert_close, random_window, small_network};
use nalgebra::DMatrix;
use wasm_bindgen_test::wasm_bindgen_test;

/// More than the rows of a gradient that are summed together.
const VOCAB_SIZE: usize = 1100;
/// Several blocks of columns, the last one not whole.
const COLUMNS: usize = SEQ_LEN * BATCH_SIZE;
const SEQ_LEN: usize = 90;
const BATCH_SIZE: usize = 7;

#[wasm_bindgen_test(unsupported = test)]
fn loss_and_gradients_over_several_blocks_of_columns_are_those_of_the_whole_window() {
    let network = Network::<f64>::new(small_network(VOCAB_SIZE, 3, 1), 1);
    let params = network.params();
    let index = |name| params.layout().index(name).expect("every network has a head");
    let (weight, bias) = (index("head.weight"), index("head.bias"));
    let window = random_window(VOCAB_SIZE, SEQ_LEN, BATCH_SIZE, 2);
    let mut trace = network.trace(SEQ_LEN, BATCH_SIZE);
    network.forward(&window.inputs, &mut network.zero_state(BATCH_SIZE), &mut trace, None);

    let hidden = trace.layers[0].hidden.columns(BATCH_SIZE, COLUMNS).into_owned();
    let mut d_logits = params.view(weight) * &hidden;
    let mut loss = 0.0;
    for (mut column, &target) in d_logits.column_iter_mut().zip(&window.targets) {
        column += params.view(bias).column(0);
        let mut p = column.map(f64::exp);
        p /= p.sum();
        loss -= p[target as usize].ln() / COLUMNS as f64;
        p[target as usize] -= 1.0;
        column.copy_from(&(p / COLUMNS as f64));
    }
    let d_bias = DMatrix::from_iterator(VOCAB_SIZE, 1, d_logits.column_sum().iter().copied());
    let expected = [(weight, &d_logits * hidden.transpose()), (bias, d_bias)];

    let mut grads = Params::zeros(params.layout().clone());
    let state = &mut network.zero_state(BATCH_SIZE);
    let given = network.loss_and_gradients(&window, state, &mut trace, &mut grads, None);
    assert_close("the loss", given, loss, 1e-12, 1.0);
    for (tensor, expected) in expected {
        for (&given, &expected) in grads.slice(tensor).iter().zip(expected.iter()) {
            assert_close("a gradient of the head", given, expected, 1e-10, 1e-6);
        }
    }
    let state = &mut network.zero_state(BATCH_SIZE);
    let sum = network.loss_sum(&window, state, &mut trace, None);
    assert_close("the sum of the losses", sum, loss * COLUMNS as f64, 1e-12, 1.0);
}
