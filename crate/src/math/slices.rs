//! Operations on slices: entry by entry, searches and a sort.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::real::Real;

/// sum += x, entry by entry.
#[inline(never)]
pub fn add<R: Real>(sum: &mut [R], x: &[R]) {
    add_short(sum, x);
}

/// [`add`] of few entries, for which a call takes too long.
#[inline(always)]
pub fn add_short<R: Real>(sum: &mut [R], x: &[R]) {
    for (sum, &x) in sum.iter_mut().zip(x) {
        *sum += x;
    }
}

/// to = x ⊙ y, entry by entry.
#[inline(always)]
pub fn product<R: Real>(to: &mut [R], x: &[R], y: &[R]) {
    for (to, (&x, &y)) in to.iter_mut().zip(x.iter().zip(y)) {
        *to = x * y;
    }
}

/// sum += x ⊙ y, entry by entry.
#[inline(always)]
pub fn add_product<R: Real>(sum: &mut [R], x: &[R], y: &[R]) {
    for (sum, (&x, &y)) in sum.iter_mut().zip(x.iter().zip(y)) {
        *sum += x * y;
    }
}

/// Overwrites, in every column, the numbers for which `clamps` (one column, or empty) has a value;
/// NaN stands for none.
pub fn clamp_columns<R: Real>(clamps: &[R], columns: &mut [R]) {
    if clamps.is_empty() {
        return;
    }
    for column in columns.chunks_exact_mut(clamps.len()) {
        for (x, &clamp) in column.iter_mut().zip(clamps) {
            if clamp.partial_cmp(&clamp).is_some() {
                *x = clamp;
            }
        }
    }
}

/// The greatest number; NaN only if the first number is NaN.
///
/// # Panics
/// If there are no numbers.
pub fn maximum<R: Real>(x: &[R]) -> R {
    let greater = |a: R, b: R| if b > a { b } else { a };
    let mut maxima = [x[0]; 16]; // partial maxima vectorise
    let (rows, rest) = x.as_chunks::<16>();
    for row in rows {
        for (maximum, &x) in maxima.iter_mut().zip(row) {
            *maximum = greater(*maximum, x);
        }
    }
    maxima.iter().chain(rest).copied().fold(x[0], greater)
}

/// True if no number is infinite or NaN.
pub fn all_finite<R: Real>(x: &[R]) -> bool {
    // 0 · x is NaN exactly for such numbers, and a sum with NaN is NaN. Eight partial sums
    // vectorise.
    let mut sums = [R::ZERO; 8];
    let (rows, rest) = x.as_chunks::<8>();
    for row in rows {
        add_product(&mut sums, row, &[R::ZERO; 8]);
    }
    add_product(&mut sums, rest, &[R::ZERO; 8]);
    sums == [R::ZERO; 8]
}

/// Sorts numbered values in descending order; equal values by ascending number.
///
/// A heap sort: the standard library's sort is three times the code in the wasm module.
pub fn sort_descending(values: &mut Vec<(f32, u32)>) {
    /// Ordered by descending value.
    #[derive(PartialEq)]
    struct Numbered(f32, u32);
    impl Eq for Numbered {}
    impl Ord for Numbered {
        fn cmp(&self, other: &Self) -> Ordering {
            other.0.total_cmp(&self.0).then(self.1.cmp(&other.1))
        }
    }
    impl PartialOrd for Numbered {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }
    let numbered = std::mem::take(values).into_iter().map(|(x, number)| Numbered(x, number));
    let sorted = BinaryHeap::from_iter(numbered).into_sorted_vec();
    *values = sorted.into_iter().map(|Numbered(x, number)| (x, number)).collect();
}
