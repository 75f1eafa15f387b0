//! Softmax cross-entropy.

use nalgebra::DMatrixViewMut;

use crate::math;
use crate::real::Real;

/// The mean over all columns of -ln softmax(logits)\[target\], in nats per character; replaces the
/// logits by its derivative with respect to them, (softmax(logits) - onehot(target)) / columns.
pub fn softmax_cross_entropy<R: Real>(mut logits: DMatrixViewMut<R>, targets: &[u32]) -> f64 {
    let scale = 1.0 / targets.len() as f64;
    let mut total = 0.0;
    for (mut column, &target) in logits.column_iter_mut().zip(targets) {
        let column = column.as_mut_slice();
        let target = target as usize;
        let (sum, shifted) = exponentials(column, target);
        total += libm::log(sum) - shifted;
        let factor = R::from_f64(scale / sum);
        for x in column.iter_mut() {
            *x *= factor;
        }
        column[target] += -R::from_f64(scale);
    }
    total * scale
}

/// The sum over all columns of -ln softmax(logits)\[target\], in nats; the logits are used up.
pub fn cross_entropy_sum<R: Real>(mut logits: DMatrixViewMut<R>, targets: &[u32]) -> f64 {
    let mut total = 0.0;
    for (mut column, &target) in logits.column_iter_mut().zip(targets) {
        let (sum, shifted) = exponentials(column.as_mut_slice(), target as usize);
        total += libm::log(sum) - shifted;
    }
    total
}

/// Replaces every logit by e^(logit - maximum), which cannot overflow; returns their sum and the
/// target's logit less the maximum.
fn exponentials<R: Real>(column: &mut [R], target: usize) -> (f64, f64) {
    let maximum = column.iter().fold(column[0], |max, &x| if x > max { x } else { max });
    let shifted = (column[target] - maximum).to_f64();
    for x in column.iter_mut() {
        *x = (*x - maximum).exp();
    }
    (math::sum(column), shifted)
}
