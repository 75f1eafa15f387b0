//! The sizes and constants of a network.

use super::{CellKind, CellShape, Layout, head};

/// The sizes and constants of a network. The settings are validated on input, not here.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkConfig {
    /// The recurrent cell of every layer.
    pub cell: CellKind,
    /// Number of distinct characters V.
    pub vocab_size: usize,
    /// The number of units H of every layer.
    pub hidden_size: usize,
    /// Number of layers.
    pub num_layers: usize,
    /// Probability with which an output of a layer is dropped in training, in [0, 1).
    pub dropout: f64,
    /// Initial bias of the forget gate; ignored by cells without one. With f = 1 - i, its negative
    /// is the initial bias of the input gate.
    pub forget_bias: f64,
}

impl NetworkConfig {
    /// The tensors of a network of these sizes.
    pub fn layout(&self) -> Layout {
        lay_out(self).0
    }
}

/// The tensors of every layer and the head, and the index of the first tensor of each.
pub(super) fn lay_out(config: &NetworkConfig) -> (Layout, Vec<usize>) {
    let spec = config.cell.spec();
    let shape = CellShape { hidden_size: config.hidden_size, forget_bias: config.forget_bias };
    let mut layout = Layout::default();
    let mut first = Vec::new();
    let mut input_size = config.vocab_size;
    for layer in 0..config.num_layers {
        first.push(layout.extend(spec.tensors(layer, input_size, &shape)));
        input_size = config.hidden_size;
    }
    first.push(layout.extend(head::tensors(config.vocab_size, config.hidden_size)));
    (layout, first)
}
