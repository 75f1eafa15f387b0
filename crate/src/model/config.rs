//! What a model is made of.

use super::{Cell, LstmCell};
use crate::real::Real;

/// Which recurrent cell the layers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// The textbook's LSTM, PyTorch's `nn.LSTM`.
    #[default]
    Lstm,
}

impl CellKind {
    /// Every kind, by the name that settings use.
    pub const NAMES: &'static [&'static str] = &["lstm"];

    /// The name that settings use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lstm => "lstm",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "lstm" => Some(Self::Lstm),
            _ => None,
        }
    }

    /// The cell itself.
    pub fn cell<R: Real>(self) -> &'static dyn Cell<R> {
        match self {
            Self::Lstm => &LstmCell,
        }
    }
}

/// The sizes and constants of a model. Values are expected to be sensible: they are validated where
/// settings come in.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelConfig {
    /// The recurrent cell of every layer.
    pub cell: CellKind,
    /// Number of distinct characters V.
    pub vocab_size: usize,
    /// Units H of every layer.
    pub hidden_size: usize,
    /// Layers, one upon the other.
    pub num_layers: usize,
    /// Probability with which an output of a layer is dropped in training, in [0, 1).
    pub dropout: f64,
    /// Initial bias of the forget gate.
    pub forget_bias: f64,
}
