//! Element-wise work on slices.

use crate::real::Real;

/// sum += x, entry by entry.
#[inline(always)]
pub fn add<R: Real>(sum: &mut [R], x: &[R]) {
    for (sum, &x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
}

/// x = f(x), entry by entry.
#[inline(always)]
pub fn apply<R: Real>(x: &mut [R], f: impl Fn(R) -> R) {
    for x in x {
        *x = f(*x);
    }
}
