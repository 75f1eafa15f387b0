//! A text prepared for training: vocabulary, ids, training and validation text.

use super::{Vocabulary, clean};
use crate::error::Error;

/// The length of the longest text, in characters.
pub const MAX_CHARS: usize = 5_000_000;

/// A cleaned and encoded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The distinct characters.
    pub vocabulary: Vocabulary,
    /// The characters as ids.
    pub ids: Vec<u32>,
    /// The number of `\r\n` and `\r` that became `\n`.
    pub line_endings_replaced: usize,
    /// The number of characters that composition (NFC) removed or replaced.
    pub chars_composed: usize,
}

impl Text {
    /// Cleans and encodes `text`.
    ///
    /// # Errors
    /// [`Error::TextTooShort`] below two characters, [`Error::TextTooLong`] above [`MAX_CHARS`].
    pub fn new(text: &str) -> Result<Self, Error> {
        // Cleaning leaves at least a third of the characters. A text above three times the limit is
        // refused here, because cleaning could exhaust the memory.
        let given = text.chars().count();
        if given > 3 * MAX_CHARS {
            return Err(Error::TextTooLong { given, allowed: MAX_CHARS });
        }
        let cleaned = clean(text);
        let given = cleaned.text.chars().count();
        if given < 2 {
            return Err(Error::TextTooShort { given, allowed: 2 });
        }
        if given > MAX_CHARS {
            return Err(Error::TextTooLong { given, allowed: MAX_CHARS });
        }
        let vocabulary = Vocabulary::from_text(&cleaned.text);
        let ids = vocabulary.encode(&cleaned.text)?;
        Ok(Self {
            vocabulary,
            ids,
            line_endings_replaced: cleaned.line_endings_replaced,
            chars_composed: cleaned.chars_composed,
        })
    }

    /// Splits off the last `validation_fraction` of the characters as validation text; at least two
    /// characters remain for training.
    pub fn split(&self, validation_fraction: f64) -> Split<'_> {
        let wanted = (self.ids.len() as f64 * validation_fraction) as usize;
        let cut = self.ids.len() - wanted.min(self.ids.len() - 2);
        Split { ids: &self.ids, cut }
    }
}

/// The two parts of a text. No character is predicted in both.
#[derive(Clone, Copy, Debug)]
pub struct Split<'a> {
    ids: &'a [u32],
    cut: usize,
}

impl<'a> Split<'a> {
    /// The whole text.
    pub fn ids(&self) -> &'a [u32] {
        self.ids
    }

    /// The training text.
    pub fn training(&self) -> &'a [u32] {
        &self.ids[..self.cut]
    }

    /// The length of the validation text, which may be 0.
    pub fn validation_chars(&self) -> usize {
        self.ids.len() - self.cut
    }

    /// The validation text after one character of context, the last of the training text, which is
    /// read but not predicted. `None` if the validation text is empty.
    pub fn validation(&self) -> Option<&'a [u32]> {
        (self.validation_chars() > 0).then(|| &self.ids[self.cut - 1..])
    }
}
