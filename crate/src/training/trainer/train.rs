//! Creating a trainer, and training step by step.

use std::cell::RefCell;
use std::ops::Range;

use super::Trainer;
use super::last_good::LastGood;
use super::validation::Validation;
use crate::error::Error;
use crate::math::sum_of_squares;
use crate::memory_limit;
use crate::model::{Network, NetworkConfig, Params};
use crate::real::Real;
use crate::rng::{Rng, Stream};
use crate::setting::Value;
use crate::text::{Shape, Split, Text, Windows};
use crate::training::gradient_tree::GradientTree;
use crate::training::shard_pass::{ShardPass, StepInput};
use crate::training::shards::Shards;
#[cfg(not(target_arch = "wasm32"))]
use crate::training::threads;
use crate::training::{Config, Optimizer, StepReport, clip_scale, footprint};

impl<R: Real> Trainer<R> {
    /// A run before its first step.
    ///
    /// # Errors
    /// [`Error::Setting`] for a value out of its range, [`Error::Memory`] for settings that need
    /// too much memory.
    pub fn new(mut text: Text, config: Config) -> Result<Self, Error> {
        config.check()?;
        let split = config.prepare(&mut text);
        let vocab_size = text.vocabulary.len();
        memory_limit::check(footprint(&config, vocab_size, text.ids.len()))?;
        let network = Network::new(config.network(vocab_size), config.seed);
        Ok(Self::of(network, text, split, config))
    }

    /// A run of `network` before its first step.
    #[inline(never)]
    pub(in crate::training) fn of(
        network: Network<R>,
        text: Text,
        split: Split,
        config: Config,
    ) -> Self {
        let windows = Windows::new(&split, config.shape());
        let Shape { seq_len, batch_size } = windows.shape();
        let shards = Shards::of(batch_size);
        let state = network.zero_state(batch_size);
        let trainer = Self {
            optimizer: Optimizer::new(config.optimizer, config.weight_decay, network.params()),
            last_good: LastGood::new(network.params().clone()),
            validation: Validation::new(split.validation_chars(), batch_size * seq_len),
            step: 0,
            windows,
            windows_read: 0,
            dropout_draws: 0,
            next_state: state.clone(),
            state,
            shards,
            tree: GradientTree::new(shards.count, network.params().layout().clone()),
            pass: RefCell::new(ShardPass::new(&network, seq_len, batch_size)),
            #[cfg(not(target_arch = "wasm32"))]
            threads: Vec::new(),
            config,
            text,
            split,
            network,
        };
        #[cfg(not(target_arch = "wasm32"))]
        let trainer = trainer.with_all_cores();
        trainer
    }

    /// The settings, with the learning rate in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The training text and the validation text.
    pub fn split(&self) -> &Split {
        &self.split
    }

    /// The windows of the training text.
    pub fn windows(&self) -> &Windows {
        &self.windows
    }

    /// The number of optimiser updates so far.
    pub fn steps(&self) -> u64 {
        self.step
    }

    /// The network.
    pub fn network(&self) -> &Network<R> {
        &self.network
    }

    /// The network, mutable.
    pub fn network_mut(&mut self) -> &mut Network<R> {
        &mut self.network
    }

    /// Changes the learning rate from the next step on; the schedule's factor still applies.
    ///
    /// # Errors
    /// [`Error::Setting`] for a rate out of its range.
    pub fn set_learning_rate(&mut self, learning_rate: f64) -> Result<(), Error> {
        self.config.set("learning_rate", &Value::Number(learning_rate))
    }

    /// One optimiser update on the next window, and a share of the validation. It may be the last
    /// before a [stop](Self::stop_reason); after a stop, it goes on.
    ///
    /// # Errors
    /// [`Error::NotFinite`] after a rollback: the last good weights are restored, the optimiser's
    /// moments and the state start from zero, and training can continue.
    pub fn train_step(&mut self) -> Result<StepReport, Error> {
        let all = 0..self.shards.count;
        let mut step = self.parallel_step();
        step.discard();
        step.compute(all);
        let report = step.finish()?;
        self.validate();
        Ok(report)
    }

    /// `count` updates (at least one), or fewer before a [stop](Self::stop_reason), reported as
    /// one.
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

    /// Updates (at least one) until a [stop](Self::stop_reason), or until `go_on`, called after
    /// each, returns false; reported as one.
    ///
    /// # Errors
    /// As [`train_step`](Self::train_step).
    pub fn train_while(&mut self, mut go_on: impl FnMut() -> bool) -> Result<StepReport, Error> {
        let mut report = self.train_step()?;
        while self.stop_reason().is_none() && go_on() {
            report = report.merge(self.train_step()?);
        }
        Ok(report)
    }

    /// Computes some neighbouring shards of the next window and adds their gradients to the tree.
    pub(super) fn compute_shards(&mut self, shards: Range<usize>) {
        let mut dropout = Rng::new(self.config.seed, Stream::Dropout);
        dropout.advance(self.dropout_draws);
        let step = StepInput {
            network: &self.network,
            ids: &self.text.ids,
            split: &self.split,
            windows: &self.windows,
            shards: self.shards,
            state: &self.state,
            dropout,
        };
        let pass = self.pass.get_mut();
        #[cfg(target_arch = "wasm32")]
        pass.run(&step, shards, &mut self.tree);
        #[cfg(not(target_arch = "wasm32"))]
        {
            let others = self.threads.len().min(shards.len() - 1);
            let others = &mut self.threads[..others];
            threads::run(&step, shards, pass, &mut self.tree, others);
            others.iter().for_each(|other| other.pass.write_state(&mut self.next_state));
        }
        pass.write_state(&mut self.next_state);
    }

    /// Updates the weights once all shards of the step are known, and moves to the next window.
    pub(super) fn finish_step(&mut self) -> Result<StepReport, Error> {
        let total = self.tree.take_root().expect("every shard is known");
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
            self.dropout_draws += (num_layers * chars * hidden_size) as u64;
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

    /// Updates the weights, and saves the old ones if their loss shows that they are good. Returns
    /// the name of the non-finite number, if any.
    fn update(&mut self, loss: f64, grad_norm: f64, grads: &Params<R>) -> Option<&'static str> {
        if !loss.is_finite() {
            return Some("loss");
        }
        if !grad_norm.is_finite() {
            return Some("gradient");
        }
        let last_good = self.last_good.buffer(self.step, loss);
        let scale = clip_scale(grad_norm, self.config.grad_clip);
        let rate = self.config.learning_rate * self.config.schedule.factor(self.step);
        self.step += 1;
        let params = &mut self.network.params_mut();
        let is_finite = self.optimizer.update(params, last_good, grads, scale, rate);
        (!is_finite).then_some("result of an update")
    }
}
