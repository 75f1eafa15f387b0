//! What a model is made of.

use super::CellKind;

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
    /// Initial bias of the forget gate; without effect on a cell that has none.
    pub forget_bias: f64,
}
