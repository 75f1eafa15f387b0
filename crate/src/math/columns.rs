//! Columns of a matrix that are taken together.

use std::ops::Range;

use nalgebra::{DMatrix, DMatrixView};

use crate::real::Real;

/// Some columns of a matrix `(rows, …)`: runs of `width` neighbours, one every `stride` columns; and
/// of every column some rows.
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
    /// The columns `runs` of every `stride` columns of `matrix`.
    ///
    /// # Panics
    /// If the columns of `matrix` are no multiple of `stride`.
    pub fn in_runs(matrix: DMatrixView<'a, R>, runs: Range<usize>, stride: usize) -> Self {
        let (height, columns) = matrix.shape();
        assert_eq!(columns % stride, 0, "runs come once in every {stride} columns");
        let (first, width) = (runs.start, runs.len());
        let count = columns / stride * width;
        Self { matrix, rows: 0..height, first, width, stride, count }
    }

    /// Of every column only these rows.
    pub fn rows(self, rows: Range<usize>) -> Self {
        Self { rows, ..self }
    }

    /// Rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows.len(), self.count)
    }

    /// Column `k` of those taken.
    #[inline(always)]
    pub fn column(&self, k: usize) -> &[R] {
        &self.matrix.column(self.index(k)).data.into_slice()[self.rows.clone()]
    }

    /// The columns one after the other.
    pub fn iter(&self) -> impl Iterator<Item = &[R]> {
        (0..self.count).map(|k| self.column(k))
    }

    /// Where column `k` of those taken stands in the matrix.
    #[inline(always)]
    pub fn index(&self, k: usize) -> usize {
        self.first + k / self.width * self.stride + k % self.width
    }
}

impl<'a, R: Real> From<DMatrixView<'a, R>> for Columns<'a, R> {
    /// All columns.
    fn from(matrix: DMatrixView<'a, R>) -> Self {
        let columns = matrix.ncols();
        Self::in_runs(matrix, 0..columns, columns)
    }
}

impl<'a, R: Real> From<&'a DMatrix<R>> for Columns<'a, R> {
    /// All columns.
    fn from(matrix: &'a DMatrix<R>) -> Self {
        Self::from(matrix.columns(0, matrix.ncols()))
    }
}
