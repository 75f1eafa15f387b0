//! The handle's part that looks inside the model.

use wasm_bindgen::prelude::*;

use super::clock;
use super::errors::thrown;
use super::fields::{MILLISECONDS, number};
use super::objects::{GradientReport, plain};
use super::playground::Playground;
use crate::Error;
use crate::inspection::GradientCheck;
use crate::setting::{Setting, integer};

const ENTRIES: Setting = integer("entries", 1, 1000, "entries");

#[wasm_bindgen]
impl Playground {
    /// Begins to compare the gradients that the model computes with difference quotients, up to
    /// `entries` of each tensor, in 64 bits on a copy of the weights; `checkGradientsFor` goes on
    /// with it. Training does not disturb it.
    ///
    /// Throws `SettingError`, `MemoryError`.
    #[wasm_bindgen(js_name = startGradientCheck)]
    pub fn start_gradient_check(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] entries: JsValue,
    ) -> Result<(), JsValue> {
        self.gradient_check = Some(self.new_gradient_check(&entries).map_err(thrown)?);
        Ok(())
    }

    fn new_gradient_check(&self, entries: &JsValue) -> Result<GradientCheck, Error> {
        let entries = number(&ENTRIES, entries)?;
        let ids = self.trainer.split().training();
        GradientCheck::on_text(self.trainer.model(), ids, entries as usize)
    }

    /// Goes on comparing for `milliseconds`; how far it came, and `undefined` when no check was
    /// started or the last one was told to be complete.
    #[wasm_bindgen(js_name = checkGradientsFor, unchecked_return_type = "GradientReport | undefined")]
    pub fn check_gradients_for(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Result<JsValue, JsValue> {
        let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
        let Some(mut check) = self.gradient_check.take() else { return Ok(JsValue::UNDEFINED) };
        let mut go_on = clock::within(milliseconds);
        while check.advance() && go_on() {}
        let report = plain(&GradientReport::from(&check));
        self.gradient_check = (check.entries_left() > 0).then_some(check);
        Ok(report)
    }
}
