//! Everything that changes in a run, to go on elsewhere with the same bits.

use super::Trainer;
use crate::error::Error;
use crate::real::Real;

/// A run between two steps. It belongs to its text and settings, which are not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint<R> {
    /// Steps, places in the text and constants, in the order of [`Trainer::restore`].
    pub counters: [f64; 10],
    /// The weights, their moments, the last good ones, the state.
    pub values: Vec<R>,
}

impl<R: Real> Trainer<R> {
    /// The run as it is now.
    pub fn checkpoint(&self) -> Checkpoint<R> {
        let (good, good_step) = &self.last_good;
        let (offset, next) = self.windows.position();
        let (decay_1, decay_2) = self.optimizer.decay;
        let counters = [
            self.step as f64,
            self.windows_read as f64,
            self.draws as f64,
            *good_step as f64,
            offset as f64,
            next as f64,
            self.best_loss,
            decay_1,
            decay_2,
            self.config.learning_rate,
        ];
        let [mean, square] = self.optimizer.moments();
        let weights = 2 * good.as_slice().len() + mean.as_slice().len() + square.as_slice().len();
        let mut values = Vec::with_capacity(weights + self.state.num_values());
        for params in [self.network.params(), mean, square, good] {
            values.extend_from_slice(params.as_slice());
        }
        self.state.append_streams(0..self.state.batch_size(), &mut values);
        Checkpoint { counters, values }
    }

    /// Goes on from a snapshot of a run with the same text and settings; only its size, and its
    /// place in the text, are compared.
    ///
    /// # Errors
    /// [`Error::Snapshot`] when these are not possible in this run; nothing is changed then.
    pub fn restore(&mut self, checkpoint: &Checkpoint<R>) -> Result<(), Error> {
        let [mean, square] = self.optimizer.moments();
        let params = [self.network.params(), mean, square, &self.last_good.0];
        let weights: usize = params.map(|params| params.as_slice().len()).iter().sum();
        let (given, allowed) = (checkpoint.values.len(), weights + self.state.num_values());
        let [step, windows_read, draws, good_step, offset, next, best_loss, d_1, d_2, rate] =
            checkpoint.counters;
        if given != allowed || !self.windows.go_to((offset as usize, next as usize)) {
            return Err(Error::Snapshot { given, allowed });
        }
        self.step = step as u64;
        self.windows_read = windows_read as u64;
        self.draws = draws as u64;
        self.last_good.1 = good_step as u64;
        self.best_loss = best_loss;
        self.optimizer.decay = (d_1, d_2);
        self.config.learning_rate = rate;
        let mut values = checkpoint.values.as_slice();
        let [mean, square] = self.optimizer.moments_mut();
        let weights = &mut *self.network.params_mut();
        for params in [weights, mean, square, &mut self.last_good.0] {
            let params = params.as_mut_slice();
            let (these, rest) = values.split_at(params.len());
            params.copy_from_slice(these);
            values = rest;
        }
        self.state.set_streams(0..self.state.batch_size(), values);
        self.tree.clear();
        Ok(())
    }
}
