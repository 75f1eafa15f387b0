//! Training: truncated backpropagation through time, clipping, optimisers, schedules, the trainer.
//!
//! [`Trainer`] combines them; [`Config`] has the settings, and [`SETTINGS`] their names and ranges.

mod char_model;
mod clip;
mod config;
mod evaluation;
mod footprint;
mod gradient_tree;
mod optimizer;
mod schedule;
mod shard_pass;
mod shards;
mod step_report;
mod suggestions;
#[cfg(not(target_arch = "wasm32"))]
mod threads;
mod trainer;

pub use crate::setting::{Kind, Setting, Value};
pub use char_model::CharModel;
pub use clip::clip_scale;
pub use config::{Config, SETTINGS};
pub use evaluation::{Evaluation, EvaluationReport};
pub use footprint::{footprint, threads_footprint};
pub use optimizer::{Optimizer, OptimizerKind};
pub use schedule::Schedule;
pub use step_report::{StepReport, bits_per_char};
pub use suggestions::{SUGGESTIONS, Suggestion};
pub use trainer::{
    CONSTANTS, COUNTS, Checkpoint, Progress, StopReason, Trainer, Validated, ValidationProgress,
};

/// Data parallelism: several replicas of a run share a training step; see
/// [`Trainer::parallel_step`].
pub mod parallel {
    pub use super::gradient_tree::Node;
    pub use super::shards::Shards;
    pub use super::trainer::{ParallelStep, PartialGradients};
}
