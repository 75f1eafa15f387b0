//! A step computed in parts, elsewhere and again, gives the bits of a step computed in one go.

use lstm_playground::Error;
use lstm_playground::model::CellKind;
use lstm_playground::text::Text;
use lstm_playground::training::{Config, OptimizerKind, Shards, Trainer};
use lstm_playground_tests::random_text;
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn config() -> Config {
    Config {
        hidden_size: 11,
        num_layers: 2,
        seq_len: 7,
        batch_size: 32,
        dropout: 0.2,
        ..Config::default()
    }
}

fn trainer(config: &Config) -> Trainer<f32> {
    let text = Text::new(&random_text(1500, 20, 1)).expect("long enough");
    Trainer::new(text, config.clone()).expect("good settings")
}

/// What one trainer knows of a step, on its way to another.
struct Contribution {
    heads: Vec<f64>,
    gradients: Vec<f32>,
    state: Vec<f32>,
}

fn contribution(trainer: &Trainer<f32>) -> Contribution {
    let (heads, state) = trainer.heads_and_state();
    Contribution { heads, gradients: trainer.sums().collect::<Vec<_>>().concat(), state }
}

fn add(trainer: &mut Trainer<f32>, contribution: &Contribution) {
    let Contribution { heads, gradients, state } = contribution;
    let copy = |place: usize, sum: &mut [f32]| {
        sum.copy_from_slice(&gradients[place..place + sum.len()]);
    };
    trainer.add_partial_gradients(heads, state, copy);
}

/// A step of several trainers, each of which computes its share; the first one gathers.
fn step_together(team: &mut [Trainer<f32>]) {
    let shards = team[0].shards().count;
    let (leader, helpers) = team.split_first_mut().expect("one at least");
    let workers = helpers.len() + 1;
    let share = |worker: usize| worker * shards / workers..(worker + 1) * shards / workers;
    for (index, helper) in helpers.iter_mut().enumerate().rev() {
        helper.compute_shards(share(index + 1));
        add(leader, &contribution(helper));
    }
    leader.compute_shards(share(0));
    let total = contribution(leader);
    leader.finish_step().expect("finite");
    for helper in helpers {
        helper.follow(&total.heads);
        add(helper, &total);
        helper.finish_step().expect("finite");
    }
}

fn hash(trainer: &Trainer<f32>) -> u64 {
    trainer.network().params().hash()
}

