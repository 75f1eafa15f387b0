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
    /// The number of distinct characters that are read as [`RARE`](super::RARE).
    pub rare_chars: usize,
    /// The number of their occurrences.
    pub rare_count: usize,
    /// The number of `\r\n` and `\r` that became `\n`.
    pub line_endings_replaced: usize,
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
            rare_chars: 0,
            rare_count: 0,
            line_endings_replaced: cleaned.line_endings_replaced,
        })
    }

    /// Prepares the text for a run, and returns the [starts of its documents](document_starts),
    /// each of which ends with `separator`. Characters with fewer than `rare_below` occurrences, but
    /// for those of the separator, are then read as [`RARE`](super::RARE), and so are unknown
    /// characters of a prompt. A text that begins like a document begins from the separator's last
    /// character.
    pub fn prepare(&mut self, separator: &str, rare_below: u32) -> Vec<usize> {
        let separator = clean(separator).text;
        let ids = self.vocabulary.encode(&separator).unwrap_or_default();
        let starts = document_starts(&self.ids, &ids);
        self.documents = starts.len() + 1;
        if rare_below > 0 {
            self.merge_rare(rare_below, &ids);
        }
        if !starts.is_empty() {
            // Anew, because merged characters change the ids.
            let ids = self.vocabulary.encode(&separator).unwrap_or_default();
            self.vocabulary.set_separator(ids);
        }
        starts
    }

    fn merge_rare(&mut self, rare_below: u32, separator: &[u32]) {
        let mut counts = vec![0; self.vocabulary.len()];
        for &id in &self.ids {
            counts[id as usize] += 1;
        }
        for &id in separator {
            counts[id as usize] = u32::MAX;
        }
        if counts.iter().all(|&count| count >= rare_below) {
            return;
        }
        let merged = self.vocabulary.with_rare(&counts, rare_below);
        for (&symbol, count) in self.vocabulary.chars().iter().zip(&mut counts) {
            if *count < rare_below {
                self.rare_chars += 1;
                self.rare_count += *count as usize;
            }
            *count = merged.id(symbol).unwrap_or(0); // from here on, the id
        }
        for id in &mut self.ids {
            *id = counts[*id as usize];
        }
        self.vocabulary = merged;
    }
}
