//! A model made from weights and vocabulary, with another text and without one.

use lstm_playground::Error;
use lstm_playground::inspection::Reading;
use lstm_playground::model::CellKind;
use lstm_playground::sampling::{SamplingOptions, generate};
use lstm_playground::task::Task;
use lstm_playground::text::{RARE, Text, Vocabulary};
use lstm_playground::training::{CharModel, Config, Trainer};
use lstm_playground_tests::{eight_shards, random_text, step_together};
use wasm_bindgen_test::wasm_bindgen_test;

/// A run that has learnt a text of twenty letters for some steps.
fn learnt(config: &Config) -> Trainer<f32> {
    let mut trainer = fresh(&random_text(1500, 20, 1), config);
    trainer.train_steps(12).expect("finite");
    trainer
}

fn fresh(text: &str, config: &Config) -> Trainer<f32> {
    Trainer::new(encoded(text), config.clone()).expect("good settings")
}

fn encoded(text: &str) -> Text {
    Text::new(text).expect("long enough")
}

/// Another text, of the same twenty letters.
fn other_text() -> String {
    random_text(1700, 20, 2)
}

fn model(trainer: &Trainer<f32>, config: &Config) -> CharModel<f32> {
    let weights = trainer.network().params().as_slice();
    CharModel::from_weights(config.clone(), trainer.text().vocabulary.clone(), weights)
        .expect("of this network")
}

