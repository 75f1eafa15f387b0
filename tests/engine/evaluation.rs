//! Evaluation: the loss on the validation text, block by block.

use lstm_playground::text::{Shape, Split, Text, ValidationSplit, Window};
use lstm_playground::training::{Config, Evaluation, Trainer};
use lstm_playground_tests::{assert_close, random_text};
use wasm_bindgen_test::wasm_bindgen_test;

const SEQ_LEN: usize = 16;

fn trained(chars: usize, config: Config) -> Trainer<f32> {
    let text = Text::new(&random_text(chars, 12, 1)).expect("long enough");
    let config = Config { hidden_size: 24, seq_len: SEQ_LEN, batch_size: 4, ..config };
    let mut trainer = Trainer::new(text, config).expect("the settings are good");
    trainer.train_steps(20).expect("finite");
    trainer
}

/// The mean loss of the validation text, read character by character.
fn expected(trainer: &Trainer<f32>) -> f64 {
    let (network, ids, split) = (trainer.network(), &trainer.text().ids, trainer.split());
    let mut trace = network.trace(1, 1);
    let mut sum = 0.0;
    for block in split.validation() {
        assert!(block.len() < 1024, "one stream");
        let first = block.start - 1; // from which the first prediction is made
        let start = split.starts().iter().rfind(|&&start| start <= first);
        let from = first.saturating_sub(SEQ_LEN).max(start.copied().unwrap_or(0));
        let mut state = network.zero_state(1);
        for i in from..block.end - 1 {
            if split.starts().contains(&i) {
                state.clear();
            }
            let (inputs, targets) = (vec![ids[i]], vec![ids[i + 1]]);
            let window = Window { inputs, targets, batch_size: 1, starts: Vec::new() };
            let loss = network.loss_sum(&window, &mut state, &mut trace, None);
            sum += if i < first { 0.0 } else { loss };
        }
    }
    sum / split.validation_chars() as f64
}

#[wasm_bindgen_test(unsupported = test)]
fn every_block_is_a_stream_of_its_own_with_a_warm_up() {
    let tail = Config { validation_split: ValidationSplit::Tail, ..Config::default() };
    let documents = |text: &str| Config { separator: text.to_owned(), ..Config::default() };
    // Two characters that both occur about 250 times, and one that ends the text's documents.
    let text = random_text(3000, 12, 1);
    let [one, other] = [0, 1].map(|index| text.chars().nth(index).expect("long").to_string());
    for (chars, config) in [
        (340, Config::default()),
        (340, tail.clone()),
        (3000, Config::default()),
        (3000, Config { dropout: 0.5, validation_fraction: 0.3, ..Config::default() }),
        (3000, documents(&one)),
        (3000, documents(&(other.clone() + &one))),
        (3000, Config { separator: one, ..tail }),
    ] {
        let trainer = trained(chars, config);
        let report = trainer.evaluate().expect("there is a validation text");
        assert_eq!(report.chars, trainer.split().validation_chars());
        let what = format!("{:?}", trainer.split().validation());
        assert_close(&what, report.loss, expected(&trainer), 1e-12, 1.0);
        assert_eq!(trainer.evaluate(), Some(report));
    }
    let none = trained(340, Config { validation_fraction: 0.0, ..Config::default() });
    assert_eq!(none.evaluate(), None);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_loss_does_not_depend_on_the_batch_and_the_portions_are_counted() {
    for (chars, kind) in [
        (40, ValidationSplit::Blocks),
        (1500, ValidationSplit::Blocks),
        (30_000, ValidationSplit::Blocks),
        (30_000, ValidationSplit::Tail),
    ] {
        let trainer = trained(chars, Config { validation_split: kind, ..Config::default() });
        let (network, ids) = (trainer.network(), &trainer.text().ids);
        let split: &Split = trainer.split();
        let reports = [1, 2, 3, 4, 16, 64].map(|batch_size| {
            let mut trace = network.trace(SEQ_LEN, batch_size);
            let shape = Shape { batch_size, seq_len: SEQ_LEN };
            let mut pass = Evaluation::new(network, split, shape).expect("a validation text");
            let mut portions = 1;
            while pass.advance(network, ids, split, &mut trace) {
                portions += 1;
                assert!(trace.window.columns <= 256);
            }
            assert_eq!(portions, pass.portions(), "{chars} characters, batch {batch_size}");
            pass.report()
        });
        assert_eq!(reports, [reports[0]; 6], "{chars} characters, {kind}");
        assert_eq!(trainer.evaluate(), Some(reports[0]));
    }
}
