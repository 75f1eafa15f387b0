//! The vocabulary: characters and their ids.

use crate::error::Error;
use crate::number::quoted;

/// The character as which rare and unknown characters are read: U+FFFD.
pub const RARE: char = '\u{FFFD}';

/// The distinct characters (Unicode scalar values) of a text in code point order; a character's id
/// is its index. The order is independent of first appearances, so an edit that adds no character
/// changes no id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    chars: Vec<char>,
    opening: Option<u32>,
    /// The separator of documents, which `opening` ends; empty without documents.
    separator: Vec<u32>,
    unknown: Option<u32>,
}

impl Vocabulary {
    /// The vocabulary of `text`.
    pub fn from_text(text: &str) -> Self {
        // A table by code point: a set would compare every character with many others.
        let mut occurs = vec![false; text.chars().max().map_or(0, |last| last as usize) + 1];
        text.chars().for_each(|symbol| occurs[symbol as usize] = true);
        let codes = 0..occurs.len() as u32;
        let chars = codes.filter(|&code| occurs[code as usize]).filter_map(char::from_u32);
        Self::of(chars.collect())
    }

    /// The vocabulary with which a network was trained: its characters, in the order of their ids.
    /// With `reads_unknown`, every other character is read as [`RARE`], if that is one of them.
    ///
    /// # Errors
    /// [`Error::Setting`] unless every character is above the one before, and for none at all.
    pub fn from_chars(chars: &str, reads_unknown: bool) -> Result<Self, Error> {
        let mut vocabulary = Self::of(chars.chars().collect());
        let chars = &vocabulary.chars;
        let wrong = chars.windows(2).find(|pair| pair[0] >= pair[1]);
        if chars.is_empty() || wrong.is_some() {
            return Err(Error::Setting {
                name: "vocabulary".to_owned(),
                allowed: "different characters in code point order".to_owned(),
                given: quoted(&String::from_iter(wrong.unwrap_or_default()), '"'),
            });
        }
        if reads_unknown {
            vocabulary.unknown = vocabulary.own_id(RARE);
        }
        Ok(vocabulary)
    }

    #[inline(never)]
    fn of(chars: Vec<char>) -> Self {
        let mut vocabulary = Self { chars, opening: None, separator: Vec::new(), unknown: None };
        vocabulary.set_separator("");
        vocabulary
    }

    /// The vocabulary of the characters with at least `rare_below` of the `counts`, and of [`RARE`],
    /// as which every other character is read.
    pub(super) fn with_rare(&self, counts: &[u32], rare_below: u32) -> Self {
        let mut chars = Vec::new();
        for (&symbol, &count) in self.chars.iter().zip(counts) {
            if symbol > RARE && chars.last() < Some(&RARE) {
                chars.push(RARE);
            }
            if count >= rare_below && symbol != RARE {
                chars.push(symbol);
            }
        }
        if chars.last() < Some(&RARE) {
            chars.push(RARE);
        }
        let mut vocabulary = Self::of(chars);
        vocabulary.unknown = vocabulary.own_id(RARE);
        vocabulary
    }

    /// The id of a character that is one of these, not read as another.
    #[inline(never)]
    pub(super) fn own_id(&self, symbol: char) -> Option<u32> {
        self.chars.binary_search(&symbol).ok().map(|id| id as u32)
    }

    /// True if unknown characters are read as [`RARE`].
    pub fn reads_unknown(&self) -> bool {
        self.unknown.is_some()
    }

    /// The id of a character, or of [`RARE`] if it is read as that.
    pub(super) fn id(&self, symbol: char) -> Option<u32> {
        self.own_id(symbol).or(self.unknown)
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

    /// The separator of documents: each was learnt from the zero state before its last character.
    /// Empty without documents.
    pub fn separator(&self) -> &[u32] {
        &self.separator
    }

    /// Sets the separator, empty without documents, and with it the opening.
    #[inline(never)]
    pub(crate) fn set_separator(&mut self, separator: &str) {
        self.separator = self.own_ids(separator);
        self.opening = self.separator.last().copied().or_else(|| self.own_id('\n'));
    }

    /// The ids of a text; none if one of its characters is not in the vocabulary.
    #[inline(never)]
    pub(super) fn own_ids(&self, text: &str) -> Vec<u32> {
        let mut ids = Vec::new();
        for symbol in text.chars() {
            let Some(id) = self.own_id(symbol) else { return Vec::new() };
            ids.push(id);
        }
        ids
    }

    /// Encodes `text` as ids.
    ///
    /// # Errors
    /// [`Error::UnknownChar`] for the first character that is not in the vocabulary, unless unknown
    /// characters are read as [`RARE`].
    pub fn encode(&self, text: &str) -> Result<Vec<u32>, Error> {
        // A table by code point, each id plus one: a search would be half of the time until the first
        // step.
        let mut table = vec![0; self.chars.last().map_or(0, |&last| last as usize) + 1];
        (1..).zip(&self.chars).for_each(|(number, &symbol)| table[symbol as usize] = number);
        let mut ids = Vec::with_capacity(text.chars().count()); // `collect` takes up to twice that
        for (i, symbol) in text.chars().enumerate() {
            let id = match table.get(symbol as usize) {
                None | Some(0) => self.unknown,
                Some(number) => Some(number - 1),
            };
            ids.push(id.ok_or(Error::UnknownChar { symbol, position: i + 1 })?);
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
