//! What can be wrong with what a caller hands in. Every message names the value, what is allowed
//! and the remedy.

use crate::number::to_text;

/// An error at one of the edges: settings, text, prompt and sampling options, training.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A setting or option has a value that is not allowed.
    #[error("{name} must be {allowed}, got {given}")]
    Setting {
        /// The setting's name.
        name: String,
        /// The allowed values, in words.
        allowed: String,
        /// The value that was given.
        given: String,
    },

    /// There is no setting or option of this name.
    #[error("there is no setting {name}; the settings are {allowed}")]
    UnknownSetting {
        /// The name that was given.
        name: String,
        /// Every name there is, separated by commas.
        allowed: String,
    },

    /// The model and its training would need more memory than is allowed.
    #[error(
        "these settings need {needed_mib} MiB of memory and {allowed_mib} MiB are allowed; \
         use a smaller hidden size, fewer layers, a smaller batch or shorter windows"
    )]
    Memory {
        /// What the settings need, in MiB.
        needed_mib: u64,
        /// What is allowed, in MiB.
        allowed_mib: u64,
    },

    /// The text has fewer characters than a prediction takes.
    #[error(
        "the text must have at least {allowed} characters, got {given}; \
         one is read, the next is predicted"
    )]
    TextTooShort {
        /// Characters in the text.
        given: usize,
        /// The least number allowed.
        allowed: usize,
    },

    /// The text has more characters than are allowed.
    #[error("the text must have at most {allowed} characters, got {given}; train on a part of it")]
    TextTooLong {
        /// Characters in the text.
        given: usize,
        /// The greatest number allowed.
        allowed: usize,
    },

    /// A character that the vocabulary does not have.
    #[error(
        "character {position} is {symbol:?} (U+{:04X}), which the training text does not have; \
         remove it or add it to the text", u32::from(*symbol)
    )]
    UnknownChar {
        /// The character.
        symbol: char,
        /// Its place in the prompt, counted from 1 in characters.
        position: usize,
    },

    /// The loss, the gradient or a weight became infinite or NaN; the last good weights have been
    /// restored.
    #[error(
        "the {what} is not finite; the last good weights, those of step {step}, are restored: \
         lower the learning rate (now {}) or set a smaller gradient clip (now {}; 0 is none), \
         then go on", to_text(*learning_rate), to_text(*grad_clip)
    )]
    NotFinite {
        /// `loss`, `gradient` or `result of an update`.
        what: &'static str,
        /// Updates that made the restored weights.
        step: u64,
        /// The learning rate, before the schedule's factor.
        learning_rate: f64,
        /// The bound on the gradient's norm in force.
        grad_clip: f64,
    },

    /// A checkpoint of another run.
    #[error(
        "the snapshot has {given} and this run needs {allowed}; \
         restore it in a run on the same text with the same settings"
    )]
    Checkpoint {
        /// The property of the checkpoint that does not fit, in words.
        given: String,
        /// The property that this run needs, in words.
        allowed: String,
    },

    /// There is no parameter tensor of this name.
    #[error("there is no parameter {name}; the parameters are {allowed}")]
    UnknownParameter {
        /// The name that was given.
        name: String,
        /// Every name there is, separated by commas.
        allowed: String,
    },
}
