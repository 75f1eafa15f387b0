//! Validation at steps: the newest result, the best weights, and the stop.

use super::Trainer;
use crate::model::{Network, Params};
use crate::real::Real;
use crate::training::Evaluation;

/// The reason for which training stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The validation loss has not improved for `patience` steps.
    Patience = 1,
    /// The run has made `max_steps` steps.
    MaxSteps,
}

/// The validation loss of the weights of one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Validated {
    /// The step.
    pub step: u64,
    /// Mean nats per character of the validation text.
    pub loss: f64,
}

/// The counters of the validation. A step of 0 means that there is no such result or pass.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidationProgress {
    /// The newest result.
    pub newest: Validated,
    /// The result with the lowest loss.
    pub best: Validated,
    /// The step of the weights that are being validated.
    pub pass_step: u64,
    /// The number of portions of that pass read so far.
    pub portions: usize,
    /// The sum of its losses so far in every stream, in nats.
    pub losses: Vec<f64>,
    /// The step from which the patience counts, unless the best one is later.
    pub patience_from: u64,
    /// The reason of the stop after the last step, if any.
    pub stop: Option<StopReason>,
}

/// Validation at the multiples of `interval`: the weights of such a step are copied, and the pass
/// runs on the copy, some portions after each of the following steps. It is complete before the
/// next multiple.
#[derive(Debug)]
pub(super) struct Validation<R: Real> {
    /// The steps from one validation to the next; `None` without a validation text.
    interval: Option<u64>,
    /// The counters; those of the pass are in `pass`.
    known: ValidationProgress,
    /// The weights of the best result; allocated with the first one.
    best: Option<Params<R>>,
    /// The pass that is being made.
    pass: Option<Evaluation<R>>,
    /// The network with the weights that are validated; allocated for the first pass.
    candidate: Option<Network<R>>,
}

/// The least number of steps from one validation to the next.
const LEAST_INTERVAL: usize = 10;
/// The least number of predictions in training for each prediction in validation, so that
/// validation takes at most a tenth of the time.
const TRAINING_SHARE: usize = 4;

impl<R: Real> Validation<R> {
    /// The validation of a run with so many predictions in a validation pass and in a step.
    pub fn new(validation_chars: usize, step_chars: usize) -> Self {
        let interval = (TRAINING_SHARE * validation_chars).div_ceil(step_chars).max(LEAST_INTERVAL);
        Self {
            interval: (validation_chars > 0).then_some(interval as u64),
            known: ValidationProgress::default(),
            best: None,
            pass: None,
            candidate: None,
        }
    }

    pub fn progress(&self) -> ValidationProgress {
        let mut progress = self.known.clone();
        if let Some(pass) = &self.pass {
            progress.portions = pass.portions_read();
            progress.losses = pass.losses().collect();
        }
        progress
    }

    /// The values of a checkpoint: the best weights; the weights and the state of the pass.
    pub fn values<'a>(&'a self, values: &mut Vec<&'a [R]>) {
        if let Some(best) = self.best.as_ref().filter(|_| self.known.best.step > 0) {
            values.push(best.as_slice());
        }
        if let Some((pass, candidate)) = self.pass.as_ref().zip(self.candidate.as_ref()) {
            values.push(candidate.params().as_slice());
            pass.state().append_to(values);
        }
    }

    /// Returns to the counters and the values of a checkpoint, whose pass is `pass`, up to its state.
    pub fn restore(
        &mut self,
        progress: &ValidationProgress,
        pass: Option<Evaluation<R>>,
        network: &Network<R>,
        mut values: &[R],
    ) {
        let mut next = |count| {
            let (own, rest) = values.split_at(count);
            values = rest;
            own
        };
        let count = network.params().as_slice().len();
        self.known.clone_from(progress);
        (self.known.portions, self.known.losses) = (0, Vec::new()); // those of the pass
        if self.known.best.step > 0 {
            copy(&mut self.best, network.params(), next(count));
        }
        self.pass = pass;
        if let Some(pass) = &mut self.pass {
            copy_network(&mut self.candidate, network, next(count));
            let streams = 0..pass.state().batch_size();
            for slice in pass.state_mut().streams_mut(streams) {
                slice.copy_from_slice(next(slice.len()));
            }
        }
    }

    /// Goes on from an earlier step after a rollback. A pass on the weights of a later step is
    /// discarded; results and best weights stay, because they were measured.
    pub fn roll_back(&mut self, step: u64) {
        let known = &mut self.known;
        if known.pass_step > step {
            known.pass_step = 0;
            self.pass = None;
        }
        known.patience_from = known.patience_from.min(step);
        known.stop = None;
    }

    /// The end of the pass: its mean is `loss`.
    fn complete(&mut self, loss: f64, patience: u64) {
        let Self { known, best, candidate, .. } = self;
        let step = std::mem::take(&mut known.pass_step);
        known.newest = Validated { step, loss };
        if loss < f64::INFINITY && (known.best.step == 0 || loss < known.best.loss) {
            known.best = known.newest;
            let weights = candidate.as_ref().expect(HAS_NETWORK).params();
            copy(best, weights, weights.as_slice());
        }
        let from = known.patience_from.max(known.best.step);
        if patience > 0 && step.saturating_sub(from) >= patience {
            known.stop = Some(StopReason::Patience);
        }
    }
}

