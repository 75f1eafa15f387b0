//! A text ready for training: its vocabulary, its ids, its training and validation part.

use super::{Vocabulary, clean};
use crate::error::Error;

/// The longest text that is accepted, in characters.
pub const MAX_CHARS: usize = 5_000_000;

/// A cleaned and encoded text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Its distinct characters.
    pub vocabulary: Vocabulary,
    /// Its characters as ids.
    pub ids: Vec<u32>,
    /// How many `\r\n` and `\r` became `\n`.
    pub line_endings_replaced: usize,
    /// How many characters composition (NFC) took or exchanged.
    pub chars_composed: usize,
}

impl Text {
    /// Cleans and encodes `text`.
    ///
    /// # Errors
    /// [`Error::TextTooShort`] below two characters, [`Error::TextTooLong`] above [`MAX_CHARS`].
    pub fn new(text: &str) -> Result<Self, Error> {
        // A text many times too long would fill the memory before its characters are compared;
        // cleaning leaves at least a third of it.
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

    /// Cuts a contiguous tail of `validation_fraction` of the characters off for validation; at
    /// least two characters stay for training.
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
    /// Both parts.
    pub fn ids(&self) -> &'a [u32] {
        self.ids
    }

    /// The training part.
    pub fn training(&self) -> &'a [u32] {
        &self.ids[..self.cut]
    }

    /// How many characters the validation tail has. 0: there is none.
    pub fn validation_chars(&self) -> usize {
        self.ids.len() - self.cut
    }

    /// The validation tail after one character of context: the last one of the training part, which
    /// is read but not predicted. `None` when the tail is empty.
    pub fn validation(&self) -> Option<&'a [u32]> {
        (self.validation_chars() > 0).then(|| &self.ids[self.cut - 1..])
    }
}
