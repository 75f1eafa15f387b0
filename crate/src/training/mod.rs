//! Training: truncated backpropagation through time, clipping, optimisers, schedules, the trainer.

mod clip;
mod config;
mod contribution;
mod evaluation;
mod memory;
mod metrics;
mod optimizer;
mod schedule;
mod settings;
mod shards;
mod snapshot;
mod trainer;

pub use clip::clip_scale;
pub use config::{Config, SUGGESTIONS, Suggestion};
pub use evaluation::Evaluation;
pub use memory::bytes_needed;
pub use metrics::{Metrics, Score, bits_per_char};
pub use optimizer::{Optimizer, OptimizerKind};
pub use schedule::Schedule;
pub use settings::SETTINGS;
pub use shards::Shards;
pub use snapshot::Snapshot;
pub use trainer::Trainer;
