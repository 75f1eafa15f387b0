//! The time.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Windows, workers and Node all have the global `performance`. A page can replace it by a
    /// function that throws.
    #[wasm_bindgen(catch, js_namespace = performance, js_name = now)]
    fn performance_now() -> Result<f64, JsValue>;
}

/// Milliseconds since some moment; infinite where the clock fails, so that no slice goes on.
pub fn now() -> f64 {
    performance_now().unwrap_or(f64::INFINITY)
}

/// Starts a stopwatch that returns true until `milliseconds` have passed.
pub fn within(milliseconds: f64) -> impl FnMut() -> bool {
    let start = now();
    move || now() - start < milliseconds
}
