//! Matrix products on packed panels.
//!
//! The left operand is copied into panels of `M` rows, so that the innermost loop reads it
//! sequentially and keeps a tile of the result, [`M`] rows and [`N`] columns, in registers. A last,
//! odd column has tiles of one column and two panels of rows, so that as many sums are independent.
//! Weights are packed once for all time steps of a window.
//!
//! An element of a result is always summed over the depth in ascending order, in blocks of
//! [`BLOCK_DEPTH`]: its bits do not depend on its tile or on the other columns.

use std::ops::Range;

use nalgebra::{DMatrixView, DMatrixViewMut};

use super::columns::Columns;
use super::slices::add_short;
use crate::real::Real;

/// Rows of a tile: four 128-bit vectors of `f32`.
const M: usize = 16;
/// Columns of a tile.
const N: usize = 2;
/// Depth of a block: a panel of it and some columns fit into the first-level cache.
pub const BLOCK_DEPTH: usize = 256;

/// An entry of a panel, aligned to 128 bits: a read that straddles two cache lines takes twice as
/// long, and an allocation is otherwise aligned to 64 bits only.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(16))]
struct Aligned<T>(T);

impl<T> From<T> for Aligned<T> {
    fn from(entry: T) -> Self {
        Self(entry)
    }
}

/// A left operand A `(rows, depth)` in panels of `M` rows, padded with zeros.
#[derive(Clone, Debug, Default)]
pub struct Panels<R> {
    rows: usize,
    depth: usize,
    data: Vec<Aligned<[R; M]>>,
}

/// A buffer for a transposed right operand in panels of `N` columns, reused from product to
/// product.
#[derive(Clone, Debug, Default)]
pub struct RightPanels<R> {
    data: Vec<[R; N]>,
}

/// Buffers for the operands of the gradients' products.
#[derive(Clone, Debug, Default)]
pub struct Scratch<R> {
    /// The left operand.
    pub left: Panels<R>,
    /// The right operand.
    pub right: RightPanels<R>,
}

impl<R> Panels<R> {
    /// The count of numbers in the panels of a left operand `(rows, depth)`, padding included.
    pub fn numbers(rows: u64, depth: u64) -> u64 {
        rows.next_multiple_of(M as u64) * depth
    }
}

impl<R> RightPanels<R> {
    /// The count of numbers in the panels of a right operand `(columns, depth)`.
    pub fn numbers(columns: u64, depth: u64) -> u64 {
        columns.next_multiple_of(N as u64) * depth
    }
}

impl<R: Real> Panels<R> {
    /// Packs A `(rows, depth)`.
    pub fn pack(&mut self, a: Columns<R>) {
        (self.rows, self.depth) = a.shape();
        pack_rows(&mut self.data, a);
    }

    /// Packs Aᵀ, given A `(depth, rows)`.
    pub fn pack_transposed(&mut self, a: DMatrixView<R>) {
        (self.depth, self.rows) = a.shape();
        pack_columns(&mut self.data, a);
    }

    /// C += A·B with B `(depth, n)` and C `(rows, n)`.
    ///
    /// # Panics
    /// If the shapes do not match.
    pub fn add_product(&self, b: DMatrixView<R>, mut c: DMatrixViewMut<R>) {
        self.check(b.shape(), c.shape());
        let column = |j: usize, block: Range<usize>| b.column(j).data.into_slice()[block].iter();
        let pair = |j: usize, block: Range<usize>| {
            column(j, block.clone()).zip(column(j + 1, block)).map(|(&x, &y)| [x, y])
        };
        let even = b.ncols() / N * N;
        self.multiply(pair, c.columns_mut(0, even));
        if even < b.ncols() {
            self.multiply_column(b.column(even).as_slice(), c.column_mut(even).as_mut_slice());
        }
    }

    /// [`add_product`](Self::add_product) of matrices in slices, in column order.
    ///
    /// # Panics
    /// If the slices do not have whole columns, or not equally many.
    pub fn add_product_slices(&self, b: &[R], c: &mut [R]) {
        let columns = b.len() / self.depth;
        let are_whole = [b.len(), c.len()] == [self.depth, self.rows].map(|rows| rows * columns);
        assert!(are_whole, "B and C have equally many whole columns");
        let b = DMatrixView::from_slice(b, self.depth, columns);
        self.add_product(b, DMatrixViewMut::from_slice(c, self.rows, columns));
    }

    /// C += A·Bᵀ with B `(n, depth)` and C `(rows, n)`.
    ///
    /// # Panics
    /// If the shapes do not match.
    pub fn add_product_transposed(
        &self,
        b: Columns<R>,
        c: DMatrixViewMut<R>,
        scratch: &mut RightPanels<R>,
    ) {
        let (columns, depth) = b.shape();
        self.check((depth, columns), c.shape());
        pack_rows(&mut scratch.data, b);
        let panel = |j: usize, block: Range<usize>| {
            scratch.data[j / N * self.depth..][block].iter().copied()
        };
        self.multiply(panel, c);
    }

    fn check(&self, b: (usize, usize), c: (usize, usize)) {
        assert!(b.0 == self.depth, "the depths of A and B are equal");
        assert!(c == (self.rows, b.1), "C has the rows of A and the columns of B");
    }

