//! The network: one-hot characters in, recurrent layers, a linear head, the loss.
//!
//! It handles ids of characters, and does not know the text or the training.

mod backpropagation;
mod cell;
mod cell_kind;
mod cell_parts;
mod clamp;
mod config;
mod dropout;
mod gru;
mod head;
mod layer;
mod layer_trace;
mod loss;
mod lstm;
mod network;
mod params;
mod rnn;
mod state;
mod trace;

pub use cell::{
    BIAS, Cell, CellShape, CellSpec, LayerGrads, LayerParams, StepBackward, StepForward, WEIGHT_HH,
    WEIGHT_IH,
};
pub use cell_kind::CellKind;
pub use cell_parts::{CellParts, ValueRange};
pub use clamp::{Clamp, Clampable, Clamps};
pub use config::NetworkConfig;
pub use dropout::Draws;
pub use gru::GruCell;
pub use layer_trace::{LayerTrace, Shard, WindowShape};
pub(crate) use loss::{cross_entropy, exponentials};
pub use lstm::{ForgetGate, LstmCell, Readout};
pub use network::{Network, ParamsMut};
pub use params::{Init, Layout, Params, TensorSpec};
pub use rnn::RnnCell;
pub use state::{LayerState, State};
pub use trace::{HeadTrace, Trace, packed_numbers, trace_numbers};
