//! The boundary.
use wasm_bindgen::prelude::*;
/// One model in training.
#[wasm_bindgen]
pub struct Playground;
