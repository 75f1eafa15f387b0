//! The yardstick of the benchmark page.

use wasm_bindgen::prelude::*;

use super::clock::performance;
use super::errors::thrown;
use super::fields::{MILLISECONDS, number};
use crate::math::mul_add;

/// How fast this thread multiplies and adds in registers, in GFLOP/s, measured for `milliseconds`:
/// what no matrix product can exceed.
#[wasm_bindgen(js_name = mulAddPeak)]
pub fn mul_add_peak(
    #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
) -> Result<f64, JsValue> {
    let milliseconds = number(&MILLISECONDS, &milliseconds).map_err(thrown)?;
    let performance = performance();
    let start = performance.now();
    let mut operations = 0.0;
    loop {
        operations += mul_add(100_000) as f64;
        let elapsed = performance.now() - start;
        if elapsed >= milliseconds {
            return Ok(operations / elapsed / 1e6);
        }
    }
}
