//! Validation at steps: the best weights, the stop, and their independence of threads, replicas and
//! restarts.

use lstm_playground::Error;
use lstm_playground::text::Text;
use lstm_playground::training::{
    Checkpoint, Config, OptimizerKind, StopReason, Trainer, Validated, bits_per_char,
};
use lstm_playground_tests::{assert_refuses, eight_shards, step_together};
use wasm_bindgen_test::wasm_bindgen_test;

fn trainer(config: &Config) -> Trainer<f32> {
    let text = Text::new(include_str!("../fixtures/weights_hash_text.txt")).expect("long enough");
    Trainer::new(text, config.clone()).expect("good settings")
}

/// Settings of a run that soon learns its text by heart.
fn forgetful() -> Config {
    let (hidden_size, num_layers, seq_len) = (20, 1, 8);
    let (learning_rate, patience) = (0.02, 60);
    Config { hidden_size, num_layers, seq_len, learning_rate, patience, ..eight_shards() }
}

/// The same with passes of several portions, which last several steps.
fn long_passes() -> Config {
    Config { batch_size: 4, ..forgetful() }
}

/// Trains until the run stops by itself.
fn until_stop(mut trainer: Trainer<f32>) -> Trainer<f32> {
    trainer.train_steps(10_000).expect("finite");
    assert_eq!(trainer.stop_reason(), Some(StopReason::Patience));
    trainer
}

/// The step of the stop, the hash of its weights, the best step and the best loss in bits; that of
/// the best weights.
fn outcome(trainer: &Trainer<f32>) -> (String, u64) {
    let hash = trainer.network().params().hash();
    let Validated { step, loss } = trainer.best_validation().expect("validated");
    let best = trainer.best_network().expect("validated").params().hash();
    (format!("{} {hash:016x} {step} {}", trainer.steps(), bits_per_char(loss)), best)
}

/// Makes a step without validation.
fn step_unvalidated(trainer: &mut Trainer<f32>) {
    let mut step = trainer.parallel_step();
    let shards = step.shards().count;
    step.compute(0..shards);
    step.finish().expect("finite");
}

#[wasm_bindgen_test(unsupported = test)]
fn every_result_is_the_evaluation_of_the_weights_at_its_step() {
    let mut trainer = trainer(&long_passes());
    let mut plain = self::trainer(&long_passes());
    let interval = trainer.validation_interval().expect("there is a validation text");
    let mut last = 0;
    for _ in 0..5 * interval {
        trainer.train_step().expect("finite");
        let Some(newest) = trainer.newest_validation().filter(|newest| newest.step != last) else {
            continue;
        };
        assert_eq!(newest.step, last + interval);
        assert!(trainer.steps() < newest.step + interval, "complete before the next one");
        last = newest.step;
        while plain.steps() < last {
            step_unvalidated(&mut plain);
        }
        assert_eq!(Some(newest.loss), plain.evaluate().map(|report| report.loss));
    }
    assert_eq!(last, 4 * interval);
}

#[wasm_bindgen_test(unsupported = test)]
fn validation_changes_no_bit_of_the_training() {
    let mut validated = trainer(&Config { patience: 0, ..forgetful() });
    let mut plain = trainer(&forgetful());
    for _ in 0..45 {
        validated.train_step().expect("finite");
        step_unvalidated(&mut plain);
        assert_eq!(validated.network().params(), plain.network().params());
    }
    assert!(validated.newest_validation().is_some() && plain.newest_validation().is_none());
}

#[wasm_bindgen_test(unsupported = test)]
fn training_stops_when_the_patience_is_over_and_keeps_the_best_weights() {
    let config = forgetful();
    let mut free = trainer(&Config { patience: 0, ..config.clone() });
    let (mut best, mut best_weights): (Option<Validated>, _) = (None, None);
    let interval = free.validation_interval().expect("there is a validation text");
    let mut plain = trainer(&config);
    let stop = loop {
        free.train_step().expect("finite");
        step_unvalidated(&mut plain);
        let step = plain.steps();
        if step.is_multiple_of(interval) {
            let loss = plain.evaluate().expect("there is a validation text").loss;
            if best.is_none_or(|best| loss < best.loss) {
                best = Some(Validated { step, loss });
                best_weights = Some(plain.network().params().clone());
            }
        }
        let due = best.map_or(0, |best| best.step) + u64::from(config.patience);
        if free.newest_validation().is_some_and(|newest| newest.step >= due) {
            break step;
        }
    };
    assert!(stop > u64::from(config.patience) + interval, "stopped at {stop}");

    let stopped = until_stop(trainer(&config));
    assert_eq!(stopped.steps(), stop);
    assert_eq!(stopped.best_validation(), best);
    assert_eq!(stopped.network().params(), plain.network().params());
    assert_eq!(stopped.best_network().map(|network| network.params().clone()), best_weights);
}