fn kept(trainer: &Trainer<f32>, text: &str, config: &Config) -> Trainer<f32> {
    model(trainer, config).train_on(encoded(text)).expect("known characters")
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_on_another_text_keeps_the_weights_and_begins_anew_otherwise() {
    for &cell in CellKind::ALL {
        let config = Config { cell, ..eight_shards() };
        let learnt = learnt(&config);
        let mut kept = kept(&learnt, &other_text(), &config);
        assert_eq!(kept.network().params(), learnt.network().params(), "{cell:?}");
        assert_eq!((kept.steps(), kept.stop_reason()), (0, None), "{cell:?}");
        assert_eq!((kept.best_validation(), kept.newest_validation()), (None, None), "{cell:?}");

        // A run that never had other weights: the same moments, counters, windows and validation.
        let mut anew = fresh(&other_text(), &config);
        let mut start = anew.checkpoint();
        let weights = learnt.network().params().as_slice();
        let count = weights.len();
        let last_good = start.values.len() - count - num_states(&anew);
        start.values[..count].copy_from_slice(weights);
        start.values[last_good..][..count].copy_from_slice(weights);
        anew.restore(&start).expect("of this run");
        assert!(kept.checkpoint() == start, "{cell:?}");
        assert_eq!(kept.split(), anew.split(), "{cell:?}");
        for _ in 0..30 {
            assert_eq!(kept.train_step(), anew.train_step(), "{cell:?}");
        }
        assert!(kept.checkpoint() == anew.checkpoint(), "{cell:?}");
        assert!(kept.best_validation().is_some(), "{cell:?}");
    }
}

/// The numbers of a trainer's state.
fn num_states(trainer: &Trainer<f32>) -> usize {
    let state = trainer.network().zero_state(trainer.windows().shape().batch_size);
    state.num_values()
}

#[wasm_bindgen_test(unsupported = test)]
fn with_the_same_text_the_split_and_the_ids_are_the_same() {
    for separator in ["", "a"] {
        let config = Config { separator: separator.to_owned(), ..eight_shards() };
        let learnt = learnt(&config);
        let kept = kept(&learnt, &random_text(1500, 20, 1), &config);
        assert_eq!((kept.text(), kept.split()), (learnt.text(), learnt.split()));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_vocabulary_may_have_characters_that_the_text_lacks() {
    let config = eight_shards();
    let learnt = learnt(&config);
    let few = random_text(1700, 12, 3);
    let mut kept = kept(&learnt, &few, &config);
    assert_eq!(kept.text().vocabulary, learnt.text().vocabulary);
    assert_eq!(kept.text().vocabulary.decode(&kept.text().ids), few);
    assert_eq!(kept.text().distinct_chars, encoded(&few).vocabulary.len());
    let (split, ids) = (kept.split(), &kept.text().ids);
    assert_eq!(split.unseen_chars(ids, 20), (0, 0), "the missing ones do not count");
    kept.train_steps(20).expect("finite");

    // Restored from a checkpoint, and with several replicas.
    let make = || self::kept(&learnt, &few, &config);
    let checkpoint = kept.checkpoint();
    let mut restored = make();
    restored.restore(&checkpoint).expect("of this run");
    kept.train_steps(15).expect("finite");
    restored.train_steps(15).expect("finite");
    assert!(restored.checkpoint() == kept.checkpoint());
    for count in [1, 2, 3] {
        let mut replicas: Vec<_> = (0..count).map(|_| make()).collect();
        for _ in 0..35 {
            step_together(&mut replicas);
            replicas[0].validate();
        }
        assert!(replicas[0].checkpoint() == kept.checkpoint(), "{count} replicas");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn unknown_characters_are_refused_all_by_name() {
    let trainer = fresh(&"abc".repeat(30), &eight_shards());
    let refused = |text: &str| {
        let model = model(&trainer, &eight_shards());
        model.train_on(encoded(text)).expect_err("unknown characters")
    };
    let error = refused("abc😀\"ab\"😀");
    assert_eq!(error, Error::UnknownChars { symbols: "\"😀".to_owned() });
    assert_eq!(
        error.to_string(),
        "the network has not learnt \"\\\"😀\", which the text has; remove these characters, or start \
         with a new network"
    );
    let many: String = ('d'..='z').collect();
    let message = refused(&many).to_string();
    assert!(message.starts_with("the network has not learnt \"defghijk\" and 15 more, which"));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_vocabulary_with_rare_characters_reads_unknown_ones_likewise() {
    let config = Config { rare_below: 3, ..eight_shards() };
    let trainer = fresh(&("abc".repeat(20) + "§"), &config);
    assert_eq!(trainer.text().vocabulary.chars(), ['a', 'b', 'c', RARE]);
    // The counts of the other text do not matter: b and c stay.
    let kept = kept(&trainer, &("aab§c".to_owned() + &"a".repeat(20) + "×§\n"), &config);
    let text = kept.text();
    assert_eq!(text.vocabulary, trainer.text().vocabulary);
    assert_eq!(text.ids[..5], [0, 0, 1, 3, 2]);
    assert_eq!(text.ids[25..], [3, 3, 3]);
    assert_eq!((text.rare_chars, text.rare_count, text.distinct_chars), (3, 4, 4));

    // A separator is known, or no document could be told from the rest.
    let config = Config { separator: "\n".to_owned(), ..config };
    let refused = model(&trainer, &config).train_on(encoded("abc\nab§c\n"));
    assert_eq!(refused.expect_err("unknown"), Error::UnknownChars { symbols: "\n".to_owned() });
}

#[wasm_bindgen_test(unsupported = test)]
fn the_documents_are_those_of_the_other_text() {
    let config = Config { separator: ";".to_owned(), ..eight_shards() };
    let documents = fresh(&"ab;c\n".repeat(30), &config);
    let opening = |trainer: &Trainer<f32>| {
        let vocabulary = &trainer.text().vocabulary;
        vocabulary.opening().map(|id| vocabulary.chars()[id as usize])
    };
    assert_eq!(opening(&documents), Some(';'));
    let one = kept(&documents, &"abc\n".repeat(30), &config);
    assert_eq!((one.text().documents, opening(&one)), (1, Some('\n')));
    assert!(one.text().vocabulary.separator().is_empty());
    let mut again = kept(&one, &"cb;\n".repeat(30), &config);
    assert_eq!((again.text().documents, opening(&again)), (31, Some(';')));
    let anew = Trainer::<f32>::new(encoded(&("cb;\n".repeat(30) + "a")), config).expect("good");
    assert_eq!(anew.split().starts()[..9], again.split().starts()[..9]);
    again.train_steps(3).expect("finite");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_model_without_a_text_writes_and_reads_as_the_run_does() {
    let config = Config { separator: "a".to_owned(), ..eight_shards() };
    let trainer = learnt(&config);
    let text = trainer.text();
    let chars = String::from_iter(text.vocabulary.chars());
    let vocabulary = Vocabulary::from_chars(&chars, false).expect("in order");
    let weights = trainer.network().params().as_slice();
    let model = CharModel::from_weights(config, vocabulary, weights).expect("of this network");
    assert_eq!(model.vocabulary(), &text.vocabulary);
    let options = SamplingOptions { length: 80, ..SamplingOptions::default() };
    let written = generate(model.network(), model.vocabulary(), &options);
    assert_eq!(written, generate(trainer.network(), &text.vocabulary, &options));
    let read = |network| Reading::new(network, text.ids[..50].to_vec(), 0..50, None).run(network);
    assert_eq!(read(model.network()), read(trainer.network()));
}

#[wasm_bindgen_test(unsupported = test)]
fn weights_and_vocabularies_that_do_not_fit_are_refused() {
    let config = Config { hidden_size: 2, ..Config::default() };
    let vocabulary = || Vocabulary::from_chars("ab", false).expect("in order");
    let count = config.network(2).layout().num_weights();
    let refused = |config: &Config, weights: &[f32]| {
        CharModel::from_weights(config.clone(), vocabulary(), weights)
            .expect_err("refused")
            .to_string()
    };
    let fitting = vec![0.5; count];
    let message =
        format!("weights must be {count} finite numbers, for this network and vocabulary");
    assert_eq!(refused(&config, &fitting[1..]), format!("{message}, got {} numbers", count - 1));
    for wrong in [f32::NAN, f32::INFINITY] {
        let mut weights = fitting.clone();
        weights[3] = wrong;
        assert_eq!(refused(&config, &weights), format!("{message}, got some that are not finite"));
    }
    let wrong = Config { num_layers: 0, ..config.clone() };
    assert!(refused(&wrong, &fitting).starts_with("num_layers must be"));
    let huge = Config { seq_len: 1024, batch_size: 256, hidden_size: 1024, ..config };
    let weights = vec![0.5; huge.network(2).layout().num_weights()];
    let model = CharModel::<f32>::from_weights(huge, vocabulary(), &weights).expect("fits");
    let error = model.train_on(encoded(&"ab".repeat(500_000))).expect_err("too much memory");
    assert!(matches!(error, Error::Memory { .. }), "{error}");

    for (chars, given) in [("", "\"\""), ("abb", "\"bb\""), ("acb", "\"cb\"")] {
        let error = Vocabulary::from_chars(chars, true).expect_err("out of order").to_string();
        let expected = "vocabulary must be different characters in code point order, got ";
        assert_eq!(error, expected.to_owned() + given);
    }
    let rare = Vocabulary::from_chars("a\u{FFFD}", true).expect("in order");
    assert_eq!(rare.encode("ab"), Ok(vec![0, 1]));
    let literal = Vocabulary::from_chars("a\u{FFFD}", false).expect("in order");
    assert!(literal.encode("ab").is_err());
}
