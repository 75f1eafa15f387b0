//! Lag tasks: their texts, and the recall of trained networks.

use std::collections::BTreeMap;

use lstm_playground::inspection::Recall;
use lstm_playground::model::CellKind;
use lstm_playground::task::Task;
use lstm_playground::text::{LagTask, LagText, Text};
use lstm_playground::training::{Config, Schedule, Trainer};
use lstm_playground_tests::assert_close;
use wasm_bindgen_test::wasm_bindgen_test;

/// The characters that need memory, in text order.
fn recalled(made: &LagText) -> String {
    let chars: Vec<char> = made.text.chars().collect();
    made.recalled.iter().map(|&index| chars[index]).collect()
}

/// The characters of a line that need memory, computed from the line.
fn expected(task: LagTask, lag: usize, line: &str) -> String {
    let head = |count: usize| line.chars().take(count).collect::<String>();
    match task {
        LagTask::Recall => {
            assert_eq!(line.len(), lag + 3, "{line}");
            head(1)
        }
        LagTask::Bracket => {
            assert_eq!(line.len(), lag + 1, "{line}");
            let open = "([{<".find(&head(1)).expect("a bracket");
            ")]}>"[open..=open].to_owned()
        }
        LagTask::Copy => head(lag),
        LagTask::Count => {
            let count = line.find('b').expect("as many b as a");
            assert!((1..=lag).contains(&count) && line.len() == 2 * count, "{line}");
            // After a single a, the b cannot be predicted.
            if count == 1 { "\n" } else { "b\n" }.to_owned()
        }
        LagTask::Date => {
            let (from, to) = line.split_at(10 + lag);
            let digits: Vec<&str> = from.trim_end_matches('.').split('-').collect();
            assert_eq!(to.split('/').rev().collect::<Vec<_>>(), digits, "{line}");
            assert_eq!(&to[6..8], "20", "{line}");
            [&to[..2], &to[3..5], &to[8..]].concat()
        }
        LagTask::Add => {
            let (sum, result) = line.split_once('=').expect("a sum");
            let numbers = sum.trim_end_matches('.').split('+');
            let total: u32 = numbers.map(|number| number.parse::<u32>().expect("digits")).sum();
            assert_eq!(result, format!("{total:03}"), "{line}");
            result.to_owned()
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_recalled_character_follows_from_its_line() {
    for &task in LagTask::ALL {
        for lag in [1, 2, 5, 40] {
            let made = task.text(lag, 3000, 7);
            assert!(made.text.len() >= 3000 && made.text.ends_with('\n'));
            let lines = made.text.lines().map(|line| expected(task, lag, line));
            assert_eq!(recalled(&made), lines.collect::<String>(), "{} at lag {lag}", task.name());
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_line_so_far_determines_every_recalled_character() {
    for &task in LagTask::ALL {
        let made = task.text(2, 30_000, 5);
        let mut known = BTreeMap::new();
        let (mut line, mut indices) = (String::new(), made.recalled.iter().peekable());
        for (index, char) in made.text.chars().enumerate() {
            if indices.next_if_eq(&&index).is_some() {
                let expected = *known.entry(line.clone()).or_insert(char);
                assert_eq!(char, expected, "{}: after {line:?}", task.name());
            }
            if char == '\n' { line.clear() } else { line.push(char) }
        }
        assert_eq!(indices.next(), None, "{}: indices ascend within the text", task.name());
        assert!(known.len() < made.recalled.len(), "{}: lines recur", task.name());
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_same_seed_gives_the_same_text() {
    for &task in LagTask::ALL {
        assert_eq!(task.text(5, 500, 1), task.text(5, 500, 1));
        assert_ne!(task.text(5, 500, 1).text, task.text(5, 500, 2).text, "{}", task.name());
    }
    let made = LagTask::Recall.text(4, 30, 1).text;
    assert_eq!(made, GOLDEN);
}

/// The text must not change on any machine or in any version.
const GOLDEN: &str = "azzyz?a\nbyxyx?b\nazyzy?a\nbxzxy?b\n";

#[wasm_bindgen_test(unsupported = test)]
fn the_bits_per_character_are_the_entropy_of_the_draws() {
    let lag = 8;
    let three = 3_f64.log2();
    for (task, bits, chars) in [
        (LagTask::Recall, 1.0 + 8.0 * three, 12.0),
        (LagTask::Bracket, 2.0 + 7.0 * three, 10.0),
        (LagTask::Copy, 8.0 * 3.0, 18.0),
        (LagTask::Date, (100.0 * 12.0 * 28.0_f64).log2(), 29.0),
        (LagTask::Add, 10_000_f64.log2(), 18.0),
    ] {
        let made = task.text(lag, 1000, 3);
        assert_close(task.name(), made.bits_per_char, bits / chars, 1e-12, 1.0);
    }
    let made = LagTask::Count.text(lag, 1000, 3);
    let episodes = made.text.lines().count() as f64;
    assert_close("count", made.bits_per_char, 3.0 * episodes / made.text.len() as f64, 1e-12, 1.0);
}

/// The accuracy of recall on another text of the task after training on one.
fn accuracy(task: LagTask, lag: usize, cell: CellKind, steps: u32, seed: u32) -> f64 {
    let text = Text::new(&task.text(lag, 40_000, seed).text).expect("long enough");
    let config = Config {
        cell,
        hidden_size: 32,
        seq_len: 3 * lag + 8,
        batch_size: 8,
        learning_rate: 0.01,
        schedule: Schedule::Cosine { warmup_steps: 0, total_steps: steps },
        seed,
        validation_fraction: 0.0,
        ..Config::default()
    };
    let mut trainer = Trainer::<f32>::new(text, config).expect("good settings");
    trainer.train_steps(steps as usize).expect("finite");
    let test = task.text(lag, 8_000, seed + 1);
    let network = trainer.network();
    let ids = trainer.text().vocabulary.encode(&test.text).expect("the same characters");
    Recall::new(network, ids, test.recalled, None).run(network).accuracy
}

#[wasm_bindgen_test(unsupported = test)]
fn an_lstm_recalls_a_letter_after_40_characters_and_an_rnn_does_not() {
    for seed in 1..=3 {
        let of = |cell| accuracy(LagTask::Recall, 40, cell, 5000, seed);
        let (lstm, rnn) = (of(CellKind::Lstm), of(CellKind::Rnn));
        assert!(lstm >= 0.95, "seed {seed}, lstm: {lstm}");
        assert!(rnn <= 0.6, "seed {seed}, rnn: {rnn}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_untrained_network_recalls_by_chance() {
    let accuracy_of = |task: LagTask| accuracy(task, 10, CellKind::Lstm, 1, 1);
    let (recall, bracket) = (accuracy_of(LagTask::Recall), accuracy_of(LagTask::Bracket));
    assert!(recall < 0.65 && bracket < 0.4, "{recall}, {bracket}");
}
