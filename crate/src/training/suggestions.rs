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
    /// Names and values of settings.
    pub set: &'static [(&'static str, f64)],
    /// The schedule.
    pub schedule: Schedule,
}

/// The suggestions; the last row that a text reaches applies. A short text suits few streams, so
/// that an epoch has many updates; a long text has more to teach than a small network can hold.
pub const SUGGESTIONS: &[Suggestion] = &[
    Suggestion {
        from_chars: 0,
        from_distinct: 0,
        set: &[
            ("hidden_size", 64.0),
            ("seq_len", 32.0),
            ("batch_size", 8.0),
            ("learning_rate", 0.005),
        ],
        schedule: Schedule::Constant,
    },
    Suggestion {
        from_chars: 2_000,
        from_distinct: 0,
        set: &[
            ("hidden_size", 128.0),
            ("seq_len", 48.0),
            ("batch_size", 16.0),
            ("learning_rate", 0.005),
        ],
        schedule: Schedule::Constant,
    },
    Suggestion {
        from_chars: 50_000,
        from_distinct: 0,
        set: &[
            ("hidden_size", 128.0),
            ("seq_len", 64.0),
            ("batch_size", 32.0),
            ("learning_rate", 0.004),
        ],
        schedule: Schedule::Constant,
    },
    Suggestion {
        from_chars: 500_000,
        from_distinct: 0,
        set: &[
            ("hidden_size", 256.0),
            ("seq_len", 64.0),
            ("batch_size", 16.0),
            ("learning_rate", 0.002),
        ],
        schedule: Schedule::Constant,
    },
];

impl Config {
    /// The defaults with the [`SUGGESTIONS`] for a text of `chars` characters, `distinct_chars` of
    /// them distinct.
    pub fn for_text(chars: usize, distinct_chars: usize) -> Self {
        let suits =
            |row: &&Suggestion| row.from_chars <= chars && row.from_distinct <= distinct_chars;
        let mut config = Self::default();
        if let Some(suggestion) = SUGGESTIONS.iter().rfind(suits) {
            for &(name, x) in suggestion.set {
                config.set(name, &Value::Number(x)).expect("suggestions are settings in range");
            }
            config.schedule = suggestion.schedule;
        }
        config
    }
}
