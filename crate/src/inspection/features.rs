//! Features of a text position that a unit may learn to follow, such as the depth of brackets or
//! the position in the line.

use crate::named_enum::named_enum;

named_enum! {
    /// A numeric feature of every character of a text.
    pub enum Feature as "feature" {
        /// 1 from an opening quotation mark to the character before the closing one; an empty line
        /// closes all.
        InsideQuotes = "inside-quotes",
        /// 1 from an opening bracket, `(`, `[` or `{`, to the character before its closing one.
        InsideBrackets = "inside-brackets",
        /// The number of open brackets.
        BracketDepth = "bracket-depth",
        /// Characters since the last line break.
        LinePosition = "line-position",
        /// 1 for the first character after a space or a line break.
        AfterSpace = "after-space",
        /// 1 for a vowel: a, e, i, o, u, with or without an accent.
        Vowel = "vowel",
        /// 1 for a digit, 0 to 9.
        Digit = "digit",
        /// The letter's position in its word, counted from 1; 0 outside words.
        WordPosition = "word-position",
    }
}

/// Both letter cases are listed, because Unicode's case tables would be a large part of the wasm.
const VOWELS: &str = "aeiouAEIOUàáâãäåæèéêëìíîïòóôõöøœùúûüÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÒÓÔÕÖØŒÙÚÛÜ";

/// A scan of a text that computes all features of each character.
#[derive(Clone, Debug, Default)]
pub struct Features {
    quoted: bool,
    depth: u32,
    line_position: u32,
    word_position: u32,
    previous: char,
}

impl Features {
    /// The features of the next character.
    pub fn next(&mut self, char: char) -> [f64; Feature::ALL.len()] {
        let starts_text = self.previous == '\0';
        let after_space = starts_text || self.previous.is_whitespace();
        match char {
            '"' => self.quoted = !self.quoted,
            '“' | '„' | '«' => self.quoted = true,
            '”' | '»' => self.quoted = false,
            '\n' if self.previous == '\n' => self.quoted = false,
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        let starts_line = starts_text || self.previous == '\n';
        self.line_position = if starts_line { 0 } else { self.line_position + 1 };
        self.word_position = if char.is_alphabetic() { self.word_position + 1 } else { 0 };
        self.previous = char;
        let flag = |is: bool| f64::from(u8::from(is));
        [
            flag(self.quoted),
            flag(self.depth > 0),
            self.depth.into(),
            self.line_position.into(),
            flag(after_space && !char.is_whitespace()),
            flag(VOWELS.chars().any(|vowel| vowel == char)),
            flag(char.is_ascii_digit()),
            self.word_position.into(),
        ]
    }
}
