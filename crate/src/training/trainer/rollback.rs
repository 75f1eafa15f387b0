//! The rollback: the return to the last good weights when a loss, a gradient or a weight is not
//! finite.

use super::Trainer;
use crate::error::Error;
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

impl<R: Real> Trainer<R> {
    /// Restores the last good weights; the moments and the state start from zero, the windows at
    /// the start of the epoch.
    pub(super) fn roll_back(&mut self, what: &'static str) -> Error {
        let LastGood { weights, step, .. } = &self.last_good;
        self.network.params_mut().as_mut_slice().copy_from_slice(weights.as_slice());
        self.step = *step;
        self.optimizer.reset();
        self.windows.rewind();
        self.state.clear();
        let per_epoch = self.windows.per_epoch() as u64;
        self.windows_read -= self.windows_read % per_epoch;
        Error::NotFinite {
            what,
            step: self.step,
            learning_rate: self.config.learning_rate,
            grad_clip: self.config.grad_clip,
        }
    }
}
