//! The options of a generated text.

use crate::error::Error;
use crate::setting::{Kind, Setting, Value, settings};

settings! {
    /// The prompt, the length and the sampling parameters.
    ///
    /// The probabilities are softmax(logits / temperature). Only the `top_k` likeliest characters
    /// can be sampled, and of these only the fewest whose probabilities sum to `top_p`.
    struct SamplingOptions;

    /// The options by name.
    const OPTIONS;

    /// The text that the continuation follows; may be empty.
    prompt: String = String::new(), TEXT, "";

    /// Characters to sample, at most.
    length: usize = 200, Kind::integer(0, 100_000), "characters";

    /// Below 1 sharpens the probabilities, above 1 flattens them; 0 always takes the likeliest.
    temperature: f64 = 0.8, Kind::number(0.0, 10.0), "";

    /// The number of likeliest characters that can be sampled; 0 means all.
    top_k: usize = 0, Kind::integer(0, 65_536), "characters";

    /// The total probability of the characters that can be sampled; 1 means all.
    top_p: f64 = 1.0, Kind::number(0.0, 1.0), "";

    /// The seed of the random numbers.
    seed: u32 = 1, Kind::integer(0, u32::MAX), "";

    /// The continuation ends with the first occurrence of this text; empty means that only `length`
    /// ends it. Cleaned like every text. A text with a character that the vocabulary does not have
    /// never occurs.
    stop: String = String::new(), TEXT, "";

    /// Above 1, a character that would prolong a repetition becomes less likely
    /// ([`Repetition`](super::Repetition)); 1 is off.
    repetition: f64 = 1.0, Kind::number(1.0, 10.0), "";
}

const TEXT: Kind = Kind::Text {
    allows: |text| text.chars().count() <= 100_000,
    form: "a text of at most 100000 characters",
};

impl SamplingOptions {
    /// Sets the option `name`.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], or [`Error::Setting`] for a value that is not allowed; the
    /// options are then unchanged.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        Setting::assign_by_name(OPTIONS, self, name, value)
    }
}
