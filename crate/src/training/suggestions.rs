//! Suggested settings, by the length of the text and the number of its distinct characters.

use super::{Config, Schedule};
use crate::setting::Value;

/// Settings that suit a text of at least `from_chars` characters, at least `from_distinct` of them
/// distinct. The other settings keep their defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// The least length, in characters.
    pub from_chars: usize,
    /// The least number of distinct characters.
    pub from_distinct: usize,
    /// The values of [`SUGGESTED`](Self::SUGGESTED).
    pub values: [f64; 7],
    /// The schedule.
    pub schedule: Schedule,
}

impl Suggestion {
    /// The names of the settings that have numbers.
    pub const SUGGESTED: [&str; 7] = [
        "hidden_size",
        "seq_len",
        "batch_size",
        "learning_rate",
        "dropout",
        "weight_decay",
        "validation_fraction",
    ];
}

/// The suggestions, measured by `npm run defaults`; the last row that a text reaches applies.
///
/// A short text suits few streams, so that an epoch has many updates, and dropout, because it is
/// soon learnt by heart; one of 40,000 to 300,000 letters with fewer than 400 distinct ones suits a
/// decay of the weights, without which the unseen text is predicted worse and worse after the best
/// step. A long text has more to teach than a small network can hold. With many distinct characters
/// most of a step is the head's work, so the network is small; and a long text of them has a small
/// validation text, which takes as long.
pub const SUGGESTIONS: &[Suggestion] = &[
    // least length, distinct; units, window, streams, rate, dropout, decay, unseen; cosine
    row(0, 0, [64.0, 16.0, 8.0, 0.005, 0.4, 0.0, 0.1], 0),
    row(5_000, 0, [96.0, 24.0, 8.0, 0.008, 0.5, 0.0, 0.1], 0),
    row(40_000, 0, [96.0, 48.0, 16.0, 0.015, 0.2, 0.1, 0.1], 12_000),
    row(300_000, 0, [128.0, 32.0, 16.0, 0.012, 0.0, 0.0, 0.1], 24_000),
    row(0, 400, [64.0, 32.0, 8.0, 0.01, 0.5, 0.0, 0.1], 0),
    row(300_000, 400, [96.0, 48.0, 8.0, 0.01, 0.0, 0.0, 0.03], 24_000),
    row(0, 2_000, [64.0, 32.0, 8.0, 0.01, 0.4, 0.0, 0.1], 0),
    row(300_000, 2_000, [64.0, 32.0, 8.0, 0.01, 0.0, 0.0, 0.01], 24_000),
];

const fn row(
    from_chars: usize,
    from_distinct: usize,
    values: [f64; 7],
    total_steps: u32,
) -> Suggestion {
    let schedule = match total_steps {
        0 => Schedule::Constant,
        _ => Schedule::Cosine { warmup_steps: 0, total_steps },
    };
    Suggestion { from_chars, from_distinct, values, schedule }
}

impl Config {
    /// The defaults with the [`SUGGESTIONS`] for a text of `chars` characters, `distinct_chars` of
    /// them distinct.
    pub fn for_text(chars: usize, distinct_chars: usize) -> Self {
        let suits =
            |row: &&Suggestion| row.from_chars <= chars && row.from_distinct <= distinct_chars;
        let mut config = Self::default();
        if let Some(suggestion) = SUGGESTIONS.iter().rfind(suits) {
            for (name, x) in Suggestion::SUGGESTED.into_iter().zip(suggestion.values) {
                config.set(name, &Value::Number(x)).expect("suggestions are settings in range");
            }
            config.schedule = suggestion.schedule;
        }
        config
    }
}
