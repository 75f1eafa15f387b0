//! The model: one-hot characters in, recurrent layers, a linear head, the loss.
//!
//! It knows token ids, not characters, and nothing of training.

mod cell;
mod config;
mod dropout;
mod head;
mod layer;
mod layer_trace;
mod loss;
mod lstm;
mod params;
mod stack;
mod state;
mod trace;

pub use cell::{
    BIAS, Cell, CellShape, LayerGrads, LayerParams, StepBackward, StepForward, WEIGHT_HH, WEIGHT_IH,
};
pub use config::{CellKind, ModelConfig};
pub use layer_trace::{LayerTrace, WindowShape};
pub use lstm::LstmCell;
pub use params::{Init, Layout, Params, TensorSpec};
pub use stack::Model;
pub use state::{LayerState, State};
pub use trace::Trace;
