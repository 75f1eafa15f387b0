//! The time.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::Performance;

/// Starts a stopwatch that says whether less than `milliseconds` have passed.
pub fn within(milliseconds: f64) -> impl FnMut() -> bool {
    let performance = performance();
    let start = performance.now();
    move || performance.now() - start < milliseconds
}

/// The global `performance`, which windows, workers and Node all have.
pub fn performance() -> Performance {
    let global = js_sys::global();
    // It could only fail by a getter that throws, in place of what every such object has of its own.
    Reflect::get(&global, &"performance".into())
        .expect("the global object can be read")
        .unchecked_into()
}
