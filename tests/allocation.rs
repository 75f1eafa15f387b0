//! Memory: training steps after the first allocate nothing, and the footprint bounds the memory of
//! a run.
#![cfg(not(target_arch = "wasm32"))]

use lstm_playground::model::{CellKind, Network, Params, trace_numbers};
use lstm_playground::text::Text;
use lstm_playground::training::{Config, Trainer, footprint, threads_footprint};
use lstm_playground_tests::{random_text, random_window};

fn trainer(config: &Config, source: &str) -> Trainer<f32> {
    let text = Text::new(source).expect("long enough");
    let mut trainer = Trainer::new(text, config.clone()).expect("good settings");
    trainer.set_threads(1).expect("at least 1"); // allocations are counted in the calling thread
    trainer
}

/// The bytes that a trainer frees at its end, whichever thread allocated them.
fn held(trainer: Trainer<f32>) -> i64 {
    -allocation_counter::measure(|| drop(trainer)).bytes_current
}

const LARGE_VOCABULARY: usize = 5400;

fn configs() -> Vec<Config> {
    let small = Config { hidden_size: 40, seq_len: 20, batch_size: 8, ..Config::default() };
    let of = |&cell| Config { cell, num_layers: 2, ..small.clone() };
    let mut configs: Vec<Config> = CellKind::ALL.iter().map(of).collect();
    configs.extend([
        Config { batch_size: 1, ..small.clone() },
        Config { num_layers: 3, dropout: 0.2, ..small.clone() },
        Config { hidden_size: 256, num_layers: 2, ..small.clone() },
        Config { hidden_size: 3, batch_size: 64, seq_len: 100, ..small },
    ]);
    configs
}

#[test]
fn a_step_allocates_nothing_after_the_first() {
    for config in configs() {
        let mut trainer = trainer(&config, &random_text(9000, 60, 1));
        trainer.train_step().expect("finite");
        let counts = allocation_counter::measure(|| {
            for _ in 0..5 {
                trainer.train_step().expect("finite");
            }
        });
        assert_eq!(counts.count_total, 0, "allocations in five steps of {config:?}");
    }
}

#[test]
fn a_window_with_starts_allocates_nothing() {
    for config in configs() {
        let network = Network::<f32>::new(config.network(60), 1);
        let (seq_len, batch_size) = (config.seq_len, config.batch_size);
        let mut window = random_window(60, seq_len, batch_size, 1);
        let mut state = network.zero_state(batch_size);
        let mut trace = network.trace(seq_len, batch_size);
        let mut grads = Params::zeros(network.params().layout().clone());
        network.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
        window.starts = (0..seq_len * batch_size).step_by(3).collect();
        let counts = allocation_counter::measure(|| {
            network.loss_and_gradients(&window, &mut state, &mut trace, &mut grads, None);
            network.loss_sum(&window, &mut state, &mut trace, None);
        });
        assert_eq!(counts.count_total, 0, "allocations in a window of {config:?}");
    }
}

#[test]
fn a_step_of_three_workers_allocates_nothing_after_the_first() {
    for config in configs() {
        let config = Config { batch_size: 32, ..config };
        let source = random_text(9000, 60, 1);
        let [leader, first, second] = &mut [(); 3].map(|()| trainer(&config, &source));
        let mut share_step = || {
            let mut step = leader.parallel_step();
            step.compute(0..2);
            for (replica, shards) in [(&mut *first, 2..5), (&mut *second, 5..8)] {
                let mut part = replica.parallel_step();
                part.compute(shards);
                step.add(&part.partial_gradients());
            }
            let total = step.partial_gradients();
            for replica in [&mut *first, &mut *second] {
                let mut part = replica.parallel_step();
                part.discard();
                part.add(&total);
                part.finish().expect("finite");
            }
            step.finish().expect("finite");
        };
        share_step();
        let counts = allocation_counter::measure(|| (0..5).for_each(|_| share_step()));
        assert_eq!(counts.count_total, 0, "allocations in five steps of {config:?}");
    }
}

#[test]
fn the_footprint_is_an_upper_bound_of_the_memory_of_a_run() {
    let (small, large) =
        (random_text(9000, 60, 1), random_text(60_000, LARGE_VOCABULARY as u32, 1));
    let mut cases: Vec<_> = configs().into_iter().map(|config| (config, &small)).collect();
    cases.push((Config { seq_len: 64, batch_size: 32, ..Config::default() }, &large));
    for (config, source) in cases {
        let mut made = None;
        let counts = allocation_counter::measure(|| {
            let mut trainer = trainer(&config, source);
            trainer.train_step().expect("finite");
            made = Some(trainer);
        });
        let text = Text::new(source).expect("long enough");
        let expected = footprint(&config, text.vocabulary.len(), text.ids.len()) as f64;
        let taken = counts.bytes_current as f64;
        let share = taken / expected;
        assert!((0.6..=1.0).contains(&share), "{taken} of {expected} expected bytes: {config:?}");
    }
}

