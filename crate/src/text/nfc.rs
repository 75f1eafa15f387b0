//! Unicode's composed form, NFC.
//!
//! In a browser it is the browser's own: the tables would be a fifth of the whole download. Both
//! give the same text, since Unicode never changes how an assigned character composes; only for
//! characters newer than one of the two could they differ.

/// `text` in NFC; `None` when it is already.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfc(text: &str) -> Option<String> {
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    (!nfc.is_normalized(text)).then(|| nfc.normalize(text).into_owned())
}

/// `text` in NFC; `None` when it is already.
#[cfg(target_arch = "wasm32")]
pub fn nfc(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let composed = String::from(js_sys::JsString::from(text).normalize("NFC"));
    (composed != text).then_some(composed)
}
