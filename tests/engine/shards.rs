//! A step by shards has the loss and the gradients of one pass over the whole batch, at sizes that
//! divide neither the batch, nor the head's blocks of columns, nor the tiles of the products.

use lstm_playground::model::{CellKind, Draws, Params};
use lstm_playground::rng::{Rng, Stream};
use lstm_playground::text::{Text, Window};
use lstm_playground::training::{Config, Trainer};
use lstm_playground_tests::{assert_close, random_text};
use wasm_bindgen_test::wasm_bindgen_test;

/// Compares the first step of a run, in f64.
fn compare(config: &Config, vocab_size: u32) {
    let chars = 3 * (config.seq_len * config.batch_size + 2).max(400);
    let text = Text::new(&random_text(chars, vocab_size, 1)).expect("long enough");
    let mut trainer = Trainer::<f64>::new(text, config.clone()).expect("good settings");
    let shape = trainer.windows().shape();
    assert_eq!((shape.batch_size, shape.seq_len), (config.batch_size, config.seq_len));

    let mut window = Window::default();
    let (ids, split) = (&trainer.text().ids, trainer.split());
    trainer.windows().fill(ids, split, 0..config.batch_size, &mut window);
    let network = trainer.network();
    let mut grads = Params::zeros(network.params().layout().clone());
    let loss = network.loss_and_gradients(
        &window,
        &mut network.zero_state(config.batch_size),
        &mut network.trace(config.seq_len, config.batch_size),
        &mut grads,
        Some(&Draws::new(Rng::new(config.seed, Stream::Dropout), config.batch_size, 0)),
    );
    let largest = grads.as_slice().iter().fold(0.0_f64, |most, x| most.max(x.abs()));

    let mut step = trainer.parallel_step();
    let count = step.shards().count;
    for range in [0..count / 3, count - count / 2..count, count / 3..count - count / 2] {
        if !range.is_empty() {
            step.compute(range);
        }
    }
    let [node] = step.partial_gradients().nodes else { panic!("the shards make one node") };
    let what = format!("{vocab_size} characters, {config:?}");
    let mean = node.loss / window.targets.len() as f64;
    assert_close(&format!("loss: {what}"), mean, loss, 1e-12, 1.0);
    for (&given, &expected) in node.grads.as_slice().iter().zip(grads.as_slice()) {
        assert_close(&format!("gradient: {what}"), given, expected, 1e-10, largest * 1e-3);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_step_by_shards_has_the_gradients_of_the_whole_batch() {
    let cells = CellKind::ALL;
    // The last three have shards of more than 256 columns.
    for (index, (vocab_size, batch_size, seq_len, num_layers)) in [
        (2, 1, 1, 1),
        (2, 33, 1, 3),
        (3, 7, 5, 2),
        (5, 9, 3, 1),
        (1100, 33, 2, 1),
        (2, 1, 300, 2),
        (7, 7, 90, 1),
        (3, 33, 70, 3),
    ]
    .into_iter()
    .enumerate()
    {
        for (cell, dropout) in [(CellKind::Lstm, 0.0), (cells[index % cells.len()], 0.3)] {
            let sizes =
                Config { hidden_size: 5, batch_size, seq_len, num_layers, ..Config::default() };
            compare(&Config { cell, dropout, ..sizes }, vocab_size);
        }
    }
    for &cell in cells {
        let sizes = Config { hidden_size: 3, batch_size: 23, seq_len: 9, ..Config::default() };
        compare(&Config { cell, num_layers: 2, dropout: 0.2, ..sizes }, 4);
    }
}
