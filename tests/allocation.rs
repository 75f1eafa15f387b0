//! Memory: training steps after the first allocate nothing, and the footprint bounds the memory of
//! a run.
#![cfg(not(target_arch = "wasm32"))]

use lstm_playground::model::CellKind;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, Trainer, footprint, threads_footprint};
use lstm_playground_tests::random_text;

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
    let source = random_text(9000, 60, 1);
    for config in configs() {
        let mut made = None;
        let counts = allocation_counter::measure(|| {
            let mut trainer = trainer(&config, &source);
            trainer.train_step().expect("finite");
            made = Some(trainer);
        });
        let expected = footprint(&config, 60, 9000) as f64;
        let taken = counts.bytes_current as f64;
        let share = taken / expected;
        assert!((0.6..=1.0).contains(&share), "{taken} of {expected} expected bytes: {config:?}");
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
