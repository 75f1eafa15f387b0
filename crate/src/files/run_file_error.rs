//! Files that cannot be opened, and runs that cannot be saved.

use super::json::whole;
use crate::error::Error;

/// The error of a file with a run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RunFileError {
    /// A file that is no run.
    #[error("the file cannot be opened: {problem}; expected {expected}")]
    Refused {
        /// The property of the file for which it is refused.
        problem: String,
        /// The property that it should have.
        expected: String,
    },

    /// A file of a later version of the format.
    #[error(
        "the file cannot be opened: its format has the version \"{given}\", and this program \
         reads {allowed}: use a newer one"
    )]
    Future {
        /// The version of the file.
        given: String,
        /// The version that can be read.
        allowed: u32,
    },

    /// A run whose text and settings make no network.
    #[error("the file cannot be opened: {0}")]
    Model(#[from] Error),

    /// A run that no file can hold.
    #[error(
        "the run is too large to be saved: {part} would have {} bytes, and at most {} can be \
         opened again", whole(*given), whole(*allowed)
    )]
    TooLarge {
        /// The part of the file that is too large.
        part: &'static str,
        /// Its size.
        given: usize,
        /// The greatest size.
        allowed: usize,
    },

    /// A file that the system does not read or write.
    #[error("{path} cannot be {act}: {reason}")]
    System {
        /// The file's path.
        path: String,
        /// `read` or `written`.
        act: &'static str,
        /// The system's message.
        reason: String,
    },
}

/// The error for a file with this `problem`.
pub fn refusal(problem: String, expected: impl Into<String>) -> RunFileError {
    RunFileError::Refused { problem, expected: expected.into() }
}
