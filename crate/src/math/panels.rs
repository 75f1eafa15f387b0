//! Matrix products on packed panels.
//!
//! The left operand is copied into panels of [`M`] rows and the right one into panels of [`N`]
//! columns, so that the innermost loop reads both sequentially and keeps an `M × N` tile of the
//! result in registers. Weights are packed once, for every time step of a window.
//!
//! An element of a result is always summed over the depth in ascending order, in blocks of
//! [`BLOCK_DEPTH`]: its bits do not depend on its tile or on the other columns.

use std::ops::Range;

use nalgebra::{DMatrixView, DMatrixViewMut};

use super::columns::Columns;
use super::slices::add;
use crate::real::Real;

/// Rows of a tile: four 128-bit vectors of `f32`.
const M: usize = 16;
/// Columns of a tile.
const N: usize = 2;
/// Panels per tile when the right operand is a single column, to hide the adder's latency.
const TALL: usize = 2;
/// Depth of a block: its panels of `M` rows and of `N` columns fit into the first-level cache.
const BLOCK_DEPTH: usize = 256;

/// An entry of a panel, aligned to 128 bits: a read that straddles two cache lines takes twice as
/// long, and an allocation is otherwise aligned to 64 bits only.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(16))]
struct Aligned<T>(T);

/// A left operand A `(rows, depth)` in panels of [`M`] rows, padded with zeros.
#[derive(Clone, Debug, Default)]
pub struct Panels<R> {
    rows: usize,
    depth: usize,
    data: Vec<Aligned<[R; M]>>,
}

/// A buffer for a right operand in panels of [`N`] columns, reused from product to product.
#[derive(Clone, Debug, Default)]
pub struct RightPanels<R> {
    data: Vec<Aligned<[R; N]>>,
}

/// Buffers for the operands of a product, reused by all products.
#[derive(Clone, Debug, Default)]
pub struct Scratch<R> {
    /// The left operand of a product without packed weights.
    pub left: Panels<R>,
    /// The right operand.
    pub right: RightPanels<R>,
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
    pub fn add_product(
        &self,
        b: DMatrixView<R>,
        c: DMatrixViewMut<R>,
        scratch: &mut RightPanels<R>,
    ) {
        assert!(b.nrows() == self.depth, "B has as many rows as A has columns");
        if b.ncols() == 1 {
            self.multiply_column(b.column(0).as_slice(), c);
        } else {
            pack_columns(&mut scratch.data, b);
            self.multiply(&scratch.data, b.ncols(), c);
        }
    }

    /// [`add_product`](Self::add_product) of matrices in slices, in column order.
    ///
    /// # Panics
    /// If the slices do not have an integral and equal number of columns.
    pub fn add_product_slices(&self, b: &[R], c: &mut [R], scratch: &mut RightPanels<R>) {
        let columns = b.len() / self.depth;
        let b = DMatrixView::from_slice(b, self.depth, columns);
        self.add_product(b, DMatrixViewMut::from_slice(c, self.rows, columns), scratch);
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
        let (rows, depth) = b.shape();
        assert!(depth == self.depth, "B has as many columns as A");
        pack_rows(&mut scratch.data, b);
        self.multiply(&scratch.data, rows, c);
    }

    fn multiply(&self, right: &[Aligned<[R; N]>], columns: usize, mut c: DMatrixViewMut<R>) {
        assert!(c.shape() == (self.rows, columns), "C has the rows of A and the columns of B");
        for block in blocks(self.depth) {
            for (i, left) in self.data.chunks_exact(self.depth).enumerate() {
                let left = &left[block.clone()];
                let rows = i * M..self.rows.min((i + 1) * M);
                for (j, right) in right.chunks_exact(self.depth).enumerate() {
                    let tile = tile(left, &right[block.clone()]);
                    for (column, sums) in (j * N..columns.min((j + 1) * N)).zip(tile) {
                        add(&mut c.column_mut(column).as_mut_slice()[rows.clone()], &sums);
                    }
                }
            }
        }
    }

