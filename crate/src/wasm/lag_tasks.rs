//! Texts made up to see who remembers, and how much of them a model recalls.

use js_sys::Uint32Array;
use wasm_bindgen::prelude::*;

use super::errors::thrown;
use super::fields::{number, text};
use super::inspection::Look;
use super::objects::object;
use super::playground::Playground;
use crate::Error;
use crate::inspection::Recall;
use crate::setting::Argument;
use crate::text::LagTask;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A text in which some characters follow from what stood a given number of characters before. */
export interface LagText {
  text: string;
  /** The places of those characters, from 0. */
  recalled: Uint32Array;
  /** Below this no model can get on average. */
  bitsPerChar: number;
}
"#;

const LAG: Argument = Argument::integer("lag", 1, 1000);
const CHARS: Argument = Argument::integer("chars", 1, 1_000_000);
const SEED: Argument = Argument::integer("seed", 0, u32::MAX);

/// A text of whole episodes of `task`, of at least `chars` characters: the same for the same seed.
///
/// Throws `SettingError`.
#[wasm_bindgen(js_name = lagText, unchecked_return_type = "LagText")]
pub fn lag_text(
    #[wasm_bindgen(unchecked_param_type = "string")] task: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] lag: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] chars: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] seed: JsValue,
) -> Result<JsValue, JsValue> {
    let made = || -> Result<JsValue, Error> {
        let task: LagTask = text("task", &task)?.parse()?;
        let lag = number(&LAG, &lag)? as usize;
        let chars = number(&CHARS, &chars)? as usize;
        let made = task.text(lag, chars, number(&SEED, &seed)? as u32);
        let places: Vec<u32> = made.recalled.iter().map(|&place| place as u32).collect();
        Ok(object(&[
            ("text", made.text.into()),
            ("recalled", Uint32Array::from(&places[..]).into()),
            ("bitsPerChar", made.bits_per_char.into()),
        ]))
    };
    made().map_err(thrown)
}

#[wasm_bindgen]
impl Playground {
    /// Begins to count which of the characters at `places` of `text`, ascending, are the likeliest to
    /// the model as it reads the text from the zero state; `lookFor` goes on with it.
    ///
    /// Throws `UnknownCharError`, `SettingError`.
    #[wasm_bindgen(js_name = startRecall)]
    pub fn start_recall(
        &mut self,
        #[wasm_bindgen(js_name = text, unchecked_param_type = "string")] source: JsValue,
        places: Vec<u32>,
    ) -> Result<(), JsValue> {
        let ids = self.ids(&source).map_err(thrown)?;
        let places = places.into_iter().map(|place| place as usize).collect();
        self.look = Some(Look::Recall(Recall::new(self.viewed(), ids, places)));
        Ok(())
    }
}
