//! Settings: the refused values, the messages, and the limit on memory.

use lstm_playground::Error;
use lstm_playground::memory_limit::MAX_BYTES;
use lstm_playground::setting::Value;
use lstm_playground::text::Text;
use lstm_playground::training::{
    Config, OptimizerKind, SETTINGS, SUGGESTIONS, Schedule, Suggestion, Trainer, footprint,
};
use lstm_playground_tests::random_text;
use wasm_bindgen_test::wasm_bindgen_test;

fn text(text: &str) -> Text {
    Text::new(text).expect("long enough")
}

#[wasm_bindgen_test(unsupported = test)]
fn settings_beyond_the_memory_limit_are_refused_before_allocation() {
    let large = Config {
        hidden_size: 1024,
        num_layers: 3,
        batch_size: 256,
        seq_len: 1024,
        ..Config::default()
    };
    let source = text(&random_text(300_000, 90, 1));
    let needed = footprint(&large, source.vocabulary.len(), source.ids.len());
    let error = Trainer::<f32>::new(source, large).unwrap_err();
    let needed_mib = needed.div_ceil(1 << 20);
    assert_eq!(error, Error::Memory { needed_mib, allowed_mib: MAX_BYTES >> 20 });
    assert!(error.to_string().contains(&format!("{needed_mib} MiB")));
}

#[wasm_bindgen_test(unsupported = test)]
fn every_setting_is_checked() {
    let mut config = Config::default();
    let mut refused = |name: &str, value: Value| {
        let before = config.clone();
        let error = config.set(name, &value).unwrap_err();
        assert_eq!(config, before, "a refused value changes nothing");
        error.to_string()
    };
    let out_of = |name: &str, range: &str, x: f64| {
        let value = Value::Number(x);
        (format!("{name} must be {range}, got {value}"), name.to_owned(), value)
    };
    let mut cases = Vec::new();
    for (name, min, max) in [
        ("hidden_size", 1.0, 1024.0),
        ("num_layers", 1.0, 3.0),
        ("seq_len", 1.0, 1024.0),
        ("batch_size", 1.0, 256.0),
        ("seed", 0.0, 4_294_967_295.0),
    ] {
        let range = format!("a whole number from {min} to {max}");
        for x in [min - 1.0, max + 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, min + 0.5] {
            cases.push(out_of(name, &range, x));
        }
    }
    for (name, min, max) in [
        ("dropout", 0.0, 0.9),
        ("forget_bias", -10.0, 10.0),
        ("learning_rate", 1e-6, 10.0),
        ("grad_clip", 0.0, 1000.0),
        ("validation_fraction", 0.0, 0.5),
    ] {
        let range = format!("a number from {min} to {max}");
        for x in [min - 1.0, max + 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            cases.push(out_of(name, &range, x));
        }
    }
    for (message, name, value) in cases {
        assert_eq!(refused(&name, value), message);
    }
    assert_eq!(
        refused("optimizer", Value::Text("addam".into())),
        "optimizer must be one of adam, adamw, rmsprop, sgd, got \"addam\""
    );
    assert_eq!(
        refused("hidden_size", Value::Text("12".into())),
        "hidden_size must be a whole number from 1 to 1024, got \"12\""
    );
    assert_eq!(
        refused("cell", Value::Other("undefined".into())),
        "cell must be one of lstm, peephole, four-gate, no-input-gate, no-forget-gate, \
         no-output-gate, linear-input, linear-output, coupled-gates, full-gate-recurrence, \
         gru, rnn, got undefined"
    );
    for schedule in
        ["", "cos", "cosine:5", "cosine:5:5", "cosine:-1:5", "cosine:1:10000001", "cosine:1:2:3"]
    {
        let message = refused("schedule", Value::Text(schedule.into()));
        assert_eq!(
            message,
            format!(
                "schedule must be constant, cosine, or cosine:WARMUP:TOTAL \
                 with 0 <= WARMUP < TOTAL <= {} steps, got {schedule:?}",
                Schedule::MAX_TOTAL
            )
        );
    }
    assert!(refused("hiden_size", Value::Number(1.0)).starts_with(
        "there is no setting hiden_size; the settings are cell, hidden_size, num_layers"
    ));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_trainer_refuses_settings_out_of_range() {
    let config = Config { hidden_size: 0, ..Config::default() };
    let error = Trainer::<f32>::new(text("hello"), config).unwrap_err();
    let message = "hidden_size must be a whole number from 1 to 1024, got 0";
    assert_eq!(error.to_string(), message);
}

#[wasm_bindgen_test(unsupported = test)]
fn suggestions_are_in_range_and_cover_every_text() {
    let mut unused: Vec<_> = SUGGESTIONS.iter().collect();
    for chars in SUGGESTIONS.iter().map(|row| row.from_chars).chain([2, 1_999, 5_000_000]) {
        for distinct_chars in SUGGESTIONS.iter().map(|row| row.from_distinct).chain([2, 60]) {
            let config = Config::for_text(chars, distinct_chars);
            config.check().expect("a suggestion is allowed");
            let reached =
                |row: &&Suggestion| row.from_chars <= chars && row.from_distinct <= distinct_chars;
            let last = SUGGESTIONS.iter().rfind(reached).expect("every text has a row");
            for (name, x) in Suggestion::SUGGESTED.into_iter().zip(last.values) {
                let setting = SETTINGS.iter().find(|row| row.name == name).expect("a setting");
                assert_eq!((setting.get)(&config), Value::Number(x), "{name}");
            }
            assert_eq!(config.schedule, last.schedule);
            unused.retain(|&row| row != last);
        }
    }
    assert_eq!(unused, Vec::<&Suggestion>::new());
    assert!(SUGGESTIONS.iter().map(|row| (row.from_distinct, row.from_chars)).is_sorted());
}

#[wasm_bindgen_test(unsupported = test)]
fn every_setting_of_the_table_can_be_set_to_its_default() {
    for setting in SETTINGS {
        let mut config = Config::default();
        config.set(setting.name, &setting.default()).expect("a default is allowed");
        assert_eq!(config, Config::default(), "{}", setting.name);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn parsing_inverts_the_display_of_a_schedule_and_an_optimizer() {
    let longest = Schedule::Cosine { warmup_steps: 0, total_steps: Schedule::MAX_TOTAL };
    for schedule in [Schedule::Constant, longest] {
        assert_eq!(schedule.to_string().parse(), Ok(schedule));
    }
    let cosine = Schedule::Cosine { warmup_steps: 100, total_steps: 5000 };
    assert_eq!("cosine".parse(), Ok(cosine));
    for name in OptimizerKind::NAMES {
        assert_eq!(name.parse::<OptimizerKind>().expect("a known name").to_string(), *name);
    }
    let error = "addam".parse::<OptimizerKind>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "optimizer must be one of adam, adamw, rmsprop, sgd, got \"addam\""
    );
}
