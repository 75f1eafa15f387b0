//! The rollback: the return to the last good weights when a loss, a gradient or a weight is not
//! finite.

use super::Trainer;
use super::last_good::LastGood;
use crate::error::Error;
use crate::real::Real;

impl<R: Real> Trainer<R> {
    /// Restores the last good weights; the moments and the state start from zero, the windows at
    /// the start of the epoch. A validation pass on the weights of a later step is discarded;
    /// results and best weights stay.
    pub(super) fn roll_back(&mut self, what: &'static str) -> Error {
        let LastGood { weights, step, .. } = &self.last_good;
        self.network.params_mut().as_mut_slice().copy_from_slice(weights.as_slice());
        self.step = *step;
        self.validation.roll_back(*step);
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
