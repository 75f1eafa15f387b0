//! The baselines: the losses of n-gram models, counted at once or in slices.

use wasm_bindgen::prelude::*;

use super::arguments::{milliseconds, number};
use super::clock;
use super::playground::Playground;
use crate::setting::{Argument, Kind};
use crate::text::{NgramModel, uniform_bits};

const ORDER: Argument = Argument {
    name: "order",
    kind: Kind::Integer { min: -1.0, max: NgramModel::MAX_ORDER as f64 },
};

#[wasm_bindgen]
impl Playground {
    /// The baseline of `order` on the validation text, in bits per character: -1 is a uniform guess,
    /// 0 single characters, 1 to 5 n-grams. `undefined` if there is no validation text.
    #[wasm_bindgen(unchecked_return_type = "number | undefined")]
    pub fn baseline(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] order: JsValue,
    ) -> Result<Option<f64>, JsValue> {
        Ok(self.count(number(&ORDER, &order)?, || true))
    }

    /// Counts for `milliseconds`, or one portion if that takes longer, for the baseline of `order`,
    /// and returns it once all is counted; `undefined` before, and if there is no validation text.
    #[wasm_bindgen(js_name = baselineFor, unchecked_return_type = "number | undefined")]
    pub fn baseline_for(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] order: JsValue,
        #[wasm_bindgen(js_name = milliseconds, unchecked_param_type = "number")] time: JsValue,
    ) -> Result<Option<f64>, JsValue> {
        let order = number(&ORDER, &order)?;
        Ok(self.count(order, clock::within(milliseconds(&time)?)))
    }

    fn count(&self, order: f64, mut go_on: impl FnMut() -> bool) -> Option<f64> {
        if order < 0.0 {
            let distinct_chars = self.trainer.read(|trainer| trainer.text().distinct_chars);
            return Some(uniform_bits(distinct_chars));
        }
        let order = order as usize;
        loop {
            let counted = self.trainer.read(|trainer| {
                let (text, split) = (trainer.text(), trainer.split());
                if split.validation().is_empty() {
                    return Some(None);
                }
                let mut ngrams = self.ngrams.borrow_mut();
                let ngrams =
                    ngrams.get_or_insert_with(|| NgramModel::new(split, text.distinct_chars));
                if !ngrams.is_known(order) {
                    ngrams.advance(&text.ids, split);
                }
                let is_known = ngrams.is_known(order);
                is_known.then(|| Some(ngrams.bits_per_char(&text.ids, split, order)))
            });
            if let Some(bits) = counted {
                return bits;
            }
            if !go_on() {
                return None;
            }
        }
    }
}