    fn multiply_column(&self, b: &[R], mut c: DMatrixViewMut<R>) {
        assert!(c.shape() == (self.rows, 1), "C has the rows of A and the columns of B");
        let mut c = c.column_mut(0);
        for block in blocks(self.depth) {
            let b = &b[block.clone()];
            let tall_panels = self.data.chunks(self.depth * TALL);
            for (c, panels) in c.as_mut_slice().chunks_mut(M * TALL).zip(tall_panels) {
                let panel = |i: usize| &panels[i * self.depth..][block.clone()];
                if panels.len() == self.depth * TALL {
                    let sums = tall_tile::<_, TALL>(std::array::from_fn(panel), b);
                    add(c, sums.as_flattened());
                } else {
                    for (i, c) in c.chunks_mut(M).enumerate() {
                        add(c, &tall_tile([panel(i)], b)[0]);
                    }
                }
            }
        }
    }
}

/// The ranges of the blocks of a depth.
fn blocks(depth: usize) -> impl Iterator<Item = Range<usize>> {
    (0..depth).step_by(BLOCK_DEPTH).map(move |start| start..depth.min(start + BLOCK_DEPTH))
}

/// The sums over one block of depth for `M` rows and `N` columns, column by column.
#[inline(always)]
fn tile<R: Real>(left: &[Aligned<[R; M]>], right: &[Aligned<[R; N]>]) -> [[R; M]; N] {
    let mut sums = [[R::ZERO; M]; N];
    for (a, b) in left.iter().zip(right) {
        for (sums, &b) in sums.iter_mut().zip(&b.0) {
            for (sum, &a) in sums.iter_mut().zip(&a.0) {
                *sum += a * b;
            }
        }
    }
    sums
}

/// The sums over one block of depth for `P` panels of rows and one column.
#[inline(always)]
fn tall_tile<R: Real, const P: usize>(left: [&[Aligned<[R; M]>]; P], right: &[R]) -> [[R; M]; P] {
    let mut sums = [[R::ZERO; M]; P];
    let left = left.map(|panel| &panel[..right.len()]);
    for (k, &b) in right.iter().enumerate() {
        for (sums, panel) in sums.iter_mut().zip(left) {
            for (sum, &a) in sums.iter_mut().zip(&panel[k].0) {
                *sum += a * b;
            }
        }
    }
    sums
}

/// Columns that are packed together, panel by panel. Packed one by one, each column would touch all
/// panels, each in another page of memory.
const TOGETHER: usize = 16;

/// Panels of `P` rows of `x`: entry `k` of a panel holds column `k`.
fn pack_rows<R: Real, const P: usize>(data: &mut Vec<Aligned<[R; P]>>, x: Columns<R>) {
    let (rows, depth) = x.shape();
    resize(data, rows.div_ceil(P) * depth);
    for first in (0..depth).step_by(TOGETHER) {
        let together = TOGETHER.min(depth - first);
        let columns: [&[R]; TOGETHER] =
            std::array::from_fn(|i| x.column(first + i.min(together - 1)));
        for (i, panel) in data.chunks_exact_mut(depth).enumerate() {
            let rows = i * P..rows.min((i + 1) * P);
            for (entries, column) in panel[first..first + together].iter_mut().zip(columns) {
                let column = &column[rows.clone()];
                match column.first_chunk() {
                    Some(all) => entries.0 = *all,
                    None => {
                        entries.0 = [R::ZERO; P];
                        entries.0[..column.len()].copy_from_slice(column);
                    }
                }
            }
        }
    }
}

/// Panels of `P` columns of `x`: entry `k` of a panel holds row `k`.
fn pack_columns<R: Real, const P: usize>(data: &mut Vec<Aligned<[R; P]>>, x: DMatrixView<R>) {
    let (depth, columns) = x.shape();
    resize(data, columns.div_ceil(P) * depth);
    for (panel, first) in data.chunks_exact_mut(depth).zip((0..).step_by(P)) {
        for (i, j) in (first..first + P).enumerate() {
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
fn resize<R: Real, const P: usize>(data: &mut Vec<Aligned<[R; P]>>, len: usize) {
    data.truncate(len);
    data.reserve_exact(len - data.len());
    data.resize(len, Aligned([R::ZERO; P]));
}
