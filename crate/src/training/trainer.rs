//! The trainer: one run on one text.

use super::gradient_tree::GradientTree;
use super::{
    Config, Evaluation, EvaluationReport, Optimizer, Shards, StepReport, clip_scale, footprint,
};
use crate::error::Error;
use crate::math::sum_of_squares;
use crate::memory_limit;
use crate::model::{Network, NetworkConfig, Params, State, Trace};
use crate::real::Real;
use crate::setting::Value;
use crate::text::{Shape, Split, Text, Window, Windows};

/// How far above the lowest loss so far, in nats, a step's loss gives its weights up: numbers that
/// overflow were on their way for many steps, and a rollback has to get back before these.
const ASTRAY: f64 = 1.0;

/// A network, its text and everything that training carries from step to step.
///
/// Training is stateful truncated backpropagation through time: a window's loss is differentiated
/// through its own steps, the state it starts from is the one the window before ended with.
#[derive(Debug)]
pub struct Trainer<R: Real> {
    pub(super) config: Config,
    pub(super) text: Text,
    pub(super) network: Network<R>,
    pub(super) optimizer: Optimizer<R>,
    /// The last weights whose loss was not [`ASTRAY`], and how many updates made them.
    pub(super) last_good: (Params<R>, u64),
    /// The lowest loss of a step so far.
    pub(super) best_loss: f64,
    /// Random numbers that dropout has used.
    pub(super) draws: u64,
    pub(super) shards: Shards,
    pub(super) tree: GradientTree<R>,
    pub(super) windows: Windows,
    pub(super) window: Window,
    pub(super) windows_read: u64,
    /// Of all streams, before the step that is being computed,
    pub(super) state: State<R>,
    /// and after it, as far as it is known.
    pub(super) next_state: State<R>,
    /// Of the streams that are computed here.
    pub(super) own_state: State<R>,
    pub(super) trace: Trace<R>,
    pub(super) step: u64,
}

impl<R: Real> Trainer<R> {
    /// A run at its start.
    ///
    /// # Errors
    /// [`Error::Setting`] for a value out of its range, [`Error::Memory`] for settings that need
    /// too much of it.
    pub fn new(text: Text, config: Config) -> Result<Self, Error> {
        config.check()?;
        let vocab_size = text.vocabulary.len();
        memory_limit::check(footprint(&config, vocab_size, text.ids.len()))?;
        let network = Network::new(config.network(vocab_size), config.seed);
        let training_chars = text.split(config.validation_fraction).training().len();
        let windows = Windows::new(training_chars, config.shape());
        let Shape { seq_len, batch_size } = windows.shape();
        let shards = Shards::of(batch_size);
        let state = network.zero_state(batch_size);
        Ok(Self {
            optimizer: Optimizer::new(config.optimizer, network.params()),
            tree: GradientTree::new(shards.count, network.params().layout().clone()),
            shards,
            last_good: (network.params().clone(), 0),
            best_loss: f64::INFINITY,
            draws: 0,
            next_state: state.clone(),
            own_state: state.clone(),
            state,
            trace: network.trace(seq_len, batch_size),
            window: Window::default(),
            windows_read: 0,
            step: 0,
            windows,
            config,
            text,
            network,
        })
    }

