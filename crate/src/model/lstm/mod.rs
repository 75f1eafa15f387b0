//! The LSTM, and the cells made by changing one part of it.
//!
//! [`composition`] lists the parts, [`gates`] finds each gate among the buffers and computes it,
//! [`cell_state`] and [`hidden_state`] compute c' and h', [`gate_recurrence`] lets gates see those of
//! the step before, and [`step`] joins them, batch member by batch member. [`peepholes`] has their
//! gradients, [`forget_bias`] the initial bias.

mod cell_state;
mod composition;
mod forget_bias;
mod gate_recurrence;
mod gates;
mod hidden_state;
mod peepholes;
mod step;

pub use composition::{ForgetGate, LstmCell, Readout};
