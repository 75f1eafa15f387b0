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
        self.layers.iter().map(|layer| layer.hidden.len() + layer.cell.len()).sum()
    }

    /// Copies as many streams of `whole` as this state has, from `first` on.
    pub fn read(&mut self, whole: &Self, first: usize) {
        let streams = self.batch_size();
        for (layer, whole) in self.layers.iter_mut().zip(&whole.layers) {
            layer.hidden.copy_from(&whole.hidden.columns(first, streams));
            layer.cell.copy_from(&whole.cell.columns(first, streams));
        }
    }

    /// Replaces the streams from `first` on by those of `part`.
    pub fn write(&mut self, part: &Self, first: usize) {
        let streams = part.batch_size();
        for (layer, part) in self.layers.iter_mut().zip(&part.layers) {
            layer.hidden.columns_mut(first, streams).copy_from(&part.hidden);
            layer.cell.columns_mut(first, streams).copy_from(&part.cell);
        }
    }

    /// The numbers of some streams in slices: layer by layer, h, then c, stream by stream.
    pub fn streams(&self, streams: Range<usize>) -> impl Iterator<Item = &[R]> {
        let matrices = self.layers.iter().flat_map(|layer| [&layer.hidden, &layer.cell]);
        matrices.map(move |matrix| &matrix.as_slice()[range_of(matrix, &streams)])
    }

    /// The slices of [`streams`](Self::streams), mutable.
    pub fn streams_mut(&mut self, streams: Range<usize>) -> impl Iterator<Item = &mut [R]> {
        let layers = self.layers.iter_mut();
        let matrices = layers.flat_map(|layer| [&mut layer.hidden, &mut layer.cell]);
        matrices.map(move |matrix| {
            let range = range_of(matrix, &streams);
            &mut matrix.as_mut_slice()[range]
        })
    }

    /// Sets every entry to zero.
    pub fn clear(&mut self) {
        for layer in &mut self.layers {
            layer.hidden.fill(R::ZERO);
            layer.cell.fill(R::ZERO);
        }
    }
}

/// The range of some columns among the numbers of a matrix.
fn range_of<R: Real>(matrix: &DMatrix<R>, columns: &Range<usize>) -> Range<usize> {
    columns.start * matrix.nrows()..columns.end * matrix.nrows()
}
