//! Characters to token ids and back.

use crate::error::Error;

/// The distinct characters (Unicode scalar values) of a text, in code point order; a character's
/// id is its place in that order. The order does not depend on where a character first appears, so
/// an edit that adds no character changes no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    chars: Vec<char>,
}

impl Vocabulary {
    /// The vocabulary of `text`.
    pub fn from_text(text: &str) -> Self {
        // One by one: to collect them would sort a copy of the whole text.
        let mut distinct = std::collections::BTreeSet::new();
        distinct.extend(text.chars());
        Self { chars: distinct.into_iter().collect() }
    }

    /// How many distinct characters there are.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there is no character at all.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Every character, in id order.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The ids of the characters of `text`.
    ///
    /// # Errors
    /// [`Error::UnknownChar`] for the first character that the vocabulary does not have.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        let mut ids = Vec::with_capacity(text.chars().count()); // collecting would take up to twice
        for (i, symbol) in text.chars().enumerate() {
            let id = self.chars.binary_search(&symbol);
            let id = id.map_err(|_| Error::UnknownChar { symbol, position: i + 1 })?;
            ids.push(id as u32);
        }
        Ok(ids)
    }

    /// The text of `ids`; the inverse of [`encode`](Self::encode).
    ///
    /// # Panics
    /// If an id is not below [`len`](Self::len).
    pub fn decode(&self, ids: &[u32]) -> String {
        ids.iter().map(|&id| self.chars[id as usize]).collect()
    }
}
