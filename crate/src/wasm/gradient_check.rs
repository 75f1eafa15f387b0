//! The check of gradients in 64 bits, which is a module of its own: everything is compiled once
//! more for it, and most readers never ask.

use wasm_bindgen::prelude::*;

use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, config_of, number, text};
use super::gradient_report::GradientReport;
use super::plain::plain;
use crate::Error;
use crate::inspection;
use crate::setting::Argument;
use crate::text::Text;

const ENTRIES: Argument = Argument::integer("entries", 1, 1000);

/// A comparison of the gradients that a model computes with difference quotients, on a copy of its
/// weights.
#[wasm_bindgen]
pub struct GradientCheck {
    check: inspection::GradientCheck,
}

#[wasm_bindgen]
impl GradientCheck {
    /// At its start, for the model that a `Playground` made from `text` and `config` and that has
    /// these `weights` now; up to `entries` of each tensor.
    ///
    /// Throws `SettingError`, `MemoryError`, and what `Playground` throws for its text and settings.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>")] config: JsValue,
        weights: &[f32],
        #[wasm_bindgen(unchecked_param_type = "number")] entries: JsValue,
    ) -> Result<Self, JsValue> {
        console_error_panic_hook::set_once();
        Self::create(&source, &config, weights, &entries).map_err(thrown)
    }

    fn create(
        source: &JsValue,
        config: &JsValue,
        weights: &[f32],
        entries: &JsValue,
    ) -> Result<Self, Error> {
        let settings = config_of(config)?;
        let entries = number(&ENTRIES, entries)?;
        let text = Text::new(&text("text", source)?)?;
        let network = settings.network(text.vocabulary.len());
        let wanted = network.layout().num_weights();
        if weights.len() != wanted {
            let (name, allowed) = ("weights".into(), format!("{wanted} numbers, for this model"));
            return Err(Error::Setting { name, allowed, given: weights.len().to_string() });
        }
        let ids = text.split(settings.validation_fraction).training();
        let check = inspection::GradientCheck::on_text(&network, weights, ids, entries as usize)?;
        Ok(Self { check })
    }

    /// Goes on for `milliseconds`, and tells how far it came.
    #[wasm_bindgen(js_name = advanceFor, unchecked_return_type = "GradientReport")]
    pub fn advance_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let mut go_on = clock::within(milliseconds);
        while self.check.advance() && go_on() {}
        Ok(plain(&GradientReport::from(&self.check)))
    }
}
