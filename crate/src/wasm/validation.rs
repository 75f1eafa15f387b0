//! The validation that training makes at steps, its best network, and the stop.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::network::Network;
use super::objects::numbers;
use super::playground::Playground;
use crate::training::{StopReason, Trainer, bits_per_char};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** The validation that training makes at steps: its newest result, and that with the lowest loss. */
export interface Validation {
  /** The step of the newest result. */
  step: number;
  bitsPerChar: number;
  bestStep: number;
  bestBitsPerChar: number;
}

/** `patience`: no lower validation loss for that many steps; `maxSteps`: that step is reached. */
export type StopReason = 'patience' | 'maxSteps';
"#;

#[wasm_bindgen]
impl Playground {
    /// The newest and the best result of the validation that training makes at steps; `undefined`
    /// before the first.
    #[wasm_bindgen(unchecked_return_type = "Validation | undefined")]
    pub fn validation(&self) -> Option<JsValue> {
        self.trainer.read(|trainer| {
            let (newest, best) = (trainer.newest_validation()?, trainer.best_validation()?);
            Some(numbers(&[
                ("step", newest.step as f64),
                ("bitsPerChar", bits_per_char(newest.loss)),
                ("bestStep", best.step as f64),
                ("bestBitsPerChar", bits_per_char(best.loss)),
            ]))
        })
    }

    /// The reason for which training stopped after the last step, if it did; a further step goes on,
    /// and `patience` counts anew.
    #[wasm_bindgen(js_name = stopReason, unchecked_return_type = "StopReason | undefined")]
    pub fn stop_reason(&self) -> Option<JsString> {
        let name = match self.trainer.read(Trainer::stop_reason)? {
            StopReason::Patience => "patience",
            StopReason::MaxSteps => "maxSteps",
        };
        Some(name.into())
    }

    /// The network with the weights of the best result; `undefined` before the first.
    #[wasm_bindgen(js_name = bestNetwork)]
    pub fn best_network(&self) -> Option<Network> {
        let copy = |trainer: &Trainer<f32>| Some(trainer.best_weights()?.as_slice().to_vec());
        self.trainer.read(copy).map(|weights| self.network_with(&weights))
    }

    /// Validates after `finishStep`, in the leading worker alone; `trainSteps` and `trainFor`
    /// validate by themselves.
    #[wasm_bindgen(js_name = validateStep)]
    pub fn validate_step(&self) {
        self.trainer.change(Trainer::validate);
    }
}
