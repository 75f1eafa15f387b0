//! A character-level LSTM, exactly computed: trained by truncated backpropagation through time,
//! natively and, compiled to WebAssembly, in a browser, with the same bits in both.

pub mod error;
pub mod math;
pub mod model;
pub mod real;
pub mod rng;
pub mod sampling;
pub mod setting;
pub mod text;
pub mod training;

pub use error::Error;
pub use real::Real;

#[cfg(target_arch = "wasm32")]
mod wasm;
