//! The recurrent state as a value, carried from window to window.

use std::ops::Range;

use nalgebra::DMatrix;

use crate::real::Real;

/// The state of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerState<R: Real> {
    /// h `(hidden_size, batch_size)`, the short-term memory.
    pub hidden: DMatrix<R>,
    /// c `(hidden_size, batch_size)`, the long-term memory; no rows for a cell without c.
    pub cell: DMatrix<R>,
    /// i, f and o of the last step `(3 · hidden_size, batch_size)`; no rows for a cell whose gates
    /// do not see them.
    pub carried_gates: DMatrix<R>,
}

impl<R: Real> LayerState<R> {
    /// h, c and the carried gates.
    pub fn matrices(&self) -> [&DMatrix<R>; 3] {
        [&self.hidden, &self.cell, &self.carried_gates]
    }

    pub(super) fn matrices_mut(&mut self) -> [&mut DMatrix<R>; 3] {
        [&mut self.hidden, &mut self.cell, &mut self.carried_gates]
    }
}

/// The state of every layer.
#[derive(Clone, Debug, PartialEq)]
pub struct State<R: Real> {
    /// The layers, from the lowest to the highest.
    pub layers: Vec<LayerState<R>>,
}

impl<R: Real> State<R> {
    /// The number of streams.
    pub fn batch_size(&self) -> usize {
        self.layers[0].hidden.ncols()
    }

    /// The count of numbers in all layers.
    pub fn num_values(&self) -> usize {
        self.layers.iter().flat_map(LayerState::matrices).map(DMatrix::len).sum()
    }

    /// Appends the numbers in slices: layer by layer, h, c, then the carried gates.
    pub fn append_to<'a>(&'a self, slices: &mut Vec<&'a [R]>) {
        for layer in &self.layers {
            slices.extend(layer.matrices().map(DMatrix::as_slice));
        }
    }

    /// Copies as many streams of `whole` as this state has, from `first` on.
    pub fn read(&mut self, whole: &Self, first: usize) {
        let streams = self.batch_size();
        for (layer, whole) in self.layers.iter_mut().zip(&whole.layers) {
            for (matrix, whole) in layer.matrices_mut().into_iter().zip(whole.matrices()) {
                let range = range_of(matrix, &(first..first + streams));
                matrix.as_mut_slice().copy_from_slice(&whole.as_slice()[range]);
            }
        }
    }

    /// Replaces the streams from `first` on by those of `part`.
    pub fn write(&mut self, part: &Self, first: usize) {
        let streams = part.batch_size();
        for (layer, part) in self.layers.iter_mut().zip(&part.layers) {
            for (matrix, part) in layer.matrices_mut().into_iter().zip(part.matrices()) {
                let range = range_of(matrix, &(first..first + streams));
                matrix.as_mut_slice()[range].copy_from_slice(part.as_slice());
            }
        }
    }

    /// The numbers of some streams in slices: layer by layer, h, c, then the carried
    /// gates, stream by stream.
    pub fn streams(&self, streams: Range<usize>) -> impl Iterator<Item = &[R]> {
        let matrices = self.layers.iter().flat_map(LayerState::matrices);
        matrices.map(move |matrix| &matrix.as_slice()[range_of(matrix, &streams)])
    }

    /// The slices of [`streams`](Self::streams), mutable.
    pub fn streams_mut(&mut self, streams: Range<usize>) -> impl Iterator<Item = &mut [R]> {
        let matrices = self.layers.iter_mut().flat_map(LayerState::matrices_mut);
        matrices.map(move |matrix| {
            let range = range_of(matrix, &streams);
            &mut matrix.as_mut_slice()[range]
        })
    }

    /// Sets every entry to zero.
    pub fn clear(&mut self) {
        for layer in &mut self.layers {
            for matrix in layer.matrices_mut() {
                matrix.as_mut_slice().fill(R::ZERO);
            }
        }
    }
}

/// The range of some columns among the numbers of a matrix.
fn range_of<R: Real>(matrix: &DMatrix<R>, columns: &Range<usize>) -> Range<usize> {
    columns.start * matrix.nrows()..columns.end * matrix.nrows()
}
