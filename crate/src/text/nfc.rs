//! Unicode's composed form, NFC.
//!
//! With the feature `browser` the browser composes: the tables would be a fifth of the whole
//! download. Both give the same text, since Unicode never changes how an assigned character
//! composes; they could differ only for characters newer than the older of the two.

/// `text` in NFC; `None` when it is already.
#[cfg(not(all(target_arch = "wasm32", feature = "browser")))]
pub fn nfc(text: &str) -> Option<String> {
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    (!nfc.is_normalized(text)).then(|| nfc.normalize(text).into_owned())
}

/// `text` in NFC; `None` when it is already.
#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub fn nfc(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let composed = String::from(js_sys::JsString::from(text).normalize("NFC"));
    (composed != text).then_some(composed)
}
