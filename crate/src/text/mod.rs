//! Texts: characters and their ids, the training and validation text, streams, windows, n-grams.
//! Nothing here depends on networks.

mod clean;
mod documents;
mod encoded;
mod lag_task;
mod nfc;
mod ngram;
mod split;
mod vocabulary;
mod windows;

pub use clean::{Cleaned, NfcChanges, clean, nfc_changes};
pub(crate) use documents::separator_ends;
pub use documents::{document_starts, last_document};
pub use encoded::{MAX_CHARS, Text};
pub use lag_task::{LagTask, LagText};
pub use ngram::{NgramModel, uniform_bits};
pub use split::{MAX_VALIDATION_CHARS, Split, ValidationSplit};
pub use vocabulary::{RARE, Vocabulary};
pub use windows::{Shape, Window, Windows};
