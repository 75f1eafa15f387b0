//! A selection of a matrix's columns.

use std::ops::Range;

use nalgebra::{DMatrix, DMatrixView};

use crate::real::Real;

/// Some columns of a matrix, restricted to some rows: runs of `width` adjacent columns, one run
/// every `stride` columns.
#[derive(Clone, Debug)]
pub struct Columns<'a, R: Real> {
    matrix: DMatrixView<'a, R>,
    rows: Range<usize>,
    first: usize,
    width: usize,
    stride: usize,
    count: usize,
}

impl<'a, R: Real> Columns<'a, R> {
    /// Selects the columns `run` of every `stride` columns of `matrix`.
    ///
    /// # Panics
    /// If the number of columns of `matrix` is not a multiple of `stride`.
    pub fn in_runs(matrix: DMatrixView<'a, R>, run: Range<usize>, stride: usize) -> Self {
        let (height, columns) = matrix.shape();
        assert!(columns.is_multiple_of(stride), "the matrix has whole strides");
        let (first, width) = (run.start, run.len());
        let count = columns / stride * width;
        Self { matrix, rows: 0..height, first, width, stride, count }
    }

    /// Restricts every column to these rows.
    pub fn rows(self, rows: Range<usize>) -> Self {
        Self { rows, ..self }
    }

    /// The numbers of rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows.len(), self.count)
    }

    /// Column `k` of the selection.
    #[inline(always)]
    pub fn column(&self, k: usize) -> &[R] {
        &self.matrix.column(self.index(k)).data.into_slice()[self.rows.clone()]
    }

    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = &[R]> {
        (0..self.count).map(|k| self.column(k))
    }

    /// The index in the matrix of column `k` of the selection.
    #[inline(always)]
    pub fn index(&self, k: usize) -> usize {
        self.first + k / self.width * self.stride + k % self.width
    }
}

impl<'a, R: Real> From<DMatrixView<'a, R>> for Columns<'a, R> {
    /// Selects all columns.
    fn from(matrix: DMatrixView<'a, R>) -> Self {
        let columns = matrix.ncols();
        Self::in_runs(matrix, 0..columns, columns)
    }
}

impl<'a, R: Real> From<&'a DMatrix<R>> for Columns<'a, R> {
    /// Selects all columns.
    fn from(matrix: &'a DMatrix<R>) -> Self {
        Self::from(matrix.columns(0, matrix.ncols()))
    }
}
