//! The gradient check in 64 bits. It is a module of its own, because it compiles everything once more
//! and few readers use it.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::arguments::{LONGEST_TEXT, config_of, milliseconds, text, whole};
use super::char_model::char_model;
use super::clock;
use super::errors::thrown;
use super::gradient_report::gradient_report;
use crate::inspection;
use crate::task::Task;
use crate::text::{MAX_CHARS, Text};

/// A comparison of backpropagated gradients with difference quotients, on a copy of the weights.
#[wasm_bindgen]
pub struct GradientCheck(RefCell<inspection::GradientCheck>);

#[wasm_bindgen]
impl GradientCheck {
    /// A check of `model`, the network of a `Playground` made from `text` and `config`; it compares up
    /// to `entries` of each tensor.
    ///
    /// Throws `SettingError`, `MemoryError`, `TextTooShortError`, `TextTooLongError`,
    /// `UnknownCharsError`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] config: JsValue,
        #[wasm_bindgen(unchecked_param_type = "CharModel")] model: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] entries: JsValue,
    ) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        let settings = config_of(&config)?;
        let entries = whole("entries", &entries, 1, 1000)?;
        let mut text =
            Text::new(&text("text", &source, LONGEST_TEXT, MAX_CHARS)?).map_err(thrown)?;
        let (vocabulary, network, weights) = char_model(&model, &settings)?;
        let split = settings.prepare_for(&vocabulary, &mut text).map_err(thrown)?;
        let ids = &text.ids[split.longest_training()];
        inspection::GradientCheck::on_text(&network, &weights, ids, entries)
            .map(|check| Self(RefCell::new(check)))
            .map_err(thrown)
    }

    /// Compares for `milliseconds`, at least one entry; the report when all are compared,
    /// `undefined` before.
    ///
    /// Throws `SettingError`.
    #[wasm_bindgen(js_name = runFor, unchecked_return_type = "GradientReport | undefined")]
    pub fn run_for(
        &self,
        #[wasm_bindgen(js_name = milliseconds, unchecked_param_type = "number")] time: JsValue,
    ) -> Result<JsValue, JsValue> {
        let mut go_on = clock::within(milliseconds(&time)?);
        let check = &mut *self.0.borrow_mut();
        loop {
            if !check.advance(&()) {
                return Ok(gradient_report(check));
            }
            if !go_on() {
                return Ok(JsValue::UNDEFINED);
            }
        }
    }

    /// The report of all comparisons so far.
    #[wasm_bindgen(unchecked_return_type = "GradientReport")]
    pub fn report(&self) -> JsValue {
        gradient_report(&self.0.borrow())
    }
}
