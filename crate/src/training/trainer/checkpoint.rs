//! Checkpoints: the complete state of training, sufficient to resume with the same bits.

use super::{Trainer, ValidationProgress};
use crate::error::Error;
use crate::math::all_finite;
use crate::model::Params;
use crate::real::Real;
use crate::setting::Value;
use crate::training::Evaluation;

/// A run between two steps, without its text and settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint<R> {
    /// Counters and constants.
    pub progress: Progress,
    /// The weights, their moments, the last good weights, the state and those of the validation, in
    /// the order of [`Trainer::checkpoint_values`].
    pub values: Vec<R>,
}

/// The counters and constants of a [`Checkpoint`].
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The number of optimiser updates so far.
    pub step: u64,
    /// The number of windows read so far.
    pub windows_read: u64,
    /// The count of random numbers used by dropout.
    pub dropout_draws: u64,
    /// The step of the last good weights.
    pub last_good_step: u64,
    /// The position of the next window, from [`Windows::position`](crate::text::Windows::position).
    pub position: (usize, usize),
    /// The lowest loss of a step so far, in nats; infinite before the first step.
    pub best_loss: f64,
    /// β₁ᵗ and β₂ᵗ of the optimiser.
    pub beta_powers: (f64, f64),
    /// The learning rate in force.
    pub learning_rate: f64,
    /// The counters of the validation.
    pub validation: ValidationProgress,
}

impl<R: Real> Trainer<R> {
    /// The current checkpoint.
    pub fn checkpoint(&self) -> Checkpoint<R> {
        let mut values = Vec::with_capacity(self.checkpoint_len());
        self.checkpoint_values().into_iter().for_each(|slice| values.extend_from_slice(slice));
        Checkpoint { progress: self.progress(), values }
    }

    /// Resumes from a checkpoint of a run with the same text and settings. A checkpoint of another
    /// run of the same size is not detected.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] for a checkpoint that cannot belong to this run, which is then
    /// unchanged.
    pub fn restore(&mut self, checkpoint: &Checkpoint<R>) -> Result<(), Error> {
        let pass = self.checked_pass(checkpoint)?;
        let Progress { position, learning_rate, beta_powers, .. } = checkpoint.progress;
        let mut config = self.config.clone();
        if config.set("learning_rate", &Value::Number(learning_rate)).is_err() {
            return Err(impossible("a learning rate out of its range", "one in the range"));
        }
        if !self.windows.go_to(position) {
            return Err(impossible("a position in another text", "a position in this text"));
        }
        self.config = config;
        self.step = checkpoint.progress.step;
        self.windows_read = checkpoint.progress.windows_read;
        self.dropout_draws = checkpoint.progress.dropout_draws;
        self.last_good.step = checkpoint.progress.last_good_step;
        self.last_good.best_loss = checkpoint.progress.best_loss;
        self.optimizer.beta_powers = beta_powers;
        let (run, validated) = checkpoint.values.split_at(self.run_len());
        self.validation.restore(&checkpoint.progress.validation, pass, &self.network, validated);
        let mut values = run;
        let [mean, square] = self.optimizer.moments_mut();
        let weights = &mut *self.network.params_mut();
        let params = [weights, mean, square, &mut self.last_good.weights];
        let streams = 0..self.state.batch_size();
        let params = params.into_iter().map(Params::as_mut_slice);
        for slice in params.chain(self.state.streams_mut(streams)) {
            let (own, rest) = values.split_at(slice.len());
            slice.copy_from_slice(own);
            values = rest;
        }
        self.tree.clear();
        Ok(())
    }
}

/// The parts of a checkpoint, to avoid a second copy of the values.
#[doc(hidden)]
impl<R: Real> Trainer<R> {
    /// The counters and constants of the current checkpoint.
    pub fn progress(&self) -> Progress {
        Progress {
            step: self.step,
            windows_read: self.windows_read,
            dropout_draws: self.dropout_draws,
            last_good_step: self.last_good.step,
            position: self.windows.position(),
            best_loss: self.last_good.best_loss,
            beta_powers: self.optimizer.beta_powers,
            learning_rate: self.config.learning_rate,
            validation: self.validation.progress(),
        }
    }

    /// The values of the current checkpoint, slice by slice: the weights, the running means of the
    /// gradient and of its square if the optimiser uses them, the last good weights; then layer by
    /// layer h, c and the carried gates. Then the best weights, if there are any, and the weights
    /// and the state of the validation pass, if one is being made.
    pub fn checkpoint_values(&self) -> Vec<&[R]> {
        let [mean, square] = self.optimizer.moments();
        let params = [self.network.params(), mean, square, &self.last_good.weights];
        let mut values = Vec::from(params.map(Params::as_slice));
        self.state.append_to(&mut values);
        self.validation.values(&mut values);
        values
    }

