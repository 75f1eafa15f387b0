//! Element-wise work on slices.

use crate::real::Real;

/// sum += x, entry by entry.
#[inline(always)]
pub fn add<R: Real>(sum: &mut [R], x: &[R]) {
    for (sum, &x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
}

/// sum += x ⊙ y, entry by entry.
#[inline(always)]
pub fn add_product<R: Real>(sum: &mut [R], x: &[R], y: &[R]) {
    for (sum, (&x, &y)) in sum.iter_mut().zip(x.iter().zip(y)) {
        *sum += x * y;
    }
}
