//! The recurrent state as a value, carried from window to window.

use nalgebra::DMatrix;

use crate::real::Real;

/// The state of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerState<R: Real> {
    /// h `(hidden_size, batch_size)`, the short-term memory.
    pub hidden: DMatrix<R>,
    /// c `(hidden_size, batch_size)`, the long-term memory; no rows for a cell that has none.
    pub cell: DMatrix<R>,
}

/// The state of every layer.
#[derive(Clone, Debug, PartialEq)]
pub struct State<R: Real> {
    /// From the lowest layer to the highest.
    pub layers: Vec<LayerState<R>>,
}

impl<R: Real> State<R> {
    /// Streams side by side.
    pub fn batch_size(&self) -> usize {
        self.layers[0].hidden.ncols()
    }

    /// Sets every entry to zero.
    pub fn clear(&mut self) {
        for layer in &mut self.layers {
            layer.hidden.fill(R::ZERO);
            layer.cell.fill(R::ZERO);
        }
    }
}
