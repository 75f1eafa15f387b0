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

/// Sorts numbered values, the greatest first; of equal ones that with the smaller number.
pub fn sort_descending(values: &mut [(f32, u32)]) {
    values.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
}