/// With a large vocabulary the copies of the weights are most of the memory, so that one too many
/// exceeds the bound.
#[test]
fn the_footprint_bounds_a_run_with_best_weights_and_a_pass_in_progress() {
    let source = random_text(3000, 1200, 1);
    let config = Config { hidden_size: 24, seq_len: 10, batch_size: 4, ..Config::default() };
    let mut validated = trainer(&config, &source);
    while validated.best_validation().is_none() {
        validated.train_step().expect("finite");
    }
    let to_pass = |trainer: &Trainer<f32>| trainer.progress().validation.pass_step == 0;
    while to_pass(&validated) {
        validated.train_step().expect("finite");
    }
    let text = Text::new(&source).expect("long enough");
    let expected = footprint(&config, text.vocabulary.len(), text.ids.len()) as f64;
    let share = held(validated) as f64 / expected;
    assert!((0.9..=1.0).contains(&share), "{share} of the footprint");
    let unvalidated = footprint(
        &Config { validation_fraction: 0.0, ..config },
        text.vocabulary.len(),
        text.ids.len(),
    );
    assert!((unvalidated as f64) < 0.8 * expected, "{unvalidated} without validation");
}

#[test]
fn of_a_large_vocabulary_the_copies_of_the_weights_are_the_largest_part() {
    let config = Config { seq_len: 64, batch_size: 32, ..Config::default() };
    let network = config.network(LARGE_VOCABULARY);
    let all = footprint(&config, LARGE_VOCABULARY, 60_000);
    let bytes = |numbers: u64| numbers * size_of::<f32>() as u64;
    // Weights, last good weights, two moments of Adam, gradients of four nodes of the tree, and the
    // best and the validated weights.
    let copies = bytes(10 * network.layout().num_weights() as u64);
    assert!(copies > all / 5 * 4, "{copies} of {all} bytes");
    // The logits of all 2048 columns would take 44 MB, and those of a window four times as long
    // 177 MB.
    for seq_len in [64, 256] {
        let trace = |vocab_size| bytes(trace_numbers(&config.network(vocab_size), seq_len, 32, 4));
        let added = trace(LARGE_VOCABULARY) - trace(60);
        assert!(added < 7_000_000, "{added} bytes for the vocabulary, {seq_len} steps");
    }
}

#[test]
fn threads_allocate_nothing_after_the_first_step_and_the_footprint_bounds_their_memory() {
    let source = random_text(9000, 60, 1);
    let wide = Config { hidden_size: 64, batch_size: 64, seq_len: 50, ..Config::default() };
    for config in [wide.clone(), Config { dropout: 0.2, num_layers: 2, batch_size: 23, ..wide }] {
        for threads in [2, 3, 4, 8] {
            let held_after = |steps| {
                let mut trainer = trainer(&config, &source);
                trainer.set_threads(threads).expect("at least 1");
                trainer.train_steps(steps).expect("finite");
                held(trainer)
            };
            let taken = held_after(1);
            assert_eq!(held_after(6), taken, "{threads} threads, {config:?}");
            let alone = footprint(&config, 60, 9000);
            let expected = alone + threads_footprint(&config, 60, 9000, threads);
            let share = taken as f64 / expected as f64;
            assert!((0.6..=1.0).contains(&share), "{taken} of {expected} bytes: {config:?}");
        }
    }
}

/// The gradients are nearly all of the memory, so that a buffer too many exceeds the bound.
#[test]
fn no_number_of_threads_needs_more_buffers_of_gradients_than_the_footprint_counts() {
    let source = random_text(20_000, 2000, 1);
    for batch_size in [12, 16, 20, 24, 28, 32] {
        let config = Config { hidden_size: 64, seq_len: 2, batch_size, ..Config::default() };
        let text = Text::new(&source).expect("long enough");
        let sizes = (text.vocabulary.len(), text.ids.len());
        let alone = footprint(&config, sizes.0, sizes.1) as i64;
        for threads in 1..=8 {
            let mut trainer = trainer(&config, &source);
            trainer.set_threads(threads).expect("at least 1");
            let threads = trainer.threads();
            let most = alone + threads_footprint(&config, sizes.0, sizes.1, threads) as i64;
            trainer.train_steps(3).expect("finite");
            let taken = held(trainer);
            assert!(
                taken <= most,
                "{taken} of {most} bytes: batch {batch_size}, {threads} threads"
            );
        }
    }
}