const HAS_NETWORK: &str = "a pass has a network";

/// Copies values into the parameters in `to`, or new ones like `params`.
fn copy<R: Real>(to: &mut Option<Params<R>>, params: &Params<R>, values: &[R]) {
    to.get_or_insert_with(|| params.clone()).as_mut_slice().copy_from_slice(values);
}

/// Copies weights into the network in `to`, or a new one like `network`.
fn copy_network<R: Real>(to: &mut Option<Network<R>>, network: &Network<R>, weights: &[R]) {
    match to {
        Some(to) => to.params_mut().as_mut_slice().copy_from_slice(weights),
        None => *to = Some(Network::from_weights(network.config().clone(), weights)),
    }
}

impl<R: Real> Trainer<R> {
    /// The steps from one validation to the next: max(10, ⌈4 v / p⌉) for v predictions in a
    /// validation pass and p in a step, so that validation takes at most a tenth of the time.
    /// `None` without a validation text.
    pub fn validation_interval(&self) -> Option<u64> {
        self.validation.interval
    }

    /// The newest result of validation.
    pub fn newest_validation(&self) -> Option<Validated> {
        Some(self.validation.known.newest).filter(|newest| newest.step > 0)
    }

    /// The best result of validation, the one with the lowest loss.
    pub fn best_validation(&self) -> Option<Validated> {
        Some(self.validation.known.best).filter(|best| best.step > 0)
    }

    /// The weights of the best result.
    pub fn best_weights(&self) -> Option<&Params<R>> {
        self.best_validation().and(self.validation.best.as_ref())
    }

    /// A network with the weights of the best result.
    pub fn best_network(&self) -> Option<Network<R>> {
        let weights = self.best_weights()?.as_slice();
        Some(Network::from_weights(self.network.config().clone(), weights))
    }

    /// The reason for which training stopped after the last step; `None` if it did not.
    ///
    /// The stop follows from text and settings alone. A further call to train goes on; then the
    /// patience counts anew, and `max_steps` is past.
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.validation.known.stop
    }

    /// Validates after a step, as [`train_step`](Self::train_step) does by itself: after
    /// [`ParallelStep::finish`](super::ParallelStep::finish), the leading replica calls it.
    ///
    /// It reads some portions of the pass that is being made. At a multiple of
    /// [`validation_interval`](Self::validation_interval) it copies the weights for the next pass.
    pub fn validate(&mut self) {
        let Self { step, validation, config, network, .. } = self;
        let step = *step;
        if step == 0 {
            return;
        }
        if validation.known.stop.take().is_some() {
            validation.known.patience_from = step - 1;
        }
        if let Some(interval) = validation.interval {
            let (ids, split) = (&self.text.ids, &self.split);
            let trace = &mut self.pass.get_mut().trace;
            if let Some(mut pass) = validation.pass.take() {
                let network = validation.candidate.as_ref().expect(HAS_NETWORK);
                let share = pass.portions().div_ceil(interval as usize - 1);
                if (0..share).all(|_| pass.advance(network, ids, split, trace)) {
                    validation.pass = Some(pass);
                } else {
                    validation.complete(pass.report().loss, u64::from(config.patience));
                }
            }
            if step.is_multiple_of(interval) {
                copy_network(&mut validation.candidate, network, network.params().as_slice());
                validation.pass = Evaluation::new(network, split, self.windows.shape());
                validation.known.pass_step = step;
            }
        }
        if step == u64::from(config.max_steps) {
            validation.known.stop.get_or_insert(StopReason::MaxSteps);
        }
    }
}
