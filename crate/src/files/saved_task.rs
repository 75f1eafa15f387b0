//! The task of a text that was made to measure memory.

use serde_json::Value;

use super::json::{self, Metadata, count_of, number_of, object_in, quoted};
use super::run_file_error::{RunFileError, refusal};
use crate::text::LagTask;

/// The task to which a text that was made to measure memory belongs; the page measures it.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedTask {
    /// The task.
    pub task: LagTask,
    /// Its lag, in characters.
    pub lag: u64,
    /// The least number of characters of its text.
    pub chars: u64,
    /// The seed of its text.
    pub seed: u64,
    /// The lowest possible loss, in bits per character.
    pub bits_per_char: f64,
    /// The index of a character that needs memory.
    pub index: u64,
}

/// The task as JSON.
pub fn write(task: &SavedTask) -> String {
    json::object([
        ("task", json::string(task.task.name())),
        ("lag", task.lag.to_string()),
        ("chars", task.chars.to_string()),
        ("seed", task.seed.to_string()),
        ("bits_per_char", json::string(&json::number(task.bits_per_char))),
        ("index", task.index.to_string()),
    ])
}

/// The task of a file with this text, if it names one.
pub fn read(metadata: &Metadata, text: &str) -> Result<Option<SavedTask>, RunFileError> {
    let Some(given) = metadata.get("task") else { return Ok(None) };
    let written = object_in(metadata, "task")?;
    let count = |name: &str| count_of(written.get(name));
    let task = || {
        Some(SavedTask {
            task: written.get("task")?.as_str()?.parse().ok()?,
            lag: count("lag")?,
            chars: count("chars")?,
            seed: count("seed")?,
            bits_per_char: number_of(written.get("bits_per_char"))?,
            index: count("index")?,
        })
    };
    let is_in_text = |task: &SavedTask| task.index < text.encode_utf16().count() as u64;
    task().filter(is_in_text).map(Some).ok_or_else(|| {
        let expected = "task, lag, chars, seed, bits_per_char and index of a memory test";
        refusal(format!("\"task\" is {}", quoted(&Value::from(given.as_str()))), expected)
    })
}
