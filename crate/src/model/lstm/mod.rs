//! The LSTM, and the cells made by changing one part of it.
//!
//! [`composition`] lists the parts, [`gates`] finds each gate among the buffers, [`cell_state`] and
//! [`hidden_state`] compute c' and h', [`peepholes`] let gates see c, and [`step`] joins them.
//! [`forget_bias`] sets the initial bias.

mod cell_state;
mod composition;
mod forget_bias;
mod gates;
mod hidden_state;
mod peepholes;
#[cfg(test)]
mod plain;
mod step;

pub use composition::{ForgetGate, LstmCell, Readout};
