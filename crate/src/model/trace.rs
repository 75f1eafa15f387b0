//! The trace of a pass over a window: the activations that the backward pass and the inspection
//! need.

use nalgebra::DMatrix;

use super::cell::WEIGHT_IH;
use super::config::NetworkConfig;
use super::head::ROWS as HEAD_ROWS;
use super::layer_trace::{LayerTrace, WindowShape};
use crate::math::{BLOCK_DEPTH, Panels, RightPanels, Scratch, zeros};
use crate::real::Real;

/// The most columns of a window that the head visits together: its logits then do not outgrow the
/// cache, and gradients are summed in blocks of so many columns in any case.
pub(super) const HEAD_COLUMNS: usize = BLOCK_DEPTH;

/// The buffers of the head, for a block of columns.
#[derive(Clone, Debug)]
pub struct HeadTrace<R: Real> {
    /// The logits of the columns visited last; after the backward pass, the derivative with respect
    /// to them. `(vocab_size, columns)`, at most 256 columns.
    pub logits: DMatrix<R>,
    /// The head's input for these columns, then the derivative with respect to it. `(hidden_size,
    /// columns)`.
    pub(super) hidden: DMatrix<R>,
}

/// The buffers of a window, allocated once for the largest window and reused.
///
/// A layer's activations grow with the window, the head's logits do not: the head visits a window's
/// columns block by block. [`trace_numbers`] counts both.
#[derive(Clone, Debug)]
pub struct Trace<R: Real> {
    /// The layers, from the lowest to the highest.
    pub layers: Vec<LayerTrace<R>>,
    /// The head's buffers.
    pub head: HeadTrace<R>,
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
        let layer = |_| LayerTrace {
            gates: zeros(cell.gates().len() * h, columns),
            saved: zeros(cell.saved() * h, columns),
            hidden: zeros(h, batch_size + columns),
            cell: zeros(cell_rows, batch_size + columns),
            carried_gates: zeros(cell.carried_gates() * h, batch_size + columns),
            d_hidden: zeros(h, batch_size + columns),
            d_cell: zeros(cell_rows, batch_size),
            d_carried_gates: zeros(cell.carried_gates() * h, batch_size),
            d_cell_complete: zeros(cell_rows, 0),
            start: zeros(h, 2),
            mask: zeros(h, dropout_columns),
            dropped: zeros(h, dropout_columns),
        };
        let block = columns.min(HEAD_COLUMNS);
        let head = HeadTrace { logits: zeros(config.vocab_size, block), hidden: zeros(h, block) };
        Self {
            layers: (0..config.num_layers).map(layer).collect(),
            head,
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
///
/// The layers' activations take (gates + saved + 3) · hidden_size numbers for each column of the
/// window and each layer; the head's logits take vocab_size numbers for each column of a block, of
/// which there are at most 256 however large the window is.
pub fn trace_numbers(
    config: &NetworkConfig,
    seq_len: usize,
    batch_size: usize,
    shard_size: usize,
) -> u64 {
    let cell = config.cell.spec();
    let [h, vocab_size, num_layers] =
        [config.hidden_size, config.vocab_size, config.num_layers].map(|size| size as u64);
    let [seq_len, batch_size, shard_size] = [seq_len, batch_size, shard_size].map(|n| n as u64);
    let [gates, carried, saved] =
        [cell.gates().len(), cell.carried_gates(), cell.saved()].map(|blocks| blocks as u64);
    let columns = seq_len * batch_size;
    let dropout = if config.dropout > 0.0 { 2 } else { 0 };
    // The carried gates have a derivative of one step too, and are in the three states of a run.
    let carried_columns = columns + 5 * batch_size;
    let layer = (gates + saved + 3 + dropout) * h * (columns + batch_size);
    let layer = layer + carried * h * carried_columns;
    let block = columns.min(HEAD_COLUMNS as u64);
    let head = (vocab_size + h) * block;
    // The left operand is the derivatives of the gates, or some rows of those of the logits.
    let depth = seq_len * shard_size;
    let left = Panels::<f32>::numbers(gates * h, depth)
        .max(Panels::<f32>::numbers(vocab_size.min(HEAD_ROWS as u64), block));
    let right = RightPanels::<f32>::numbers(h * carried.max(1), depth);
    num_layers * layer + head + left + right
}

/// An upper bound of the count of numbers in a network's packed weights: every matrix and its
/// transpose, but not the lowest layer's input weights, which stay unpacked.
pub fn packed_numbers(config: &NetworkConfig) -> u64 {
    let layout = config.layout();
    let above = layout.tensors()[WEIGHT_IH + 1..].iter();
    // A matrix has one column only in a network of one unit.
    let matrices = above.filter(|spec| spec.columns > 1 || config.hidden_size == 1);
    let sizes = matrices.map(|spec| [spec.rows as u64, spec.columns as u64]);
    let panels = Panels::<f32>::numbers;
    sizes.map(|[rows, columns]| panels(rows, columns) + panels(columns, rows)).sum()
}
