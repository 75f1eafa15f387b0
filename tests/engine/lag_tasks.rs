//! Lag tasks: their texts, and the recall of trained networks.

use std::collections::{BTreeMap, BTreeSet};

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

/// The characters of a line that need memory, computed from the line, and the lag of the line.
fn expected(task: LagTask, line: &str) -> (String, usize) {
    let head = |count: usize| line.chars().take(count).collect::<String>();
    match task {
        LagTask::Recall => {
            assert_eq!(line.find('?'), Some(line.len() - 2), "{line}");
            (head(1), line.len() - 3)
        }
        LagTask::Bracket => {
            assert_eq!(line.find('?'), Some(line.len() - 2), "{line}");
            let open = "([{<".find(&head(1)).expect("a bracket");
            (")]}>"[open..=open].to_owned(), line.len() - 3)
        }
        LagTask::Copy => {
            let (from, to) = line.split_once('|').expect("a copy");
            assert_eq!(from, to);
            (to.to_owned(), to.len())
        }
        LagTask::Count => {
            let count = line.find('b').expect("as many b as a");
            assert!(line.len() == 2 * count, "{line}");
            // After a single a, the b cannot be predicted.
            (if count == 1 { "\n" } else { "b\n" }.to_owned(), count)
        }
        LagTask::Date => {
            let (from, to) = line.split_once('=').expect("a date");
            let digits: Vec<&str> = from.trim_end_matches('.').split('-').collect();
            assert_eq!(to.split('/').rev().collect::<Vec<_>>(), digits, "{line}");
            assert_eq!(&to[6..8], "20", "{line}");
            ([&to[..2], &to[3..5], &to[8..]].concat(), from.len() - 10)
        }
        LagTask::Add => {
            let (sum, result) = line.split_once('=').expect("a sum");
            let numbers = sum.trim_end_matches('.').split('+');
            let total: u32 = numbers.map(|number| number.parse::<u32>().expect("digits")).sum();
            assert_eq!(result, format!("{total:03}"), "{line}");
            (result.to_owned(), sum.len() - 5)
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn every_recalled_character_follows_from_its_line() {
    for &task in LagTask::ALL {
        for lag in [1, 2, 5, 40] {
            let made = task.text(lag, 30_000, 7);
            assert!(made.text.len() >= 30_000 && made.text.ends_with('\n'));
            let lines = made.text.lines().map(|line| expected(task, line));
            let (mut chars, mut lags) = (String::new(), BTreeSet::new());
            for (of_line, lag_of_line) in lines {
                lags.insert(lag_of_line);
                if 2 * lag_of_line > lag {
                    chars.push_str(&of_line);
                }
            }
            assert_eq!(recalled(&made), chars, "{} at lag {lag}", task.name());
            assert_eq!(lags, (1..=lag).collect(), "{} at lag {lag}", task.name());
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
const GOLDEN: &str = "cyzzy?c\ndy?d\nayzxz?a\nbz?b\nayzx?a\n";

#[wasm_bindgen_test(unsupported = test)]
fn the_bits_per_character_are_the_entropy_of_the_draws() {
    let three = 3_f64.log2();
    // The bits of a line without its lag, and those of each character of the lag.
    for (task, bits, bits_of_lag) in [
        (LagTask::Recall, 2.0, three),
        (LagTask::Bracket, 2.0, three),
        (LagTask::Copy, 0.0, 3.0),
        (LagTask::Count, 0.0, 0.0),
        (LagTask::Date, (100.0 * 12.0 * 28.0_f64).log2(), 0.0),
        (LagTask::Add, 10_000_f64.log2(), 0.0),
    ] {
        let made = task.text(7, 1000, 3);
        let of_line = |line: &str| {
            let lag = expected(task, line).1;
            let bits_to_lag = match task {
                LagTask::Count => 7_f64.log2(),
                // A range, of three, and a lag in it.
                _ => three + f64::from(lag.ilog2()),
            };
            bits_to_lag + bits + bits_of_lag * lag as f64
        };
        let total: f64 = made.text.lines().map(of_line).sum();
        let per_char = total / made.text.len() as f64;
        assert_close(task.name(), made.bits_per_char, per_char, 1e-12, 1.0);
    }
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
        forget_bias: 0.0,
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
        let of = |cell| accuracy(LagTask::Recall, 40, cell, 1000, seed);
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
