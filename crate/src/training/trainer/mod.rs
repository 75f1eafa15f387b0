//! The trainer: one run on one text.

mod train; // first, so that the documentation of `Trainer` begins with `new`

mod checkpoint;
mod counters;
mod evaluate;
mod last_good;
#[cfg(target_arch = "wasm32")]
mod one_thread;
mod parallel;
mod rollback;
#[cfg(not(target_arch = "wasm32"))]
mod threads;
mod validation;

use std::cell::RefCell;

pub use self::checkpoint::{Checkpoint, Progress};
pub use self::counters::{CONSTANTS, COUNTS};
use self::last_good::LastGood;
pub use self::parallel::{ParallelStep, PartialGradients};
use self::validation::Validation;
pub use self::validation::{StopReason, Validated, ValidationProgress};
use super::gradient_tree::GradientTree;
use super::shard_pass::ShardPass;
use super::shards::Shards;
#[cfg(not(target_arch = "wasm32"))]
use super::threads::ThreadBuffers;
use super::{Config, Optimizer};
use crate::model::{Network, State};
use crate::real::Real;
use crate::text::{Split, Text, Windows};

/// A network, its text and the state of training between steps.
///
/// Training is stateful truncated backpropagation through time: gradients go back to the start of
/// a window, and each window starts from the state at the end of the window before.
#[derive(Debug)]
pub struct Trainer<R: Real> {
    config: Config,
    text: Text,
    split: Split,
    network: Network<R>,
    optimizer: Optimizer<R>,
    last_good: LastGood<R>,
    validation: Validation<R>,
    /// The number of optimiser updates so far.
    step: u64,
    windows: Windows,
    windows_read: u64,
    /// The count of random numbers used by dropout.
    dropout_draws: u64,
    /// The state of all streams before the step.
    state: State<R>,
    /// The state of all streams after the step, up to date for the known shards.
    next_state: State<R>,
    shards: Shards,
    tree: GradientTree<R>,
    /// Buffers of a step, shared with evaluations between steps.
    pass: RefCell<ShardPass<R>>,
    /// The buffers of the further threads.
    #[cfg(not(target_arch = "wasm32"))]
    threads: Vec<ThreadBuffers<R>>,
}
