//! Helpers shared by test files.

use lstm_playground::Error;
use lstm_playground::model::{CellKind, NetworkConfig};
use lstm_playground::rng::{Rng, Stream};
use lstm_playground::text::Window;
use lstm_playground::training::{Checkpoint, Config, Trainer};

/// The configuration of an LSTM without dropout.
pub fn small_network(vocab_size: usize, hidden_size: usize, num_layers: usize) -> NetworkConfig {
    let cell = CellKind::Lstm;
    NetworkConfig { cell, vocab_size, hidden_size, num_layers, dropout: 0.0, forget_bias: 1.0 }
}

/// Settings of a run whose steps have eight shards.
pub fn eight_shards() -> Config {
    Config {
        hidden_size: 11,
        num_layers: 2,
        seq_len: 7,
        batch_size: 32,
        dropout: 0.2,
        ..Config::default()
    }
}

/// One step of several replicas: each computes its shards, and the first adds the gradients.
pub fn step_together(replicas: &mut [Trainer<f32>]) {
    let (leader, others) = replicas.split_first_mut().expect("at least one replica");
    let mut step = leader.parallel_step();
    let shards = step.shards().count;
    let count = others.len() + 1;
    let share = |index: usize| index * shards / count..(index + 1) * shards / count;
    for (index, replica) in others.iter_mut().enumerate().rev() {
        let mut part = replica.parallel_step();
        part.compute(share(index + 1));
        step.add(&part.partial_gradients());
    }
    step.compute(share(0));
    let total = step.partial_gradients();
    for replica in others {
        replica.set_learning_rate(total.learning_rate).expect("in range");
        let mut part = replica.parallel_step();
        part.discard();
        part.add(&total);
        part.finish().expect("finite");
    }
    step.finish().expect("finite");
}

/// Asserts that a trainer refuses its checkpoint after each change, which it names, and stays as it
/// is.
pub fn assert_refuses<'a, F: Fn(&mut Checkpoint<f32>)>(
    trainer: &mut Trainer<f32>,
    changes: impl IntoIterator<Item = (&'a str, F)>,
) {
    let before = trainer.checkpoint();
    for (expected, change) in changes {
        let mut other = before.clone();
        change(&mut other);
        match trainer.restore(&other) {
            Err(Error::Checkpoint { given, .. }) => assert_eq!(given, expected),
            other => panic!("{expected}: {other:?}"),
        }
        assert!(trainer.checkpoint() == before, "{expected}: nothing has changed");
    }
}

/// `count` uniform numbers in [-1, 1).
pub fn random_numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut rng = Rng::new(seed, Stream::Sampling);
    (0..count).map(|_| rng.symmetric(1.0)).collect()
}

/// A window of random characters below `vocab_size`.
pub fn random_window(vocab_size: usize, seq_len: usize, batch_size: usize, seed: u32) -> Window {
    let mut rng = Rng::new(seed, Stream::Sampling);
    let mut ids = || -> Vec<u32> {
        let id = |rng: &mut Rng| (rng.uniform() * vocab_size as f32) as u32;
        (0..seq_len * batch_size).map(|_| id(&mut rng)).collect()
    };
    Window { inputs: ids(), targets: ids(), batch_size, starts: Vec::new() }
}

/// A random text of `chars` characters, from `distinct` letters.
pub fn random_text(chars: usize, distinct: u32, seed: u32) -> String {
    let mut rng = Rng::new(seed, Stream::Sampling);
    let letter = |rng: &mut Rng| (rng.uniform() * distinct as f32) as u32;
    (0..chars).map(|_| char::from_u32(0x4E00 + letter(&mut rng)).expect("a CJK letter")).collect()
}

/// Returns the error of `got`, relative to the larger of `expected` and `scale`; panics above
/// `tolerance`.
pub fn assert_close(what: &str, got: f64, expected: f64, tolerance: f64, scale: f64) -> f64 {
    let error = (got - expected).abs() / expected.abs().max(scale);
    assert!(
        error <= tolerance, // false for NaN
        "{what}: expected {expected:e}, got {got:e}, relative error {error:e} > {tolerance:e}"
    );
    error
}
