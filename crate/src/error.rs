//! Errors: refused input and non-finite numbers. Every message names the value, the allowed values
//! and the remedy.

use crate::number::{quoted, to_text};

/// An error of settings, text, prompt, sampling options, checkpoints or training.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting, option or argument with a value that is not allowed.
    #[error("{name} must be {allowed}, got {given}")]
    Setting {
        /// The setting's name.
        name: String,
        /// The allowed values, in words.
        allowed: String,
        /// The given value.
        given: String,
    },

    /// An unknown name of a setting or an option.
    #[error("there is no setting {name}; the settings are {allowed}")]
    UnknownSetting {
        /// The given name.
        name: String,
        /// All names, separated by commas.
        allowed: String,
    },

    /// Settings that need more memory than is allowed.
    #[error(
        "these settings need {needed_mib} MiB of memory and {allowed_mib} MiB are allowed; \
         use a smaller hidden size, fewer layers, a smaller batch or shorter windows"
    )]
    Memory {
        /// The memory that the settings need, in MiB.
        needed_mib: u64,
        /// The memory that is allowed, in MiB.
        allowed_mib: u64,
    },

    /// A text too short to train on.
    #[error(
        "the text must have at least {allowed} characters, got {given}; \
         the network reads one to predict the next: use a longer text"
    )]
    TextTooShort {
        /// The text's length in characters.
        given: usize,
        /// The minimum length.
        allowed: usize,
    },

    /// A text above the maximum length.
    #[error("the text must have at most {allowed} characters, got {given}; train on a part of it")]
    TextTooLong {
        /// The text's length in characters.
        given: usize,
        /// The maximum length.
        allowed: usize,
    },

    /// A character outside the vocabulary.
    #[error(
        "character {position} is {} (U+{:04X}), which the training text does not have; \
         remove it or add it to the text", quoted(&symbol.to_string(), '\''), u32::from(*symbol)
    )]
    UnknownChar {
        /// The character.
        symbol: char,
        /// The character's position in the prompt, counted from 1.
        position: usize,
    },

    /// A text with characters outside the vocabulary of the network that is to learn it.
    #[error(
        "the network has not learnt {}, which the text has; \
         remove these characters, or start with a new network",
        some_quoted(symbols)
    )]
    UnknownChars {
        /// All such characters, in code point order.
        symbols: String,
    },

    /// A loss, gradient or weight that is infinite or NaN; a rollback has restored the last good
    /// weights.
    #[error(
        "the {what} is not finite; the last good weights, from step {step}, are restored: \
         lower the learning rate (now {}) or set a smaller gradient clip (now {}; 0 is none), \
         then continue", to_text(*learning_rate), to_text(*grad_clip)
    )]
    NotFinite {
        /// The name of the non-finite number: `loss`, `gradient` or `result of an update`.
        what: &'static str,
        /// The step of the restored weights.
        step: u64,
        /// The learning rate, before the schedule's factor.
        learning_rate: f64,
        /// The current bound on the gradient's norm.
        grad_clip: f64,
    },

    /// A checkpoint of another run.
    #[error(
        "the snapshot has {given} and this run needs {allowed}; \
         restore it in a run on the same text with the same settings"
    )]
    Checkpoint {
        /// The property of the checkpoint that does not fit this run, in words.
        given: String,
        /// The required property, in words.
        allowed: String,
    },

    /// An unknown name of a parameter tensor.
    #[error("there is no parameter {name}; the parameters are {allowed}")]
    UnknownParameter {
        /// The given name.
        name: String,
        /// All names, separated by commas.
        allowed: String,
    },
}

/// The most characters of a list that a message quotes.
const QUOTED: usize = 8;

/// The first characters of a list, quoted, and the number of the others.
fn some_quoted(symbols: &str) -> String {
    let shown = quoted(&symbols.chars().take(QUOTED).collect::<String>(), '"');
    match symbols.chars().count().saturating_sub(QUOTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
