//! Data parallelism: a step has the same bits computed by one trainer, by several replicas, or a
//! second time after a death.

use lstm_playground::Error;
use lstm_playground::model::CellKind;
use lstm_playground::text::Text;
use lstm_playground::training::parallel::Shards;
use lstm_playground::training::{Checkpoint, Config, OptimizerKind, Trainer};
use lstm_playground_tests::{assert_refuses, eight_shards, random_text, step_together};
use wasm_bindgen_test::wasm_bindgen_test;

fn trainer(config: &Config) -> Trainer<f32> {
    let text = Text::new(&random_text(1500, 20, 1)).expect("long enough");
    Trainer::new(text, config.clone()).expect("good settings")
}

fn hash(trainer: &Trainer<f32>) -> u64 {
    trainer.network().params().hash()
}

#[wasm_bindgen_test(unsupported = test)]
fn any_number_of_replicas_gives_the_same_bits() {
    for &cell in CellKind::ALL {
        // 32 streams make eight shards, 23 five of different sizes, 7 one.
        for (batch_size, steps) in [(32, 20), (23, 12), (7, 3)] {
            let config = Config { cell, batch_size, ..eight_shards() };
            let mut single = trainer(&config);
            single.train_steps(steps).expect("finite");
            let expected = single.checkpoint();
            for count in [2, 3, 4] {
                if count > single.parallel_step().shards().count {
                    continue;
                }
                let mut replicas: Vec<_> = (0..count).map(|_| trainer(&config)).collect();
                for _ in 0..steps {
                    step_together(&mut replicas);
                    replicas.iter_mut().for_each(Trainer::validate);
                }
                for (index, replica) in replicas.iter().enumerate() {
                    assert!(
                        replica.checkpoint() == expected,
                        "{cell:?}, batch {batch_size}: replica {index} of {count} differs"
                    );
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_death_of_a_replica_changes_no_bit() {
    let mut single = trainer(&eight_shards());
    single.train_steps(9).expect("finite");
    let mut replicas: Vec<_> = (0..3).map(|_| trainer(&eight_shards())).collect();
    (0..4).for_each(|_| step_together(&mut replicas));
    let [first, second, third] = &mut replicas[..] else { unreachable!("there are three") };
    // The second dies after contributing to a step, the third before, and the first in the middle
    // of a step.
    let mut step = first.parallel_step();
    let mut part = second.parallel_step();
    part.compute(2..5);
    step.add(&part.partial_gradients());
    step.compute(0..2);
    step.compute(5..8);
    step.finish().expect("finite");
    first.train_steps(2).expect("finite");
    let checkpoint = first.checkpoint();
    first.parallel_step().compute(0..3);
    third.restore(&checkpoint).expect("of the same run");
    third.parallel_step().compute(3..4); // shards of a replica that has died
    third.train_steps(2).expect("finite");
    assert_eq!(hash(third), hash(&single));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_checkpoint_resumes_with_the_same_bits() {
    for optimizer in [OptimizerKind::Adam, OptimizerKind::RmsProp, OptimizerKind::Sgd] {
        let config = Config { optimizer, ..eight_shards() };
        let mut straight = trainer(&config);
        straight.train_steps(13).expect("finite");
        straight.set_learning_rate(0.001).expect("in range");
        let checkpoint = straight.checkpoint();
        let mut restored = trainer(&config);
        restored.train_steps(2).expect("finite");
        restored.parallel_step().compute(0..3); // discarded by `restore`
        restored.restore(&checkpoint).expect("of the same run");
        assert!(restored.checkpoint() == checkpoint, "{optimizer}: unchanged by `restore`");
        let expected = straight.train_steps(30).expect("finite");
        assert_eq!(restored.train_steps(30).expect("finite"), expected, "{optimizer}");
        assert_eq!(hash(&restored), hash(&straight), "{optimizer}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_with_infinite_moments_resumes_with_the_same_bits() {
    let config = Config { grad_clip: 0.0, ..eight_shards() };
    let mut straight = trainer(&config);
    straight.train_steps(3).expect("finite");
    let mut checkpoint = straight.checkpoint();
    checkpoint.values[2 * num_weights() + 7] = f32::INFINITY; // the mean of a squared gradient
    straight.restore(&checkpoint).expect("of the same run");
    straight.train_steps(5).expect("finite");
    let checkpoint = straight.checkpoint();
    assert_eq!(checkpoint.values[2 * num_weights() + 7], f32::INFINITY);
    let mut restored = trainer(&config);
    restored.restore(&checkpoint).expect("of the same run");
    assert!(restored.checkpoint() == checkpoint);
    let expected = straight.train_steps(5).expect("finite");
    assert_eq!(restored.train_steps(5).expect("finite"), expected);
    assert_eq!(hash(&restored), hash(&straight));
}

fn num_weights() -> usize {
    trainer(&eight_shards()).network().params().as_slice().len()
}

#[wasm_bindgen_test(unsupported = test)]
fn an_impossible_checkpoint_is_refused_and_changes_nothing() {
    let mut trainer = trainer(&eight_shards());
    let before = trainer.checkpoint();
    let values = before.values.len();
    type Change = fn(&mut Checkpoint<f32>);
    let changes: [(&str, Change); 9] = [
        (&format!("{} values", values - 1), |other| {
            other.values.pop();
        }),
        ("weights that are not finite", |other| other.values[7] = f32::INFINITY),
        ("moments that are NaN", |other| other.values[num_weights() + 7] = f32::NAN),
        ("last good weights that are not finite", |other| {
            other.values[3 * num_weights() + 7] = f32::NEG_INFINITY;
        }),
        ("states that are NaN", |other| *other.values.last_mut().expect("a state") = f32::NAN),
        ("a constant out of its range", |other| other.progress.best_loss = f64::NAN),
        ("a constant out of its range", |other| other.progress.beta_powers.1 = 1.5),
        ("a learning rate out of its range", |other| other.progress.learning_rate = 0.0),
        ("a position in another text", |other| other.progress.position.1 = 1_000_000),
    ];
    assert_refuses(&mut trainer, changes);
}

#[wasm_bindgen_test(unsupported = test)]
fn all_replicas_roll_back_to_the_same_weights() {
    let mut replicas = [trainer(&eight_shards()), trainer(&eight_shards())];
    (0..3).for_each(|_| step_together(&mut replicas));
    replicas[0].set_learning_rate(0.001).expect("in range"); // the next step passes it on
    step_together(&mut replicas);
    for replica in &mut replicas {
        replica.network_mut().params_mut().as_mut_slice()[5] = f32::NAN;
        let mut step = replica.parallel_step();
        step.compute(0..8);
        assert!(matches!(step.finish(), Err(Error::NotFinite { what: "loss", .. })));
    }
    (0..3).for_each(|_| step_together(&mut replicas));
    assert!(replicas[0].checkpoint() == replicas[1].checkpoint());
    assert!(replicas[0].checkpoint().values.iter().all(|x| x.is_finite()));
}

#[wasm_bindgen_test(unsupported = test)]
fn shards_cover_every_stream_once() {
    for batch_size in 1..=300 {
        let shards = Shards::of(batch_size);
        assert!((1..=8).contains(&shards.count), "{shards:?}");
        let mut next = 0;
        for shard in 0..shards.count {
            let streams = shards.streams(shard..shard + 1);
            assert_eq!(streams.start, next, "{shards:?}, shard {shard}");
            assert!(shards.count == 1 || streams.len() >= 4, "{shards:?}: {streams:?}");
            next = streams.end;
        }
        assert_eq!(next, batch_size, "{shards:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
#[should_panic(expected = "shards 2..3 are known already")]
fn a_shard_that_is_added_twice_panics() {
    let mut trainer = trainer(&eight_shards());
    let mut step = trainer.parallel_step();
    step.compute(0..4);
    step.compute(2..3);
}

/// The bits of 200 steps with any number of replicas, in every browser, in Node and natively;
/// `tests/www` and `tests/e2e` compare with the same file.
#[wasm_bindgen_test(unsupported = test)]
fn two_hundred_shared_steps_give_the_same_bits_everywhere() {
    let expected = include_str!("../fixtures/shared_weights_hash.txt").trim();
    let config = Config {
        hidden_size: 48,
        num_layers: 2,
        dropout: 0.1,
        seq_len: 8,
        batch_size: 32,
        ..Config::default()
    };
    let text = Text::new(include_str!("../fixtures/weights_hash_text.txt")).expect("long enough");
    for count in [1, 2, 4] {
        let replica = || Trainer::new(text.clone(), config.clone()).expect("good settings");
        let mut replicas: Vec<_> = (0..count).map(|_| replica()).collect();
        assert_eq!(replicas[0].parallel_step().shards().count, 8);
        (0..200).for_each(|_| step_together(&mut replicas));
        for replica in &replicas {
            assert_eq!(format!("{:016x}", hash(replica)), expected, "{count} replicas");
        }
    }
}
