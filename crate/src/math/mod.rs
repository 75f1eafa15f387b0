//! The hot kernels: matrix products, activations, sums.
//!
//! Only here may code be longer in order to be faster. The kernels know slices and matrices, not
//! networks. Sums have a fixed order, without fused multiply-add, so that a result has the same
//! bits in every browser, in Node and natively.

mod columns;
pub mod elementary;
mod panels;
mod peak;
mod slices;
mod sums;

pub use columns::Columns;
pub use panels::{BLOCK_DEPTH, Panels, RightPanels, Scratch, blocks};
pub use peak::mul_add;
pub use slices::{add, add_product, all_finite, clamp_columns, maximum, product, sort_descending};
pub use sums::{sum, sum_of_squares};

use crate::real::Real;
use nalgebra::DMatrix;

/// A matrix of zeros.
#[inline(never)]
pub fn zeros<R: Real>(rows: usize, columns: usize) -> DMatrix<R> {
    DMatrix::from_element(rows, columns, R::ZERO)
}
