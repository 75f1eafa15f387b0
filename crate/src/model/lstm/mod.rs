//! The LSTM, and the cells made by changing one part of it.
//!
//! [`composition`] lists the parts, [`gates`] finds each gate among the buffers, [`cell_state`] and
//! [`hidden_state`] compute c' and h', [`step`] joins them.

mod cell_state;
mod composition;
mod gates;
mod hidden_state;
#[cfg(test)]
mod plain;
mod step;

pub use composition::{ForgetGate, LstmCell, Readout};
