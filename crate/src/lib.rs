//! A character-level LSTM, exactly computed.
#[cfg(target_arch = "wasm32")]
mod wasm;
