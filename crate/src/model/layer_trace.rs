//! What one layer leaves behind of a window.

use std::ops::Range;

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

use crate::math::Columns;
use crate::real::Real;

/// The buffers of one layer; column `t * batch_size + b` is time step `t` of batch member `b`.
#[derive(Clone, Debug)]
pub struct LayerTrace<R: Real> {
    /// The activated gates; after the backward pass the derivative of the loss with respect to
    /// their pre-activations. `(gates · hidden_size, columns)`.
    pub gates: DMatrix<R>,
    /// What the cell keeps besides.
    pub saved: DMatrix<R>,
    /// h: the carried state, then every time step. `(hidden_size, batch_size + columns)`.
    pub hidden: DMatrix<R>,
    /// c, likewise; no rows for a cell without.
    pub cell: DMatrix<R>,
    /// The derivative of the loss with respect to `hidden`, of the same shape.
    pub d_hidden: DMatrix<R>,
    /// The derivative with respect to c, one time step wide.
    pub d_cell: DMatrix<R>,
    /// The same of every time step, complete; no columns unless it is
    /// [asked for](super::trace::Trace::keep_d_cell).
    pub d_cell_complete: DMatrix<R>,
    /// Dropout's factor for every output, and the outputs after it; no columns without dropout.
    pub mask: DMatrix<R>,
    /// See `mask`.
    pub dropped: DMatrix<R>,
}

impl<R: Real> LayerTrace<R> {
    /// What the layer hands on, h of every time step (after dropout, where there was any),
    /// `(hidden_size, columns)`.
    pub(super) fn output(&self, window: WindowShape) -> DMatrixView<'_, R> {
        let WindowShape { columns, batch_size, dropout } = window;
        if dropout {
            self.dropped.columns(0, columns)
        } else {
            self.hidden.columns(batch_size, columns)
        }
    }

    /// The derivative with respect to h of every time step, of the same shape.
    pub(super) fn d_output(&mut self, window: WindowShape) -> DMatrixViewMut<'_, R> {
        self.d_hidden.columns_mut(window.batch_size, window.columns)
    }
}

/// Streams of a window over which gradients are summed.
#[derive(Clone, Debug)]
pub struct Shard {
    /// The window.
    pub window: WindowShape,
    /// Some of its batch members.
    pub streams: Range<usize>,
}

impl Shard {
    /// The shard's part of a buffer that has a column for every place of the window, or one time
    /// step more: then the columns before each step.
    pub fn columns<'a, R: Real>(&self, buffer: &'a DMatrix<R>) -> Columns<'a, R> {
        self.part_of(buffer.columns(0, self.window.columns))
    }

    /// The same of a buffer with one time step more, after each step.
    pub fn columns_after<'a, R: Real>(&self, buffer: &'a DMatrix<R>) -> Columns<'a, R> {
        self.part_of(buffer.columns(self.window.batch_size, self.window.columns))
    }

    /// The shard's part of a view that has a column for every place of the window.
    pub fn part_of<'a, R: Real>(&self, view: DMatrixView<'a, R>) -> Columns<'a, R> {
        Columns::in_runs(view, self.streams.clone(), self.window.batch_size)
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