    /// The number of values of the current checkpoint.
    pub fn checkpoint_len(&self) -> usize {
        self.checkpoint_values().into_iter().map(<[R]>::len).sum()
    }

    /// The number of values without those of the validation.
    fn run_len(&self) -> usize {
        let moments = self.optimizer.moments().map(|moment| moment.as_slice().len());
        2 * self.network.params().as_slice().len()
            + moments[0]
            + moments[1]
            + self.state.num_values()
    }

    /// The validation pass of the counters `progress`, if it has one, up to its state.
    fn pass_at(&self, progress: &Progress) -> Result<Option<Evaluation<R>>, Error> {
        let ValidationProgress { pass_step, portions, losses, .. } = &progress.validation;
        if *pass_step == 0 {
            return Ok(None);
        }
        let mut pass = self.start_evaluation();
        if pass.as_mut().is_some_and(|pass| pass.go_to(&self.split, *portions, losses)) {
            return Ok(pass);
        }
        Err(impossible("a validation pass of another text", "one of this text"))
    }

    /// Refuses a checkpoint that cannot belong to this run.
    ///
    /// # Errors
    /// [`Error::Checkpoint`].
    pub fn check(&self, checkpoint: &Checkpoint<R>) -> Result<(), Error> {
        self.checked_pass(checkpoint).map(drop)
    }

    /// The validation pass of a checkpoint that can belong to this run, up to its state.
    fn checked_pass(&self, checkpoint: &Checkpoint<R>) -> Result<Option<Evaluation<R>>, Error> {
        let pass = self.pass_at(&checkpoint.progress)?;
        let weights = self.network.params().as_slice().len();
        let has_best = usize::from(checkpoint.progress.validation.best.step > 0);
        let of_pass = pass.as_ref().map_or(0, |pass| weights + pass.state().num_values());
        let allowed = self.run_len() + has_best * weights + of_pass;
        let given = checkpoint.values.len();
        if given != allowed {
            return Err(impossible(&format!("{given} values"), &format!("{allowed} values")));
        }
        self.check_values(checkpoint)?;
        let Progress { best_loss, beta_powers, .. } = checkpoint.progress;
        let is_power = |x: f64| (0.0..=1.0).contains(&x);
        let is_constant = !best_loss.is_nan() && is_power(beta_powers.0) && is_power(beta_powers.1);
        if !is_constant || !checkpoint.progress.validation.best.loss.is_finite() {
            return Err(impossible("a constant out of its range", "constants of a run"));
        }
        Ok(pass)
    }

    /// Refuses values that training cannot go on from. Moments and states may be infinite: without a
    /// gradient clip the square of a finite gradient can be.
    fn check_values(&self, checkpoint: &Checkpoint<R>) -> Result<(), Error> {
        let values = checkpoint.values.as_slice();
        let [mean, square] = self.optimizer.moments().map(|moment| moment.as_slice().len());
        let (weights, rest) = values.split_at(self.network.params().as_slice().len());
        let (moments, rest) = rest.split_at(mean + square);
        let (last_good, state) = rest.split_at(weights.len());
        let (state, validation) = state.split_at(self.state.num_values());
        let count = if checkpoint.progress.validation.best.step > 0 { weights.len() } else { 0 };
        let (best, pass) = validation.split_at(count);
        let candidate = &pass[..weights.len().min(pass.len())];
        check_weights("weights", weights)?;
        check_weights("last good weights", last_good)?;
        check_weights("best weights", best)?;
        check_weights("weights of a validation pass", candidate)?;
        check_numbers("moments", moments)?;
        check_numbers("states", state)
    }
}

#[inline(never)]
fn check_weights<R: Real>(part: &str, values: &[R]) -> Result<(), Error> {
    if all_finite(values) {
        return Ok(());
    }
    Err(impossible(&format!("{part} that are not finite"), "finite weights"))
}

#[inline(never)]
fn check_numbers<R: Real>(part: &str, values: &[R]) -> Result<(), Error> {
    if !values.iter().any(|x| x.to_f64().is_nan()) {
        return Ok(());
    }
    Err(impossible(&format!("{part} that are NaN"), "numbers"))
}

/// The error for a checkpoint with the property `given` in a run that needs `allowed`.
pub(super) fn impossible(given: &str, allowed: &str) -> Error {
    Error::Checkpoint { given: given.to_owned(), allowed: allowed.to_owned() }
}
