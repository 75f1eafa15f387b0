//! Softmax cross-entropy.

use crate::math;
use crate::real::Real;

/// The loss -ln softmax(logits)\[target\] of one column, in nats. Replaces the logits by the
/// derivative of the mean of `predictions` such losses with respect to them,
/// (softmax(logits) - onehot(target)) / predictions.
pub fn softmax_cross_entropy<R: Real>(column: &mut [R], target: u32, predictions: usize) -> f64 {
    let scale = 1.0 / predictions as f64;
    let target = target as usize;
    let (sum, shifted) = exponentials(column, target);
    let factor = R::from_f64(scale / sum);
    for x in column.iter_mut() {
        *x *= factor;
    }
    column[target] += -R::from_f64(scale);
    libm::log(sum) - shifted
}

/// The loss -ln softmax(logits)\[target\] of one column, in nats; the logits are overwritten.
pub fn cross_entropy<R: Real>(column: &mut [R], target: u32) -> f64 {
    let (sum, shifted) = exponentials(column, target as usize);
    libm::log(sum) - shifted
}

/// Replaces every logit by e^(logit - maximum), which cannot overflow; returns the sum of these and
/// the target's logit minus the maximum.
pub fn exponentials<R: Real>(column: &mut [R], target: usize) -> (f64, f64) {
    let maximum = math::maximum(column);
    let shifted = (column[target] - maximum).to_f64();
    R::exp(column, maximum);
    (math::sum(column), shifted)
}
