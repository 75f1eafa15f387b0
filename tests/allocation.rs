//! Memory: training steps after the first allocate nothing, and the footprint bounds the memory of
//! a run.
#![cfg(not(target_arch = "wasm32"))]

use lstm_playground::model::CellKind;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, Trainer, footprint};
use lstm_playground_tests::random_text;

fn trainer(config: &Config, source: &str) -> Trainer<f32> {
    Trainer::new(Text::new(source).expect("long enough"), config.clone()).expect("good settings")
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
