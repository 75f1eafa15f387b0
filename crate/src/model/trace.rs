//! What a forward pass leaves behind: everything the backward pass, and a curious reader, needs.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

use super::cell::{Cell, Room};
use super::config::ModelConfig;
use crate::math::zeros;
use crate::real::Real;

/// The buffers of one layer; column `t * batch_size + b` is time step `t` of batch member `b`.
#[derive(Clone, Debug)]
pub struct LayerTrace<R: Real> {
    /// The activated gates; after the backward pass the derivative of the loss with respect to
    /// their pre-activations. `(gates · hidden_size, columns)`.
    pub gates: DMatrix<R>,
    /// What the cell keeps besides.
    pub kept: DMatrix<R>,
    /// h: the carried state, then every time step. `(hidden_size, batch_size + columns)`.
    pub hidden: DMatrix<R>,
    /// c, likewise; no rows for a cell without.
    pub cell: DMatrix<R>,
    /// The derivative of the loss with respect to `hidden`, of the same shape.
    pub d_hidden: DMatrix<R>,
    /// The derivative with respect to c, one time step wide.
    pub d_cell: DMatrix<R>,
    /// Dropout's factor for every output, and the outputs after it; no columns without dropout.
    pub mask: DMatrix<R>,
    /// See `mask`.
    pub dropped: DMatrix<R>,
}

impl<R: Real> LayerTrace<R> {
    /// What the layer hands on, h of every time step (after dropout, where there was any), and the
    /// derivative with respect to h, both `(hidden_size, columns)`.
    pub(super) fn output(
        &mut self,
        window: WindowShape,
    ) -> (DMatrixView<'_, R>, DMatrixViewMut<'_, R>) {
        let WindowShape { columns, batch_size, dropout } = window;
        let output = if dropout {
            self.dropped.columns(0, columns)
        } else {
            self.hidden.columns(batch_size, columns)
        };
        (output, self.d_hidden.columns_mut(batch_size, columns))
    }
}

/// The part of the buffers that a window fills.
#[derive(Clone, Copy, Debug, Default)]
pub struct WindowShape {
    /// Time steps times batch members.
    pub columns: usize,
    /// Batch members.
    pub batch_size: usize,
    /// Whether the window went through dropout.
    pub dropout: bool,
}

/// The buffers of a window, made once for the largest and reused for all.
#[derive(Clone, Debug)]
pub struct Trace<R: Real> {
    /// From the lowest layer to the highest.
    pub layers: Vec<LayerTrace<R>>,
    /// `(vocab_size, columns)`: the logits; after the loss, the derivative with respect to them.
    pub logits: DMatrix<R>,
    /// The window in these buffers.
    pub window: WindowShape,
    pub(super) room: Room<R>,
}

impl<R: Real> Trace<R> {
    /// Buffers for windows of up to `seq_len` steps and `batch_size` streams.
    pub fn new(
        config: &ModelConfig,
        cell: &dyn Cell<R>,
        seq_len: usize,
        batch_size: usize,
    ) -> Self {
        let h = config.hidden_size;
        let columns = seq_len * batch_size;
        let cell_rows = if cell.has_cell() { h } else { 0 };
        let dropout_columns = if config.dropout > 0.0 { columns } else { 0 };
        let layer = LayerTrace {
            gates: zeros(cell.gates() * h, columns),
            kept: zeros(cell.kept() * h, columns),
            hidden: zeros(h, batch_size + columns),
            cell: zeros(cell_rows, batch_size + columns),
            d_hidden: zeros(h, batch_size + columns),
            d_cell: zeros(cell_rows, batch_size),
            mask: zeros(h, dropout_columns),
            dropped: zeros(h, dropout_columns),
        };
        Self {
            layers: vec![layer; config.num_layers],
            logits: zeros(config.vocab_size, columns),
            window: WindowShape::default(),
            room: Room::default(),
        }
    }

    /// An upper bound of the numbers that such buffers hold, the operands of products included. In
    /// `u64`: what a browser refuses may exceed its 32-bit `usize`.
    pub fn numbers_needed(
        config: &ModelConfig,
        cell: &dyn Cell<R>,
        seq_len: usize,
        batch_size: usize,
    ) -> u64 {
        let [h, vocab_size, num_layers] =
            [config.hidden_size, config.vocab_size, config.num_layers].map(|size| size as u64);
        let [gates, kept] = [cell.gates(), cell.kept()].map(|blocks| blocks as u64);
        let steps = (seq_len as u64 + 1) * batch_size as u64;
        let dropout = if config.dropout > 0.0 { 2 } else { 0 };
        let layer = (gates + kept + 3 + dropout) * h * steps;
        // The widest operands: the gates' derivatives and the logits', left and right in turn.
        let operand = ((gates * h).max(vocab_size) + 8) * steps.max(h + 8);
        num_layers * layer + vocab_size * steps + 2 * operand
    }
}
