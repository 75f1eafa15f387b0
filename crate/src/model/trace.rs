//! The trace of a pass over a window: the activations that the backward pass and the inspection
//! need.

use nalgebra::DMatrix;

use super::config::NetworkConfig;
use super::layer_trace::{LayerTrace, WindowShape};
use crate::math::{Panels, RightPanels, Scratch, zeros};
use crate::real::Real;

/// The buffers of a window, allocated once for the largest window and reused.
#[derive(Clone, Debug)]
pub struct Trace<R: Real> {
    /// The layers, from the lowest to the highest.
    pub layers: Vec<LayerTrace<R>>,
    /// The logits; after the backward pass, the derivative with respect to them. `(vocab_size,
    /// columns)`.
    pub logits: DMatrix<R>,
    /// The loss of every column, in nats.
    pub losses: Vec<f64>,
    /// The size of the window in these buffers.
    pub window: WindowShape,
    pub(super) scratch: Scratch<R>,
}

impl<R: Real> Trace<R> {
    /// Buffers for windows of up to `seq_len` steps and `batch_size` streams.
    pub fn new(config: &NetworkConfig, seq_len: usize, batch_size: usize) -> Self {
        let cell = config.cell.spec();
        let h = config.hidden_size;
        let columns = seq_len * batch_size;
        let cell_rows = if cell.has_cell() { h } else { 0 };
        let dropout_columns = if config.dropout > 0.0 { columns } else { 0 };
        let layer = LayerTrace {
            gates: zeros(cell.gates().len() * h, columns),
            saved: zeros(cell.saved() * h, columns),
            hidden: zeros(h, batch_size + columns),
            cell: zeros(cell_rows, batch_size + columns),
            d_hidden: zeros(h, batch_size + columns),
            d_cell: zeros(cell_rows, batch_size),
            d_cell_complete: zeros(cell_rows, 0),
            mask: zeros(h, dropout_columns),
            dropped: zeros(h, dropout_columns),
        };
        Self {
            layers: vec![layer; config.num_layers],
            logits: zeros(config.vocab_size, columns),
            losses: vec![0.0; columns],
            window: WindowShape::default(),
            scratch: Scratch::default(),
        }
    }

    /// Makes later backward passes save the derivative with respect to every c.
    pub fn save_d_cell(&mut self) {
        for layer in &mut self.layers {
            layer.d_cell_complete = zeros(layer.cell.nrows(), layer.gates.ncols());
        }
    }
}

/// An upper bound of the count of numbers in a [`Trace`], the operands of products included, for
/// shards of up to `shard_size` streams. In `u64`, because refused settings may overflow a
/// browser's 32-bit `usize`.
pub fn trace_numbers(
    config: &NetworkConfig,
    seq_len: usize,
    batch_size: usize,
    shard_size: usize,
) -> u64 {
    let cell = config.cell.spec();
    let [h, vocab_size, num_layers] =
        [config.hidden_size, config.vocab_size, config.num_layers].map(|size| size as u64);
    let [gates, saved] = [cell.gates().len(), cell.saved()].map(|blocks| blocks as u64);
    let steps = (seq_len as u64 + 1) * batch_size as u64;
    let dropout = if config.dropout > 0.0 { 2 } else { 0 };
    let layer = (gates + saved + 3 + dropout) * h * steps;
    // The left operand is the derivatives of the gates or the logits, or the head's weights.
    let depth = seq_len as u64 * shard_size as u64;
    let left = Panels::<f32>::numbers((gates * h).max(vocab_size), depth)
        .max(Panels::<f32>::numbers(h, vocab_size));
    let right = RightPanels::<f32>::numbers(h, depth);
    num_layers * layer + (vocab_size + 2) * steps + left + right
}