#[wasm_bindgen_test(unsupported = test)]
fn any_number_of_workers_gives_the_same_bits() {
    for &cell in CellKind::ALL {
        // 32 streams make eight shards, 23 five that are not alike, 7 one.
        for (batch_size, steps) in [(32, 20), (23, 12), (7, 3)] {
            let config = Config { cell, batch_size, ..config() };
            let mut alone = trainer(&config);
            alone.train_steps(steps).expect("finite");
            for workers in [2, 3, 4] {
                if workers > alone.shards().count {
                    continue;
                }
                let mut team: Vec<_> = (0..workers).map(|_| trainer(&config)).collect();
                (0..steps).for_each(|_| step_together(&mut team));
                for (index, worker) in team.iter().enumerate() {
                    let expected = alone.checkpoint();
                    assert!(
                        worker.checkpoint() == expected,
                        "{cell:?}, batch {batch_size}: worker {index} of {workers} differs"
                    );
                }
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_worker_that_dies_loses_nothing() {
    let mut alone = trainer(&config());
    alone.train_steps(9).expect("finite");
    let mut team: Vec<_> = (0..3).map(|_| trainer(&config())).collect();
    (0..4).for_each(|_| step_together(&mut team));
    // The second one dies when it has contributed to a step, the last one before; the first one
    // when it knows a part.
    team[1].compute_shards(2..5);
    let known = contribution(&team[1]);
    add(&mut team[0], &known);
    let survivor = &mut team[0];
    survivor.compute_shards(0..2);
    survivor.compute_shards(5..8);
    survivor.finish_step().expect("finite");
    survivor.train_steps(2).expect("finite");
    let checkpoint = survivor.checkpoint();
    survivor.compute_shards(0..3);
    let heir = &mut team[2];
    heir.restore(&checkpoint).expect("of the same run");
    heir.compute_shards(3..4); // for one that leads and died since
    heir.train_steps(2).expect("finite");
    let survivor = heir;
    assert_eq!(hash(survivor), hash(&alone));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_checkpoint_goes_on_with_the_same_bits() {
    for optimizer in [OptimizerKind::Adam, OptimizerKind::RmsProp, OptimizerKind::Sgd] {
        let config = Config { optimizer, ..config() };
        let mut straight = trainer(&config);
        straight.train_steps(13).expect("finite");
        straight.set_learning_rate(0.001).expect("in range");
        let checkpoint = straight.checkpoint();
        let mut restored = trainer(&config);
        restored.train_steps(2).expect("finite");
        restored.compute_shards(0..3); // a step on its way is forgotten
        restored.restore(&checkpoint).expect("of the same run");
        assert!(restored.checkpoint() == checkpoint, "{optimizer:?}: it is what was restored");
        let expected = straight.train_steps(30).expect("finite");
        assert_eq!(restored.train_steps(30).expect("finite"), expected, "{optimizer:?}");
        assert_eq!(hash(&restored), hash(&straight), "{optimizer:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_checkpoint_of_another_run_is_refused() {
    let mut trainer = trainer(&config());
    let before = trainer.checkpoint();
    let mut other = before.clone();
    other.values.pop();
    let allowed = before.values.len();
    let refused = Error::Snapshot { given: allowed - 1, allowed };
    assert_eq!(trainer.restore(&other), Err(refused));
    assert!(trainer.checkpoint() == before, "nothing was changed");
}

/// Every worker sees the same numbers, so that all roll back alike.
#[wasm_bindgen_test(unsupported = test)]
fn a_rollback_is_the_same_everywhere() {
    let mut team = [trainer(&config()), trainer(&config())];
    (0..3).for_each(|_| step_together(&mut team));
    team[0].set_learning_rate(0.001).expect("in range"); // the others hear of it with the next sums
    step_together(&mut team);
    for worker in &mut team {
        worker.network_mut().params_mut().as_mut_slice()[5] = f32::NAN;
        worker.compute_shards(0..8);
        assert!(matches!(worker.finish_step(), Err(Error::NotFinite { what: "loss", .. })));
    }
    (0..3).for_each(|_| step_together(&mut team));
    assert!(team[0].checkpoint() == team[1].checkpoint());
    assert!(team[0].checkpoint().values.iter().all(|x| x.is_finite()));
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
fn a_shard_is_not_counted_twice() {
    let mut trainer = trainer(&config());
    trainer.compute_shards(0..4);
    trainer.compute_shards(2..3);
}

/// The bits that 200 steps must give with any number of workers, in every browser, in Node and
/// natively; `tests/www` and `tests/e2e` compare with the same file.
#[wasm_bindgen_test(unsupported = test)]
fn two_hundred_shared_steps_give_the_same_bits_everywhere() {
    let expected = include_str!("fixtures/shared_weights_hash.txt").trim();
    let config = Config {
        hidden_size: 48,
        num_layers: 2,
        dropout: 0.1,
        seq_len: 8,
        batch_size: 32,
        ..Config::default()
    };
    let text = Text::new(include_str!("fixtures/weights_hash_text.txt")).expect("long enough");
    for workers in [1, 2, 4] {
        let worker = || Trainer::new(text.clone(), config.clone()).expect("good settings");
        let mut team: Vec<_> = (0..workers).map(|_| worker()).collect();
        assert_eq!(team[0].shards().count, 8);
        (0..200).for_each(|_| step_together(&mut team));
        for worker in &team {
            assert_eq!(format!("{:016x}", hash(worker)), expected, "{workers} workers");
        }
    }
}
