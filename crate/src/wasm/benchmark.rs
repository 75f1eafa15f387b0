//! The yardstick of the benchmark page.

use wasm_bindgen::prelude::*;

use super::clock::performance;
use crate::math::mul_add;

/// How fast this thread multiplies and adds in registers, in GFLOP/s, measured for `milliseconds`:
/// what no matrix product can exceed.
#[wasm_bindgen(js_name = mulAddPeak)]
pub fn mul_add_peak(milliseconds: f64) -> f64 {
    let performance = performance();
    let start = performance.now();
    let mut operations = 0.0;
    loop {
        operations += mul_add(100_000) as f64;
        let elapsed = performance.now() - start;
        if elapsed >= milliseconds {
            return operations / elapsed / 1e6;
        }
    }
}
