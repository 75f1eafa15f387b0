//! Threads: any number of them gives the same bits, and holds no more memory than is foreseen.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lstm_playground::Error;
use lstm_playground::memory_limit::MAX_BYTES;
use lstm_playground::model::CellKind;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, Trainer, footprint, threads_footprint};
use lstm_playground_tests::{eight_shards, random_text};

/// More than a step has shards, among them.
const COUNTS: [usize; 6] = [1, 2, 3, 5, 8, 16];

fn text() -> Text {
    Text::new(&random_text(1500, 20, 1)).expect("long enough")
}

fn trainer(config: &Config, threads: usize) -> Trainer<f32> {
    let mut trainer = Trainer::new(text(), config.clone()).expect("good settings");
    trainer.set_threads(threads).expect("at least 1");
    trainer
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for &cell in CellKind::ALL {
        for batch_size in [1, 7, 23, 32, 64] {
            let config = Config { cell, batch_size, ..eight_shards() };
            let run = |threads| {
                let mut trainer = trainer(&config, threads);
                let report = trainer.train_steps(6).expect("finite");
                (report, trainer.checkpoint())
            };
            let expected = run(1);
            for threads in COUNTS {
                let is_same = run(threads) == expected;
                assert!(is_same, "{cell:?}, batch {batch_size}: {threads} threads differ");
            }
        }
    }
}

/// The run of `two_hundred_shared_steps_give_the_same_bits_everywhere` in `parallel_step.rs`.
#[test]
fn two_hundred_steps_give_the_same_bits_as_in_every_browser() {
    let expected = include_str!("../fixtures/shared_weights_hash.txt").trim();
    let config = Config { hidden_size: 48, dropout: 0.1, seq_len: 8, ..eight_shards() };
    let text = Text::new(include_str!("../fixtures/weights_hash_text.txt")).expect("long enough");
    for threads in [1, 2, 3, 8] {
        let mut trainer = Trainer::<f32>::new(text.clone(), config.clone()).expect("good settings");
        trainer.set_threads(threads).expect("at least 1");
        trainer.train_steps(200).expect("finite");
        let hash = format!("{:016x}", trainer.network().params().hash());
        assert_eq!(hash, expected, "{threads} threads");
    }
}

#[test]
fn the_number_of_threads_can_change_between_steps() {
    let mut expected = trainer(&eight_shards(), 1);
    expected.train_steps(12).expect("finite");
    let mut changing = trainer(&eight_shards(), 1);
    for threads in COUNTS {
        changing.set_threads(threads).expect("at least 1");
        changing.train_steps(2).expect("finite");
    }
    assert!(changing.checkpoint() == expected.checkpoint());
}

#[test]
fn threads_compute_a_part_of_a_step_for_a_replica() {
    for threads in COUNTS {
        let mut single = trainer(&eight_shards(), 1);
        let mut leader = trainer(&eight_shards(), threads);
        let mut replica = trainer(&eight_shards(), threads);
        for middle in [1, 4, 6, 7] {
            single.train_step().expect("finite");
            let mut part = replica.parallel_step();
            part.compute(middle..8);
            let mut step = leader.parallel_step();
            step.compute(0..middle);
            step.add(&part.partial_gradients());
            let mut other = replica.parallel_step();
            other.discard();
            other.add(&step.partial_gradients());
            step.finish().expect("finite");
            other.finish().expect("finite");
        }
        assert!(leader.checkpoint() == single.checkpoint(), "{threads} threads");
        assert!(replica.checkpoint() == single.checkpoint(), "{threads} threads");
    }
}

#[test]
fn a_run_goes_on_with_the_same_bits_after_a_rollback_or_a_restore() {
    let run = |threads| {
        let mut trainer = trainer(&eight_shards(), threads);
        trainer.train_steps(5).expect("finite");
        let checkpoint = trainer.checkpoint();
        trainer.network_mut().params_mut().as_mut_slice()[5] = f32::NAN;
        assert!(matches!(trainer.train_step(), Err(Error::NotFinite { what: "loss", .. })));
        trainer.train_steps(5).expect("finite");
        let rolled_back = trainer.checkpoint();
        trainer.restore(&checkpoint).expect("of the same run");
        trainer.train_steps(5).expect("finite");
        (rolled_back, trainer.checkpoint())
    };
    let expected = run(1);
    for threads in COUNTS {
        assert!(run(threads) == expected, "{threads} threads");
    }
}

#[test]
fn a_step_has_no_more_threads_than_make_it_faster() {
    // By the number of shards: 1, 2, 5 and 8.
    for (batch_size, expected) in [
        (1, [1, 1, 1, 1, 1, 1]),
        (8, [1, 2, 2, 2, 2, 2]),
        (23, [1, 2, 3, 5, 5, 5]),
        (64, [1, 2, 3, 4, 8, 8]),
    ] {
        let config = Config { batch_size, ..eight_shards() };
        let threads = COUNTS.map(|count| trainer(&config, count).threads());
        assert_eq!(threads, expected, "batch {batch_size}");
    }
}

#[test]
fn a_run_without_threads_is_refused_and_unchanged() {
    let mut trainer = trainer(&eight_shards(), 3);
    let error = trainer.set_threads(0).unwrap_err();
    let message = "threads must be at least 1, which is the calling thread alone, got 0";
    assert_eq!(error.to_string(), message);
    assert_eq!(trainer.threads(), 3);
}

#[test]
fn threads_keep_within_the_memory_of_a_run() {
    let large = Config { hidden_size: 700, seq_len: 40, ..eight_shards() };
    let alone = footprint(&large, 20, 1500);
    let fits = |&threads: &usize| alone + threads_footprint(&large, 20, 1500, threads) <= MAX_BYTES;
    let expected = [8, 4, 3, 2].into_iter().find(fits).expect("there is room for two threads");
    assert!(expected < 8, "there is no room for eight threads");
    assert_eq!(trainer(&large, 8).threads(), expected);
}

/// The id of a character that the vocabulary does not have is the programmer's fault.
#[test]
#[should_panic(expected = "out of bounds")]
fn a_panic_in_a_thread_reaches_the_caller() {
    let mut text = text();
    let streams = text.ids.len() * 9 / 10;
    text.ids[streams * 3 / 4..].fill(1_000_000); // the calling thread does not read these
    let mut trainer = Trainer::<f32>::new(text, eight_shards()).expect("good settings");
    trainer.set_threads(2).expect("at least 1");
    trainer.train_step().ok();
}

#[test]
fn a_run_goes_on_with_the_same_bits_after_a_panic_and_a_restore() {
    let mut text = text();
    let mut alone = Trainer::<f32>::new(text.clone(), eight_shards()).expect("good settings");
    let stream_len = alone.windows().predictions_per_epoch() / 32;
    // In the fifth of eight shards, in the middle of an epoch.
    text.ids[18 * stream_len + stream_len / 2] = 1_000_000;
    for threads in COUNTS {
        let mut trainer = Trainer::<f32>::new(text.clone(), eight_shards()).expect("good settings");
        trainer.set_threads(threads).expect("at least 1");
        let start = trainer.checkpoint();
        let until_panic = AssertUnwindSafe(|| trainer.train_steps(100));
        catch_unwind(until_panic).expect_err("the id is unknown");
        trainer.restore(&start).expect("of the same run");
        alone.restore(&start).expect("of a run of the same size");
        let expected = alone.train_step().expect("finite");
        assert_eq!(trainer.train_step().expect("finite"), expected, "{threads} threads");
        assert!(trainer.checkpoint() == alone.checkpoint(), "{threads} threads");
    }
}
