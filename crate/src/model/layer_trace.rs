//! What one layer leaves behind of a window.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut};

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
