//! Cleaning of texts: line endings and composed characters.

use super::nfc::nfc;

/// A text in NFC with `\n` as its only line ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The cleaned text.
    pub text: String,
    /// The number of `\r\n` and `\r` that became `\n`.
    pub line_endings_replaced: usize,
}

/// Brings `text` into NFC and its line endings to `\n`, so that texts that look equal are equal.
///
/// ```
/// let cleaned = lstm_playground::text::clean("e\u{301}a\r\nb");
/// assert_eq!(cleaned.text, "éa\nb");
/// assert_eq!(cleaned.line_endings_replaced, 1);
/// ```
pub fn clean(text: &str) -> Cleaned {
    let line_endings_replaced = text.bytes().filter(|&byte| byte == b'\r').count();
    let text = if line_endings_replaced > 0 { with_line_feeds(text) } else { text.to_owned() };
    Cleaned { text: nfc(&text).unwrap_or(text), line_endings_replaced }
}

/// The characters that NFC changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NfcChanges {
    /// Characters joined with the one before: the accent of `e` + `´`.
    pub joined: usize,
    /// Characters split into several: U+0958 into a letter and a sign.
    pub split: usize,
    /// Characters replaced by another: the Ångström sign by the letter Å.
    pub replaced: usize,
}

/// Counts the characters of `text` that NFC changes. It looks at each alone, which takes long in a
/// browser: the page counts them in slices (`www/src/lib/text.js`).
///
/// ```
/// use lstm_playground::text::{NfcChanges, nfc_changes};
/// let changes = NfcChanges { joined: 1, split: 1, replaced: 0 };
/// assert_eq!(nfc_changes("e\u{301} \u{958}"), changes);
/// ```
pub fn nfc_changes(text: &str) -> NfcChanges {
    let mut changes = NfcChanges::default();
    let Some(composed) = nfc(text) else { return changes };
    changes.joined = text.chars().count();
    for symbol in text.chars() {
        let Some(alone) = nfc(symbol.encode_utf8(&mut [0; 4])) else { continue };
        let more = alone.chars().count() - 1;
        changes.joined += more;
        changes.split += usize::from(more > 0);
        changes.replaced += usize::from(more == 0);
    }
    changes.joined -= composed.chars().count();
    changes
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
