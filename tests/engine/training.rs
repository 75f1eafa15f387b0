//! Training: it learns, is reproducible to the bit, and rolls back when a number is not finite.

use lstm_playground::Error;
use lstm_playground::model::{Draws, Network, NetworkConfig, Params};
use lstm_playground::sampling::generate;
use lstm_playground::text::{Text, Window};
use lstm_playground::training::{
    Config, OptimizerKind, Schedule, Trainer, bits_per_char, clip_scale,
};
use lstm_playground_tests::{assert_close, random_text, random_window, small_network};
use wasm_bindgen_test::wasm_bindgen_test;

const RHYME: &str =
    "the moon is a boat on a sea of night\nit sails on the dark till the dark is light\n";

fn text(text: &str) -> Text {
    Text::new(text).expect("long enough")
}

fn small_config() -> Config {
    Config { hidden_size: 24, seq_len: 16, batch_size: 4, ..Config::default() }
}

fn trainer(source: &str, config: Config) -> Trainer<f32> {
    Trainer::new(text(source), config).expect("the settings are good")
}

#[wasm_bindgen_test(unsupported = test)]
fn every_optimizer_learns_a_tiny_text_by_heart() {
    for (name, learning_rate, dropout) in [
        ("adam", 0.01, 0.0),
        ("adamw", 0.01, 0.0),
        ("rmsprop", 0.005, 0.0),
        ("sgd", 0.5, 0.0),
        ("adam", 0.01, 0.2),
    ] {
        let optimizer = name.parse::<OptimizerKind>().expect("an optimiser's name");
        let config = Config {
            optimizer,
            learning_rate,
            dropout,
            hidden_size: 40,
            validation_fraction: 0.0,
            ..small_config()
        };
        let mut trainer = trainer(RHYME, config);
        let first = trainer.train_step().expect("finite");
        let last = trainer.train_steps(600).expect("finite");
        let end = trainer.train_steps(20).expect("finite");
        assert!(first.loss > 2.5, "{name} starts at {} nats", first.loss);
        assert!(last.loss < first.loss && end.loss < 0.5, "{name} ends at {} nats", end.loss);
        assert_eq!(end.step, 621);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_same_seed_gives_the_same_bits_and_another_seed_does_not() {
    let config = Config { num_layers: 2, dropout: 0.3, ..small_config() };
    let hash = |config: &Config| {
        let mut trainer = trainer(&RHYME.repeat(4), config.clone());
        trainer.train_steps(50).expect("finite");
        trainer.network().params().hash()
    };
    assert_eq!(hash(&config), hash(&config));
    assert_ne!(hash(&config), hash(&Config { seed: 2, ..config }));
}

#[wasm_bindgen_test(unsupported = test)]
fn evaluation_and_generation_between_steps_change_no_bit() {
    let source = RHYME.repeat(4);
    let mut at_once = trainer(&source, small_config());
    let all = at_once.train_steps(30).expect("finite");
    let mut one_by_one = trainer(&source, small_config());
    let mut report = one_by_one.train_step().expect("finite");
    for _ in 1..30 {
        one_by_one.evaluate();
        let (network, vocabulary) = (one_by_one.network(), &one_by_one.text().vocabulary);
        generate(network, vocabulary, &Default::default()).expect("an empty prompt");
        report = report.merge(one_by_one.train_step().expect("finite"));
    }
    assert_eq!(at_once.network().params(), one_by_one.network().params());
    assert_close("loss", report.loss, all.loss, 1e-12, 1.0);
    assert_eq!((report.step, report.epoch, report.chars), (all.step, all.epoch, all.chars));
}

/// Sizes that fill no tile, a depth of several blocks, and an optimiser and schedule that differ
/// from the run of 200 steps.
#[wasm_bindgen_test(unsupported = test)]
fn odd_settings_give_the_same_bits_everywhere() {
    let config = Config {
        hidden_size: 67,
        num_layers: 3,
        seq_len: 37,
        batch_size: 3,
        optimizer: OptimizerKind::RmsProp,
        schedule: Schedule::Cosine { warmup_steps: 5, total_steps: 40 },
        ..Config::default()
    };
    let source = include_str!("../fixtures/weights_hash_text.txt");
    let mut trainer = trainer(source, config);
    trainer.train_steps(50).expect("finite");
    let hash = format!("{:016x}", trainer.network().params().hash());
    assert_eq!(hash, "5def0f4174228224");
}

/// The bits of 200 steps in every browser, in Node and natively; `tests/www` and `tests/e2e`
/// compare with the same file.
#[wasm_bindgen_test(unsupported = test)]
fn two_hundred_steps_give_the_same_bits_everywhere() {
    let expected = include_str!("../fixtures/weights_hash.txt").trim();
    let source = include_str!("../fixtures/weights_hash_text.txt");
    let mut trainer =
        trainer(source, Config { hidden_size: 48, num_layers: 2, dropout: 0.1, ..small_config() });
    trainer.train_steps(200).expect("finite");
    assert_eq!(format!("{:016x}", trainer.network().params().hash()), expected);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_uniform_model_reports_log2_v_bits() {
    for source in ["ab", "aa", "abc", "hello world", &random_text(5000, 300, 1)] {
        for validation_fraction in [0.0, 0.3] {
            let config = Config { validation_fraction, learning_rate: 1e-6, ..small_config() };
            let mut trainer = trainer(source, config);
            trainer.network_mut().params_mut().as_mut_slice().fill(0.0);
            let vocab_size = trainer.text().vocabulary.len() as f64;
            if let Some(evaluation) = trainer.evaluate() {
                assert_close(
                    "validation",
                    bits_per_char(evaluation.loss),
                    vocab_size.log2(),
                    1e-6,
                    1e-6,
                );
            }
            let report = trainer.train_step().expect("finite");
            assert_close("training", bits_per_char(report.loss), vocab_size.log2(), 1e-13, 1.0);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_epoch_is_one_pass_over_the_training_text() {
    let source = random_text(1001, 9, 1);
    let mut trainer = trainer(&source, small_config());
    let per_epoch = trainer.windows().per_epoch();
    let report = trainer.train_steps(per_epoch).expect("finite");
    assert_eq!(report.epoch, 1.0);
    assert_eq!(report.chars, trainer.windows().predictions_per_epoch());
    assert_eq!(trainer.train_step().expect("finite").epoch, 1.0 + 1.0 / per_epoch as f64);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_state_is_carried_from_window_to_window() {
    // The same characters in one window of 8 and in two of 4 give the same loss.
    let network = Network::<f64>::new(small_network(5, 6, 2), 1);
    let whole = random_window(5, 8, 3, 1);
    let mut trace = network.trace(8, 3);
    let mut loss = |windows: &[Window]| {
        let mut state = network.zero_state(3);
        let sums =
            windows.iter().map(|window| network.loss_sum(window, &mut state, &mut trace, None));
        (sums.sum::<f64>(), state.layers[1].hidden.clone())
    };
    let half = |range: std::ops::Range<usize>| Window {
        inputs: whole.inputs[range.clone()].to_vec(),
        targets: whole.targets[range].to_vec(),
        batch_size: 3,
        starts: Vec::new(),
    };
    let together = loss(std::slice::from_ref(&whole));
    let apart = loss(&[half(0..12), half(12..24)]);
    assert_close("loss", apart.0, together.0, 1e-14, 1.0);
    assert_eq!(apart.1, together.1);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_loss_or_gradient_that_is_not_finite_restores_the_last_good_weights() {
    for (factor, what) in [(1e22, "gradient"), (f32::INFINITY, "loss")] {
        let mut trainer = trainer(&RHYME.repeat(4), small_config());
        let good = trainer.network().params().clone();
        let head = good.layout().index("head.weight").expect("a tensor");
        trainer.network_mut().params_mut().view_mut(head).iter_mut().for_each(|w| *w *= factor);
        let error = trainer.train_step().unwrap_err();
        let (learning_rate, grad_clip) = (0.005, 5.0);
        assert_eq!(error, Error::NotFinite { what, step: 0, learning_rate, grad_clip });
        assert_eq!(trainer.network().params(), &good);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_rollback_restores_the_weights_before_the_last_update() {
    let source = RHYME.repeat(4);
    let mut expected = trainer(&source, small_config());
    expected.train_steps(19).expect("finite");
    let mut broken = trainer(&source, small_config());
    broken.train_steps(20).expect("finite");
    broken.network_mut().params_mut().as_mut_slice()[0] = f32::NAN;
    let error = broken.train_step().unwrap_err();
    assert!(matches!(error, Error::NotFinite { what: "loss", step: 19, .. }), "{error}");
    assert_eq!(broken.network().params(), expected.network().params());
    let report = broken.train_steps(20).expect("finite");
    assert_eq!(report.step, 39);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_lower_learning_rate_recovers_a_run_that_diverged() {
    let source = "if it breaks, say so; if it is lost, begin again. ".repeat(20);
    let config = Config {
        optimizer: OptimizerKind::AdamW,
        learning_rate: 10.0,
        grad_clip: 0.0,
        num_layers: 3,
        hidden_size: 64,
        batch_size: 1,
        ..Config::default()
    };
    let mut trainer = trainer(&source, config);
    let uniform = (trainer.text().vocabulary.len() as f64).ln();
    let error = trainer.train_steps(2000).expect_err("a run at this rate diverges");
    assert!(matches!(error, Error::NotFinite { .. }), "{error}");
    trainer.set_learning_rate(0.002).expect("in range");
    trainer.train_steps(100).expect("finite");
    let report = trainer.train_steps(10).expect("finite");
    assert!(report.loss < uniform, "{} nats, a uniform guess has {uniform}", report.loss);
}

#[wasm_bindgen_test(unsupported = test)]
fn clipping_lowers_the_norm_and_never_raises_it() {
    assert_close("clipped", 10.0 * clip_scale(10.0, 5.0), 5.0, 1e-6, 1.0);
    assert_eq!(clip_scale(4.0, 5.0), 1.0);
    assert_eq!(clip_scale(1e9, 0.0), 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_cosine_schedule_rises_falls_and_stays() {
    let schedule = Schedule::Cosine { warmup_steps: 10, total_steps: 110 };
    let factors = [0, 4, 9, 10, 60, 110, 5000].map(|step| schedule.factor(step));
    for (got, expected) in factors.into_iter().zip([0.1, 0.5, 1.0, 1.0, 0.55, 0.1, 0.1]) {
        assert_close("factor", got, expected, 1e-12, 1.0);
    }
    assert_eq!(Schedule::Constant.factor(77), 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_learning_rate_can_change_between_steps() {
    let source = RHYME.repeat(4);
    let rate = small_config().learning_rate;
    let mut untouched = trainer(&source, small_config());
    let mut changed = trainer(&source, small_config());
    untouched.train_steps(20).expect("finite");
    changed.train_steps(10).expect("finite");
    changed.set_learning_rate(rate).expect("in range"); // unchanged: moments must stay
    changed.train_steps(10).expect("finite");
    assert_eq!(changed.network().params(), untouched.network().params());

    changed.set_learning_rate(1e-6).expect("in range");
    changed.train_step().expect("finite");
    let pairs =
        untouched.network().params().as_slice().iter().zip(changed.network().params().as_slice());
    let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(0.0 < largest && largest < 1e-4, "a step of {largest} at a rate of 1e-6");

    let error = changed.set_learning_rate(f64::NAN).unwrap_err();
    assert!(matches!(error, Error::Setting { .. }), "{error}");
    assert_eq!(changed.config().learning_rate, 1e-6);
}

#[wasm_bindgen_test(unsupported = test)]
fn initial_weights_have_pytorchs_distributions_except_the_forget_bias() {
    let config = NetworkConfig { forget_bias: -2.5, ..small_network(30, 16, 2) };
    let network = Network::<f32>::new(config, 7);
    let layout = network.params().layout().clone();
    let tensor = |name| network.params().view(layout.index(name).expect("a tensor"));
    for name in ["weight_ih_l0", "weight_hh_l0", "weight_ih_l1", "head.weight", "head.bias"] {
        let values = tensor(name);
        let (least, most) =
            values.iter().fold((0.0, 0.0), |(a, b): (f32, f32), &x| (a.min(x), b.max(x)));
        assert!((-0.25..-0.2).contains(&least) && (0.2..0.25).contains(&most), "{name} in ±1/√16");
    }
    let bias = tensor("bias_ih_l1");
    assert!(bias.rows(16, 16).iter().all(|&b| b == -2.5), "the forget gate's block");
    assert!(bias.rows(0, 16).iter().all(|&b| b.abs() < 0.5 && b != -2.5), "a sum of two draws");
}

#[wasm_bindgen_test(unsupported = test)]
fn dropout_drops_its_share_and_keeps_the_mean() {
    use lstm_playground::rng::{Rng, Stream};
    let config = NetworkConfig { dropout: 0.3, ..small_network(9, 64, 2) };
    let network = Network::<f64>::new(config, 1);
    let mut trace = network.trace(50, 8);
    let window = random_window(9, 50, 8, 1);
    let draws = Draws::new(Rng::new(1, Stream::Dropout), 8, 0);
    network.forward(&window.inputs, &mut network.zero_state(8), &mut trace, Some(&draws));
    for layer in &trace.layers {
        let dropped = layer.mask.iter().filter(|&&m| m == 0.0).count() as f64;
        assert_close("share", dropped / layer.mask.len() as f64, 0.3, 0.05, 1.0);
        assert_close("mean factor", layer.mask.mean(), 1.0, 0.05, 1.0);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn unusual_texts_train() {
    let many = random_text(12_000, 5000, 1);
    for source in
        ["aa", "ab", "aaaaaaaaaaaaaaaaaaaaaaaa", "\0\0\u{1}\0", "👩‍👩‍👧👩‍👩‍👧", "שלום עולם", &many]
    {
        let config = Config { hidden_size: 4, ..small_config() };
        let mut trainer = trainer(source, config);
        let report = trainer.train_steps(3).expect("finite");
        assert!(report.loss >= 0.0 && report.chars >= 3, "{report:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn gradients_replace_the_contents_of_the_buffer() {
    let network = Network::<f32>::new(small_network(5, 6, 2), 1);
    let window = random_window(5, 4, 2, 1);
    let mut trace = network.trace(4, 2);
    let mut grads = Params::zeros(network.params().layout().clone());
    let mut gradients = |network: &Network<f32>| {
        let state = &mut network.zero_state(2);
        network.loss_and_gradients(&window, state, &mut trace, &mut grads, None);
        grads.clone()
    };
    assert_eq!(gradients(&network), gradients(&network));
}
