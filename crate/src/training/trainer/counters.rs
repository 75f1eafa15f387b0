//! The counters and constants of a checkpoint as a row of numbers with names, for JavaScript and for
//! files.

use super::checkpoint::impossible;
use super::{Progress, StopReason, Validated, ValidationProgress};
use crate::error::Error;
use crate::number::to_text;

/// The names of the whole numbers of [`Progress::counters`], which come first.
pub const COUNTS: [&str; 12] = [
    "step",
    "windows_read",
    "dropout_draws",
    "last_good_step",
    "position_offset",
    "position_next",
    "newest_validation_step",
    "best_validation_step",
    "pass_step",
    "pass_portions",
    "patience_from",
    "stop",
];

/// The names of the other numbers of [`Progress::counters`], which follow.
pub const CONSTANTS: [&str; 6] = [
    "best_loss",
    "beta_1_power",
    "beta_2_power",
    "learning_rate",
    "newest_validation_loss",
    "best_validation_loss",
];

/// The numbers before the losses of the streams of a validation pass.
const COUNTERS: usize = COUNTS.len() + CONSTANTS.len();

/// The least whole number that a double does not tell from the next.
const MAX_COUNT: f64 = (1_u64 << 53) as f64;

impl Progress {
    /// The numbers of [`COUNTS`], those of [`CONSTANTS`], then the losses of the streams of the
    /// validation pass, if one is being made.
    pub fn counters(&self) -> Vec<f64> {
        let ValidationProgress { newest, best, pass_step, portions, losses, patience_from, stop } =
            &self.validation;
        let counts: [u64; COUNTS.len()] = [
            self.step,
            self.windows_read,
            self.dropout_draws,
            self.last_good_step,
            self.position.0 as u64,
            self.position.1 as u64,
            newest.step,
            best.step,
            *pass_step,
            *portions as u64,
            *patience_from,
            stop.map_or(0, |reason| reason as u64),
        ];
        let constants: [f64; CONSTANTS.len()] = [
            self.best_loss,
            self.beta_powers.0,
            self.beta_powers.1,
            self.learning_rate,
            newest.loss,
            best.loss,
        ];
        [&counts.map(|count| count as f64), &constants[..], losses].concat()
    }

    /// The progress with these [`counters`](Self::counters).
    ///
    /// # Errors
    /// [`Error::Checkpoint`] for too few of them, and for a count that is no whole number.
    pub fn from_counters(counters: &[f64]) -> Result<Self, Error> {
        let Some((&first, losses)) = counters.split_first_chunk::<COUNTERS>() else {
            return Err(impossible(&format!("{} counters", counters.len()), "more"));
        };
        let [counts @ .., best_loss, beta_1, beta_2, learning_rate, newest_loss, lowest] = first;
        let is_count = |x: &f64| (0.0..MAX_COUNT).contains(x) && x.fract() == 0.0;
        if let Some(x) = counters.iter().take(counts.len()).find(|&x| !is_count(x)) {
            let given = format!("the counter {}", to_text(*x));
            return Err(impossible(&given, "counters that are whole numbers"));
        }
        let counts = counts.map(|count| count as u64);
        let [step, windows_read, dropout_draws, last_good_step, offset, next, validation @ ..] =
            counts;
        let [newest, best, pass_step, portions, patience_from, stop] = validation;
        Ok(Self {
            step,
            windows_read,
            dropout_draws,
            last_good_step,
            position: (offset as usize, next as usize),
            best_loss,
            beta_powers: (beta_1, beta_2),
            learning_rate,
            validation: ValidationProgress {
                newest: Validated { step: newest, loss: newest_loss },
                best: Validated { step: best, loss: lowest },
                pass_step,
                portions: portions as usize,
                losses: losses.to_vec(),
                patience_from,
                stop: match stop {
                    0 => None,
                    1 => Some(StopReason::Patience),
                    _ => Some(StopReason::MaxSteps),
                },
            },
        })
    }
}
