//! Sums over slices in a fixed order.

use crate::real::Real;

/// Independent partial sums: enough to keep two 128-bit adders busy.
const PARTIAL_SUMS: usize = 16;
/// Elements summed in `R` before the partial sums are added in `f64`.
const BLOCK_LEN: usize = 4096;

/// Σ x, in blocks whose sums are added in `f64`.
pub fn sum<R: Real>(x: &[R]) -> f64 {
    blockwise(x, |x| x)
}

/// Σ x², in blocks whose sums are added in `f64`.
pub fn sum_of_squares<R: Real>(x: &[R]) -> f64 {
    blockwise(x, |x| x * x)
}

#[inline(always)]
fn blockwise<R: Real>(x: &[R], term: impl Fn(R) -> R) -> f64 {
    x.chunks(BLOCK_LEN).map(|block| block_sum(block, &term)).sum()
}

#[inline(always)]
fn block_sum<R: Real>(block: &[R], term: impl Fn(R) -> R) -> f64 {
    let (rows, rest) = block.as_chunks::<PARTIAL_SUMS>();
    let mut lanes = [R::ZERO; PARTIAL_SUMS];
    for row in rows {
        for (lane, &x) in lanes.iter_mut().zip(row) {
            *lane += term(x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane += term(x);
    }
    lanes.iter().map(|lane| lane.to_f64()).sum()
}