    /// The settings, with the learning rate in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// Its training and validation part.
    pub fn split(&self) -> Split<'_> {
        self.text.split(self.config.validation_fraction)
    }

    /// How the training part is cut.
    pub fn windows(&self) -> &Windows {
        &self.windows
    }

    /// Optimiser updates so far.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// The network.
    pub fn network(&self) -> &Network<R> {
        &self.network
    }

    /// The network, to change.
    pub fn network_mut(&mut self) -> &mut Network<R> {
        &mut self.network
    }

    /// Changes the learning rate, from the next step on; the schedule's factor still applies.
    ///
    /// # Errors
    /// [`Error::Setting`] when it is out of its range.
    pub fn set_learning_rate(&mut self, learning_rate: f64) -> Result<(), Error> {
        self.config.set("learning_rate", &Value::Number(learning_rate))
    }

    /// How the batch is cut into what can be computed apart.
    pub fn shards(&self) -> Shards {
        self.shards
    }

    /// One optimiser update on the next window.
    ///
    /// # Errors
    /// [`Error::NotFinite`]; the last good weights are then restored (those before the loss began
    /// to run away), the optimiser's moments and the state start from zero, and training can go on.
    pub fn train_step(&mut self) -> Result<StepReport, Error> {
        self.discard_shards(); // of a step on its way elsewhere
        self.compute_shards(0..self.shards.count);
        self.finish_step()
    }

    /// The update of the next step, when all its shards are known.
    ///
    /// # Errors
    /// As [`train_step`](Self::train_step).
    ///
    /// # Panics
    /// If a shard is missing.
    pub fn finish_step(&mut self) -> Result<StepReport, Error> {
        let total = self.tree.take_root().expect("every shard was computed");
        let chars = self.windows.predictions();
        let loss = total.loss / chars as f64;
        let grad_norm = sum_of_squares(total.grads.as_slice()).sqrt();
        let problem = self.update(loss, grad_norm, &total.grads);
        self.tree.reuse(total.grads);
        if let Some(what) = problem {
            return Err(self.roll_back(what));
        }
        let NetworkConfig { num_layers, hidden_size, dropout, .. } = *self.network.config();
        if dropout > 0.0 {
            self.draws += (num_layers * chars * hidden_size) as u64;
        }
        std::mem::swap(&mut self.state, &mut self.next_state);
        self.windows.advance();
        if self.windows.at_start() {
            self.state.clear();
        }
        self.windows_read += 1;
        Ok(StepReport {
            step: self.step,
            epoch: self.windows_read as f64 / self.windows.per_epoch() as f64,
            loss,
            grad_norm,
            chars,
        })
    }

    /// `count` updates (at least one), reported as one.
    ///
    /// # Errors
    /// As [`train_step`](Self::train_step).
    pub fn train_steps(&mut self, count: usize) -> Result<StepReport, Error> {
        let mut steps = 1;
        self.train_while(|| {
            steps += 1;
            steps <= count
        })
    }

    /// Updates (at least one) as long as `go_on` says so after each, reported as one.
    ///
    /// # Errors
    /// As [`train_step`](Self::train_step).
    pub fn train_while(&mut self, mut go_on: impl FnMut() -> bool) -> Result<StepReport, Error> {
        let mut report = self.train_step()?;
        while go_on() {
            report = report.merge(self.train_step()?);
        }
        Ok(report)
    }

    /// A pass over the validation tail, to be [advanced](Self::advance) window by window; `None`
    /// when there is no tail.
    pub fn start_evaluation(&mut self) -> Option<Evaluation<R>> {
        let split = self.text.split(self.config.validation_fraction);
        Evaluation::new(&self.network, split, self.windows.shape(), &mut self.trace)
    }

    /// Takes an evaluation one window further; the evaluation after the last one.
    pub fn advance(&mut self, evaluation: &mut Evaluation<R>) -> Option<EvaluationReport> {
        let ids = self.text.split(self.config.validation_fraction).validation()?;
        evaluation.advance(&self.network, ids, &mut self.trace)
    }

    /// The mean loss on the validation tail; `None` when there is no tail.
    pub fn evaluate(&mut self) -> Option<EvaluationReport> {
        let mut evaluation = self.start_evaluation()?;
        loop {
            if let Some(evaluation) = self.advance(&mut evaluation) {
                return Some(evaluation);
            }
        }
    }

    /// Changes the weights, and keeps the old ones if their loss says that they are good. Returns
    /// what is not finite.
    fn update(&mut self, loss: f64, grad_norm: f64, grads: &Params<R>) -> Option<&'static str> {
        if !loss.is_finite() {
            return Some("loss");
        }
        if !grad_norm.is_finite() {
            return Some("gradient");
        }
        self.best_loss = self.best_loss.min(loss);
        let (good, good_step) = &mut self.last_good;
        let kept = (loss <= self.best_loss + ASTRAY).then(|| {
            *good_step = self.step;
            good
        });
        let scale = clip_scale(grad_norm, self.config.grad_clip);
        let rate = self.config.learning_rate * self.config.schedule.factor(self.step);
        self.step += 1;
        let params = &mut self.network.params_mut();
        let is_finite = self.optimizer.update(params, kept, grads, scale, rate);
        (!is_finite).then_some("result of an update")
    }

    fn roll_back(&mut self, what: &'static str) -> Error {
        let (good, step) = &self.last_good;
        self.network.params_mut().as_mut_slice().copy_from_slice(good.as_slice());
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
