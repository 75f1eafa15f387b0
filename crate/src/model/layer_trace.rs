//! The activations and derivatives of one layer over a window.

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
    /// The cell's saved blocks. `(saved · hidden_size, columns)`.
    pub saved: DMatrix<R>,
    /// h: the state before the window, then every time step. `(hidden_size, batch_size + columns)`.
    pub hidden: DMatrix<R>,
    /// c, in the same order; no rows for a cell without c.
    pub cell: DMatrix<R>,
    /// i, f and o, in the same order; no rows for a cell whose gates do not see them.
    pub carried_gates: DMatrix<R>,
    /// The derivative of the loss with respect to `hidden`, of the same shape.
    pub d_hidden: DMatrix<R>,
    /// The derivative with respect to c of one time step.
    pub d_cell: DMatrix<R>,
    /// The derivative with respect to the carried gates of one time step.
    pub d_carried_gates: DMatrix<R>,
    /// The complete derivative with respect to c of every time step; no columns before
    /// [`save_d_cell`](super::trace::Trace::save_d_cell).
    pub d_cell_complete: DMatrix<R>,
    /// For a stream that starts anew: the zero state, then the derivative with respect to it, which
    /// flows nowhere. `(hidden_size, 2)`.
    pub(super) start: DMatrix<R>,
    /// Dropout's factor for every output; no columns without dropout.
    pub mask: DMatrix<R>,
    /// The outputs after dropout; no columns without dropout.
    pub dropped: DMatrix<R>,
}

impl<R: Real> LayerTrace<R> {
    /// h, c and the carried gates, in the order of
    /// [`LayerState::matrices`](super::state::LayerState::matrices).
    pub(super) fn state_mut(&mut self) -> [&mut DMatrix<R>; 3] {
        [&mut self.hidden, &mut self.cell, &mut self.carried_gates]
    }

    /// The output, h of every time step, after dropout if the window has dropout. `(hidden_size,
    /// columns)`.
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
pub struct Shard<'a> {
    /// The window.
    pub window: WindowShape,
    /// The window's [starts](crate::text::Window::starts).
    pub starts: &'a [usize],
    /// The streams, by their index in the batch.
    pub streams: Range<usize>,
}

impl Shard<'_> {
    /// The number of the shard's columns in a window.
    pub fn num_columns(&self) -> usize {
        self.window.columns / self.window.batch_size * self.streams.len()
    }

    /// The index in the window of the shard's column `k`.
    pub fn index(&self, k: usize) -> usize {
        let width = self.streams.len();
        k / width * self.window.batch_size + self.streams.start + k % width
    }

    /// True if a stream starts anew at the shard's column `k`.
    pub fn starts_at(&self, k: usize) -> bool {
        !self.starts.is_empty() && next_start(self.starts, self.index(k)) == self.index(k)
    }

    /// The shard's columns of a buffer of the window's columns; of a buffer with one time step
    /// more, the columns before each step.
    pub fn columns<'a, R: Real>(&self, buffer: &'a DMatrix<R>) -> Columns<'a, R> {
        self.part_of(buffer.columns(0, self.window.columns))
    }

    /// The shard's columns of a buffer with one time step more, after each step.
    pub fn columns_after<'a, R: Real>(&self, buffer: &'a DMatrix<R>) -> Columns<'a, R> {
        self.part_of(buffer.columns(self.window.batch_size, self.window.columns))
    }

    /// The shard's columns of a view of the window's columns.
    pub fn part_of<'a, R: Real>(&self, view: DMatrixView<'a, R>) -> Columns<'a, R> {
        Columns::in_runs(view, self.streams.clone(), self.window.batch_size)
    }
}

/// The first of `starts` from column `from` on; beyond all columns if there is none.
#[inline(never)]
pub(super) fn next_start(starts: &[usize], from: usize) -> usize {
    let before = starts.partition_point(|&start| start < from);
    starts.get(before).copied().unwrap_or(usize::MAX)
}

/// The size of a window.
#[derive(Clone, Copy, Debug, Default)]
pub struct WindowShape {
    /// Time steps times batch members.
    pub columns: usize,
    /// Batch members.
    pub batch_size: usize,
    /// True if the window has dropout.
    pub dropout: bool,
}
