//! A text prepared for training: cleaned, its vocabulary, its characters as ids.

use super::{Vocabulary, clean, document_starts};
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
    /// The number of documents.
    pub documents: usize,
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
            documents: 1,
            line_endings_replaced: cleaned.line_endings_replaced,
            chars_composed: cleaned.chars_composed,
        })
    }

    /// Finds the documents, each of which ends with `separator`: see [`document_starts`]. A text
    /// that begins like a document then begins from the separator's last character.
    pub fn mark_documents(&mut self, separator: &str) -> Vec<usize> {
        let Ok(separator) = self.vocabulary.encode(&clean(separator).text) else {
            return Vec::new();
        };
        let starts = document_starts(&self.ids, &separator);
        self.documents = starts.len() + 1;
        if !starts.is_empty() {
            self.vocabulary.set_opening(separator.last().copied());
        }
        starts
    }
}
