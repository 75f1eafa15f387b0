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
    /// The number of distinct characters of the text, as they are read. The vocabulary has more if
    /// it is that of another text.
    pub distinct_chars: usize,
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
            distinct_chars: vocabulary.len(),
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
    /// for those of a separator that ends documents, are then read as [`RARE`](super::RARE), and so
    /// are unknown characters of a prompt. A text that begins like a document begins from the
    /// separator's last character.
    pub fn prepare(&mut self, separator: &str, rare_below: u32) -> Vec<usize> {
        let (separator, starts) = self.find_documents(separator);
        if rare_below > 0 {
            self.merge_rare(rare_below, &separator);
        }
        self.vocabulary.set_separator(&separator);
        starts
    }

    fn merge_rare(&mut self, rare_below: u32, separator: &str) {
        let mut counts = self.counts();
        for id in self.vocabulary.own_ids(separator) {
            counts[id as usize] = u32::MAX;
        }
        if counts.iter().any(|&count| count < rare_below) {
            let merged = self.vocabulary.with_rare(&counts, rare_below);
            self.read_with(merged, &|symbol, count| count < rare_below && !has(separator, symbol));
        }
    }

    /// Prepares the text for the network with another vocabulary, of which it may lack characters;
    /// else as [`prepare`](Self::prepare). If that vocabulary reads unknown characters as
    /// [`RARE`](super::RARE), so does the text, but for those of the separator.
    ///
    /// # Errors
    /// [`Error::UnknownChars`] with all characters that are unknown.
    pub fn prepare_for(
        &mut self,
        vocabulary: &Vocabulary,
        separator: &str,
    ) -> Result<Vec<usize>, Error> {
        let (separator, starts) = self.find_documents(separator);
        let mut symbols = String::new();
        for &symbol in self.vocabulary.chars() {
            let is_apart = has(&separator, symbol);
            let id = if is_apart { vocabulary.own_id(symbol) } else { vocabulary.id(symbol) };
            if id.is_none() {
                symbols.push(symbol);
            }
        }
        if !symbols.is_empty() {
            return Err(Error::UnknownChars { symbols });
        }
        self.read_with(vocabulary.clone(), &|symbol, _| vocabulary.own_id(symbol).is_none());
        self.vocabulary.set_separator(&separator);
        Ok(starts)
    }

    /// The cleaned separator, empty if it ends no document, and the starts of the documents.
    #[inline(never)]
    fn find_documents(&mut self, separator: &str) -> (String, Vec<usize>) {
        let mut separator = clean(separator).text;
        let starts = document_starts(&self.ids, &self.vocabulary.own_ids(&separator));
        self.documents = starts.len() + 1;
        if starts.is_empty() {
            separator.clear();
        }
        (separator, starts)
    }

    /// The occurrences of every character of the vocabulary.
    #[inline(never)]
    fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.vocabulary.len()];
        for &id in &self.ids {
            counts[id as usize] += 1;
        }
        counts
    }

    /// Reads every character with another vocabulary, which has it or reads it as another. By
    /// character and count, `is_rare` tells those that are read as another.
    #[inline(never)]
    fn read_with(&mut self, vocabulary: Vocabulary, is_rare: &dyn Fn(char, u32) -> bool) {
        let mut counts = self.counts();
        for (&symbol, count) in self.vocabulary.chars().iter().zip(&mut counts) {
            if is_rare(symbol, *count) {
                self.rare_chars += 1;
                self.rare_count += *count as usize;
            }
            *count = vocabulary.id(symbol).unwrap_or(0); // from here on, the id
        }
        for id in &mut self.ids {
            *id = counts[*id as usize];
        }
        self.vocabulary = vocabulary;
        self.distinct_chars = self.counts().iter().filter(|&&count| count > 0).count();
    }
}

/// True if `text` has the character. The search for strings would be a hundredth of the wasm module.
fn has(text: &str, symbol: char) -> bool {
    text.chars().any(|other| other == symbol)
}
