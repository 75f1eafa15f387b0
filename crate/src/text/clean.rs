//! Cleaning of texts: line endings and composed characters.

use super::nfc::nfc;

/// A text in NFC with `\n` as its only line ending, and the number of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The cleaned text.
    pub text: String,
    /// The number of `\r\n` and `\r` that became `\n`.
    pub line_endings_replaced: usize,
    /// The number of characters by which composition changed the text's length: `e` + `´` is one
    /// `é`. At least 1 for any change; 0 for a text in NFC.
    pub chars_composed: usize,
}

/// Brings `text` into NFC and its line endings to `\n`, so that texts that look equal are equal.
///
/// ```
/// let cleaned = lstm_playground::text::clean("e\u{301}a\r\nb");
/// assert_eq!(cleaned.text, "éa\nb");
/// assert_eq!((cleaned.line_endings_replaced, cleaned.chars_composed), (1, 1));
/// ```
pub fn clean(text: &str) -> Cleaned {
    let line_endings_replaced = text.bytes().filter(|&byte| byte == b'\r').count();
    let text = if line_endings_replaced > 0 { with_line_feeds(text) } else { text.to_owned() };
    match nfc(&text) {
        None => Cleaned { text, line_endings_replaced, chars_composed: 0 },
        Some(composed) => {
            let [before, after] = [&text, &composed].map(|text| text.chars().count());
            let chars_composed = before.abs_diff(after).max(1);
            Cleaned { text: composed, line_endings_replaced, chars_composed }
        }
    }
}

/// `text` with `\n` for every `\r\n` and `\r`. A loop, because the search for strings would be a
/// hundredth of the wasm module.
fn with_line_feeds(text: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        if !(c == '\n' && after_return) {
            replaced.push(if c == '\r' { '\n' } else { c });
        }
        after_return = c == '\r';
    }
    replaced
}
