//! The counters of a run by name, as strings: JSON has no infinity.

use serde_json::Value;

use super::json::{self, MAX_COUNT, Metadata, number_of, object_in, quoted};
use super::run_file_error::{RunFileError, refusal};
use crate::training::{CONSTANTS, COUNTS, Progress, StopReason};

/// The most streams of a validation pass.
const MAX_LOSSES: usize = 900;

fn names() -> impl Iterator<Item = &'static str> {
    COUNTS.into_iter().chain(CONSTANTS)
}

/// The counters as JSON.
pub fn write(progress: &Progress) -> String {
    let written = progress.counters().into_iter().map(|x| json::string(&json::number(x)));
    json::object(names().zip(written))
}

/// The counters of a file, and the losses of its validation pass.
pub fn read(metadata: &Metadata, losses: &[f64]) -> Result<Progress, RunFileError> {
    let written = object_in(metadata, "counters")?;
    if let Some(other) = written.keys().find(|key| !names().any(|name| name == key.as_str())) {
        let problem = format!("there is a counter {}", quoted(&Value::from(other.as_str())));
        return Err(refusal(problem, names().collect::<Vec<_>>().join(", ")));
    }
    let mut counters = Vec::new();
    for name in names() {
        let value = written.get(name);
        let Some(x) = number_of(value) else {
            let given = value.map_or("missing".to_owned(), quoted);
            return Err(refusal(format!("the counter {name} is {given}"), "a number as a string"));
        };
        counters.push(x);
    }
    let value = |name: &str| {
        let index = names().position(|known| known == name);
        counters[index.expect("a counter")]
    };
    let wrong = |name: &str, expected: &str| {
        let given = json::number(value(name));
        refusal(format!("the counter {name} is {given}"), expected)
    };
    let is_count = |x: f64| (0.0..=MAX_COUNT as f64).contains(&x) && x.fract() == 0.0;
    if let Some(name) = COUNTS.into_iter().find(|name| !is_count(value(name))) {
        return Err(wrong(name, "a whole number"));
    }
    if value("stop") > f64::from(StopReason::MaxSteps as u32) {
        return Err(wrong("stop", "at most 2"));
    }
    // After a rollback, validation results of later steps stay.
    for name in ["last_good_step", "pass_step"] {
        if value(name) > value("step") {
            return Err(wrong(name, &format!("at most {}, the step", value("step"))));
        }
    }
    if !value("best_validation_loss").is_finite() {
        return Err(wrong("best_validation_loss", "a finite number"));
    }
    for name in ["beta_1_power", "beta_2_power"] {
        if !(0.0..=1.0).contains(&value(name)) {
            return Err(wrong(name, "a number from 0 to 1"));
        }
    }
    if losses.len() > MAX_LOSSES || !losses.iter().all(|loss| (0.0..f64::INFINITY).contains(loss)) {
        let problem = "the tensor \"validation.losses\" cannot be the losses of a pass".to_owned();
        let expected = format!("at most {MAX_LOSSES} finite numbers, none below 0");
        return Err(refusal(problem, expected));
    }
    counters.extend(losses);
    Ok(Progress::from_counters(&counters)?)
}
