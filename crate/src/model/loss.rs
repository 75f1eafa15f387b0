//! Softmax cross-entropy.

use nalgebra::DMatrixViewMut;

use crate::math;
use crate::real::Real;

/// Fills `losses` with -ln softmax(logits)\[target\] of every column, in nats; replaces the logits
/// by the derivative of the mean of `predictions` such losses with respect to them,
/// (softmax(logits) - onehot(target)) / predictions.
pub fn softmax_cross_entropy<R: Real>(
    mut logits: DMatrixViewMut<R>,
    targets: &[u32],
    predictions: usize,
    losses: &mut [f64],
) {
    let scale = 1.0 / predictions as f64;
    let columns = logits.column_iter_mut().zip(targets);
    for ((mut column, &target), loss) in columns.zip(losses) {
        let column = column.as_mut_slice();
        let target = target as usize;
        let (sum, shifted) = exponentials(column, target);
        *loss = libm::log(sum) - shifted;
        let factor = R::from_f64(scale / sum);
        for x in column.iter_mut() {
            *x *= factor;
        }
        column[target] += -R::from_f64(scale);
    }
}

/// The sum over all columns of -ln softmax(logits)\[target\], in nats; the logits are overwritten.
pub fn cross_entropy_sum<R: Real>(mut logits: DMatrixViewMut<R>, targets: &[u32]) -> f64 {
    let mut total = 0.0;
    for (mut column, &target) in logits.column_iter_mut().zip(targets) {
        let (sum, shifted) = exponentials(column.as_mut_slice(), target as usize);
        total += libm::log(sum) - shifted;
    }
    total
}

/// Replaces every logit by e^(logit - maximum), which cannot overflow; returns the sum of these and
/// the target's logit minus the maximum.
pub fn exponentials<R: Real>(column: &mut [R], target: usize) -> (f64, f64) {
    let maximum = math::maximum(column);
    let shifted = (column[target] - maximum).to_f64();
    R::exp(column, maximum);
    (math::sum(column), shifted)
}
