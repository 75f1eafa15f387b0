//! The yardstick of the benchmark page.

use wasm_bindgen::prelude::*;

use super::arguments::milliseconds;
use super::clock::now;
use crate::math::mul_add;

/// The multiplications and additions of this thread in registers, in GFLOP/s, measured for
/// `milliseconds`: a bound on every matrix product.
///
/// Throws `SettingError`.
#[wasm_bindgen(js_name = mulAddPeak)]
pub fn mul_add_peak(
    #[wasm_bindgen(js_name = milliseconds, unchecked_param_type = "number")] time: JsValue,
) -> Result<f64, JsValue> {
    let milliseconds = milliseconds(&time)?;
    let start = now();
    let mut operations = 0.0;
    loop {
        operations += mul_add(100_000) as f64;
        let elapsed = now() - start;
        if elapsed >= milliseconds || elapsed.is_nan() {
            return Ok(operations / elapsed / 1e6);
        }
    }
}