    /// C += A·B; `right` returns the rows of a block of depth of the [`N`] columns of B from a
    /// column on.
    fn multiply<I: Iterator<Item = [R; N]>>(
        &self,
        right: impl Fn(usize, Range<usize>) -> I,
        mut c: DMatrixViewMut<R>,
    ) {
        let columns = c.ncols();
        for block in blocks(self.depth) {
            for (i, left) in self.data.chunks_exact(self.depth).enumerate() {
                let rows = i * M..self.rows.min((i + 1) * M);
                for first in (0..columns).step_by(N) {
                    let left = left[block.clone()].iter().map(|a| [&a.0]);
                    let tile = tile(left.zip(right(first, block.clone())));
                    for (column, sums) in (first..columns).zip(tile) {
                        add_short(&mut c.column_mut(column).as_mut_slice()[rows.clone()], &sums[0]);
                    }
                }
            }
        }
    }

    /// c += A·b, with two panels in a tile: the sums of one panel are too few to hide the latency of
    /// an addition.
    fn multiply_column(&self, b: &[R], c: &mut [R]) {
        for block in blocks(self.depth) {
            let b = &b[block.clone()];
            let pairs = self.data.chunks(2 * self.depth);
            for (c, pair) in c.chunks_mut(2 * M).zip(pairs) {
                let (upper, lower) = pair.split_at(self.depth);
                // A last panel without a partner is taken twice, in as much time as once; c has
                // no rows for the second result.
                let lower = if lower.is_empty() { upper } else { lower };
                let panels = upper[block.clone()].iter().zip(&lower[block.clone()]);
                let left = panels.map(|(upper, lower)| [&upper.0, &lower.0]);
                let [sums] = tile(left.zip(b.iter().map(|&b| [b])));
                add_short(c, sums.as_flattened());
            }
        }
    }
}

/// The ranges of the blocks of a depth.
pub fn blocks(depth: usize) -> impl Iterator<Item = Range<usize>> {
    (0..depth).step_by(BLOCK_DEPTH).map(move |start| start..depth.min(start + BLOCK_DEPTH))
}

/// The tile Σₖ left(k)·right(k) over one block of depth, where left(k) is column k of A in `P`
/// panels and right(k) row k of B in `C` columns; its columns, each in panels.
#[inline(always)]
fn tile<'a, R: Real, const P: usize, const C: usize>(
    entries: impl Iterator<Item = ([&'a [R; M]; P], [R; C])>,
) -> [[[R; M]; P]; C] {
    let mut sums = [[[R::ZERO; M]; P]; C];
    for (left, right) in entries {
        for (sums, b) in sums.iter_mut().zip(right) {
            for (sums, a) in sums.iter_mut().zip(left) {
                for (sum, &a) in sums.iter_mut().zip(a) {
                    *sum += a * b;
                }
            }
        }
    }
    sums
}

/// Columns that are packed together, panel by panel. Packed one by one, each column would touch all
/// panels, each in another page of memory.
const TOGETHER: usize = 16;

/// Panels of `P` rows of `x`: entry `k` of a panel holds column `k`.
fn pack_rows<R: Real, E: Clone + From<[R; P]>, const P: usize>(data: &mut Vec<E>, x: Columns<R>) {
    let (rows, depth) = x.shape();
    resize(data, rows.div_ceil(P) * depth);
    for first in (0..depth).step_by(TOGETHER) {
        let together = first..depth.min(first + TOGETHER);
        let mut columns = [&[][..]; TOGETHER];
        for (column, k) in columns.iter_mut().zip(together.clone()) {
            *column = x.column(k);
        }
        for (i, panel) in data.chunks_exact_mut(depth).enumerate() {
            let rows = i * P..rows.min((i + 1) * P);
            for (entry, column) in panel[together.clone()].iter_mut().zip(columns) {
                let column = &column[rows.clone()];
                let padded = || {
                    let mut padded = [R::ZERO; P];
                    padded[..column.len()].copy_from_slice(column);
                    padded
                };
                *entry = column.first_chunk().copied().unwrap_or_else(padded).into();
            }
        }
    }
}

/// Panels of `M` columns of `x`: entry `k` of a panel holds row `k`.
fn pack_columns<R: Real>(data: &mut Vec<Aligned<[R; M]>>, x: DMatrixView<R>) {
    let (depth, columns) = x.shape();
    resize(data, columns.div_ceil(M) * depth);
    for (panel, first) in data.chunks_exact_mut(depth).zip((0..).step_by(M)) {
        for (i, j) in (first..first + M).enumerate() {
            if j < columns {
                for (entries, &x) in panel.iter_mut().zip(x.column(j).as_slice()) {
                    entries.0[i] = x;
                }
            } else {
                panel.iter_mut().for_each(|entries| entries.0[i] = R::ZERO);
            }
        }
    }
}

/// Resizes to `len` entries; present entries keep their values, since the caller overwrites all.
fn resize<R: Real, E: Clone + From<[R; P]>, const P: usize>(data: &mut Vec<E>, len: usize) {
    data.truncate(len);
    data.reserve_exact(len - data.len());
    data.resize(len, [R::ZERO; P].into());
}