/// The numbers of a stopped run in every browser, in Node and natively; `tests/www` and `tests/e2e`
/// compare with the same file.
#[wasm_bindgen_test(unsupported = test)]
fn the_best_step_and_the_stop_are_the_same_everywhere() {
    let expected = include_str!("../fixtures/stopped_run.txt").trim();
    let (stopped, best) = outcome(&until_stop(trainer(&forgetful())));
    assert_eq!(stopped, expected);
    for count in [1, 2, 3] {
        let mut replicas: Vec<_> = (0..count).map(|_| trainer(&forgetful())).collect();
        while replicas[0].stop_reason().is_none() {
            step_together(&mut replicas);
            replicas[0].validate();
        }
        assert_eq!(outcome(&replicas[0]), (expected.to_owned(), best), "{count} replicas");
        assert!(replicas[1..].iter().all(|replica| replica.newest_validation().is_none()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn any_number_of_threads_stops_at_the_same_step() {
    let run = |threads| {
        let mut trainer = trainer(&forgetful());
        trainer.set_threads(threads).expect("at least 1");
        until_stop(trainer)
    };
    let alone = run(1);
    for threads in [2, 4] {
        let trainer = run(threads);
        assert_eq!(outcome(&trainer), outcome(&alone), "{threads} threads");
        assert!(trainer.checkpoint() == alone.checkpoint(), "{threads} threads");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_that_is_restored_at_every_step_has_the_same_best_and_the_same_stop() {
    // Nothing is left of the run before: each checkpoint goes to another trainer.
    let mut trainers = [trainer(&long_passes()), trainer(&long_passes())];
    let mut middles = 0;
    for _ in 0..10_000 {
        let [from, to] = &mut trainers;
        let report = from.train_step().expect("finite");
        let checkpoint = from.checkpoint();
        middles += usize::from(checkpoint.progress.validation.pass_step > 0);
        to.restore(&checkpoint).expect("of the same run");
        assert!(to.checkpoint() == checkpoint, "step {}", report.step);
        assert_eq!(to.stop_reason(), from.stop_reason());
        if to.stop_reason().is_some() {
            break;
        }
        trainers.reverse();
    }
    assert!(middles > 100, "{middles} checkpoints in the middle of a pass");
    assert_eq!(outcome(&trainers[1]), outcome(&until_stop(trainer(&long_passes()))));
}

#[wasm_bindgen_test(unsupported = test)]
fn training_goes_on_after_a_stop_and_the_patience_counts_anew() {
    let mut stopped = until_stop(trainer(&forgetful()));
    let (stop, best) = (stopped.steps(), stopped.best_validation());
    let checkpoint = stopped.checkpoint();
    stopped.train_step().expect("finite");
    assert_eq!((stopped.steps(), stopped.stop_reason()), (stop + 1, None));
    let mut again = until_stop(stopped);
    let patience = u64::from(forgetful().patience);
    let interval = again.validation_interval().expect("there is a validation text");
    let last = again.best_validation().filter(|_| again.best_validation() != best);
    let from = last.map_or(stop, |best| best.step);
    let newest = again.newest_validation().expect("validated").step;
    assert_eq!(newest, (from + patience).next_multiple_of(interval));
    let expected = outcome(&again);
    again.restore(&checkpoint).expect("of the same run");
    assert_eq!(again.stop_reason(), Some(StopReason::Patience));
    assert_eq!(outcome(&until_stop(again)), expected, "the same from the checkpoint of the stop");
}

#[wasm_bindgen_test(unsupported = test)]
fn training_stops_exactly_at_max_steps_and_goes_on_when_asked() {
    for validation_fraction in [0.0, 0.1] {
        let config = Config { max_steps: 23, patience: 0, validation_fraction, ..forgetful() };
        let mut trainer = trainer(&config);
        assert_eq!(trainer.train_steps(22).expect("finite").step, 22);
        assert_eq!(trainer.stop_reason(), None);
        assert_eq!(trainer.train_steps(50).expect("finite").step, 23);
        assert_eq!(trainer.stop_reason(), Some(StopReason::MaxSteps));
        assert_eq!(trainer.train_steps(40).expect("finite").step, 63);
        assert_eq!(trainer.stop_reason(), None);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_rollback_discards_the_pass_of_a_later_step_and_keeps_the_results() {
    let mut trainer = trainer(&forgetful());
    let interval = trainer.validation_interval().expect("there is a validation text") as usize;
    trainer.train_steps(2 * interval).expect("finite");
    let newest = trainer.newest_validation();
    assert_eq!(newest.map(|newest| newest.step), Some(interval as u64));
    assert!(trainer.progress().validation.pass_step > 0);
    trainer.network_mut().params_mut().as_mut_slice()[0] = f32::NAN;
    let error = trainer.train_step().unwrap_err();
    assert!(matches!(error, Error::NotFinite { .. }), "{error}");
    assert_eq!(trainer.steps(), 2 * interval as u64 - 1);
    assert_eq!(trainer.progress().validation.pass_step, 0);
    assert_eq!((trainer.newest_validation(), trainer.best_validation()), (newest, newest));
    let mut restored = self::trainer(&forgetful());
    restored.restore(&trainer.checkpoint()).expect("of the same run");
    assert_eq!(outcome(&until_stop(restored)), outcome(&until_stop(trainer)));
}

#[wasm_bindgen_test(unsupported = test)]
fn an_impossible_validation_in_a_checkpoint_is_refused_and_changes_nothing() {
    let mut trainer = trainer(&long_passes());
    let interval = trainer.validation_interval().expect("there is a validation text") as usize;
    trainer.train_steps(2 * interval + 3).expect("finite"); // in the middle of a pass
    let before = trainer.checkpoint();
    let (count, values) = (trainer.network().params().as_slice().len(), before.values.len());
    let first = self::trainer(&long_passes()).checkpoint_len(); // that of the best weights
    type Change = Box<dyn Fn(&mut Checkpoint<f32>)>;
    let changes: [(&str, Change); 7] = [
        (&format!("{values} values"), Box::new(|other| other.progress.validation.best.step = 0)),
        (&format!("{values} values"), Box::new(|other| other.progress.validation.pass_step = 0)),
        (
            "a constant out of its range",
            Box::new(|other| other.progress.validation.best.loss = f64::NAN),
        ),
        (
            "a validation pass of another text",
            Box::new(|other| other.progress.validation.portions = 10_000),
        ),
        (
            "a validation pass of another text",
            Box::new(|other| other.progress.validation.losses.push(0.0)),
        ),
        ("best weights that are not finite", Box::new(move |other| other.values[first] = f32::NAN)),
        (
            "weights of a validation pass that are not finite",
            Box::new(move |other| other.values[first + count] = f32::INFINITY),
        ),
    ];
    assert_refuses(&mut trainer, changes);
}

#[wasm_bindgen_test(unsupported = test)]
fn without_a_validation_text_nothing_is_validated() {
    let mut trainer = trainer(&Config { validation_fraction: 0.0, patience: 1, ..forgetful() });
    trainer.train_steps(100).expect("finite");
    assert_eq!((trainer.steps(), trainer.stop_reason()), (100, None));
    assert_eq!((trainer.validation_interval(), trainer.newest_validation()), (None, None));
    assert!(trainer.best_network().is_none());
}

#[wasm_bindgen_test(unsupported = test)]
fn weight_decay_is_that_of_adamw_and_0_leaves_every_optimiser_as_it_is() {
    let hash = |optimizer, weight_decay| {
        let mut trainer = trainer(&Config { optimizer, weight_decay, ..forgetful() });
        trainer.train_steps(12).expect("finite");
        trainer.network().params().hash()
    };
    let adamw = hash(OptimizerKind::AdamW, 0.0);
    assert_eq!(hash(OptimizerKind::AdamW, 0.01), adamw);
    assert_eq!(hash(OptimizerKind::Adam, 0.01), adamw);
    assert_ne!(hash(OptimizerKind::Adam, 0.0), adamw);
    for optimizer in [OptimizerKind::RmsProp, OptimizerKind::Sgd] {
        assert_ne!(hash(optimizer, 0.5), hash(optimizer, 0.0));
    }
}
