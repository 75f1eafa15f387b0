//! The last good weights, which a rollback restores.

use crate::model::Params;
use crate::real::Real;

/// The margin above the lowest loss so far, in nats, within which a step's weights are good.
/// Numbers grow for many steps before they overflow, and a rollback must return to the weights
/// before that growth.
const MARGIN: f64 = 1.0;

/// The weights that a rollback restores.
#[derive(Debug)]
pub(super) struct LastGood<R> {
    pub weights: Params<R>,
    /// The step of the weights.
    pub step: u64,
    /// The lowest loss of a step so far.
    pub best_loss: f64,
}

impl<R: Real> LastGood<R> {
    /// The initial weights.
    pub fn new(weights: Params<R>) -> Self {
        Self { weights, step: 0, best_loss: f64::INFINITY }
    }

    /// The buffer for the weights of `step`, if their `loss` shows that they are good.
    pub fn buffer(&mut self, step: u64, loss: f64) -> Option<&mut Params<R>> {
        self.best_loss = self.best_loss.min(loss);
        if loss > self.best_loss + MARGIN {
            return None;
        }
        self.step = step;
        Some(&mut self.weights)
    }
}
