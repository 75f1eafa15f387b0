//! The vocabulary: characters and their ids.

use crate::error::Error;

/// The distinct characters (Unicode scalar values) of a text in code point order; a character's id
/// is its index. The order is independent of first appearances, so an edit that adds no character
/// changes no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    chars: Vec<char>,
    opening: Option<u32>,
}

impl Vocabulary {
    /// The vocabulary of `text`.
    pub fn from_text(text: &str) -> Self {
        // `collect` would sort a copy of the whole text.
        let mut distinct = std::collections::BTreeSet::new();
        distinct.extend(text.chars());
        let chars: Vec<char> = distinct.into_iter().collect();
        let opening = chars.binary_search(&'\n').ok().map(|id| id as u32);
        Self { chars, opening }
    }

    /// The number of distinct characters.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// True if there is no character.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The characters, in id order.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The character that a network reads, from the zero state, to begin a text: the last of the
    /// separator of documents, or else a line break, so that the text starts like a line; `None` if
    /// the vocabulary has none.
    pub fn opening(&self) -> Option<u32> {
        self.opening
    }

    pub(super) fn set_opening(&mut self, id: Option<u32>) {
        self.opening = id;
    }

    /// Encodes `text` as ids.
    ///
    /// # Errors
    /// [`Error::UnknownChar`] for the first character that is not in the vocabulary.
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        let mut ids = Vec::with_capacity(text.chars().count()); // `collect` takes up to twice that
        for (i, symbol) in text.chars().enumerate() {
            let id = self.chars.binary_search(&symbol);
            let id = id.map_err(|_| Error::UnknownChar { symbol, position: i + 1 })?;
            ids.push(id as u32);
        }
        Ok(ids)
    }

    /// Decodes `ids`: the inverse of [`encode`](Self::encode).
    ///
    /// # Panics
    /// If an id is not below [`len`](Self::len).
    pub fn decode(&self, ids: &[u32]) -> String {
        ids.iter().map(|&id| self.chars[id as usize]).collect()
    }
}
