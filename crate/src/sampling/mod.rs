//! Text generation: temperature, top-k, top-p, greedy; its end, and a penalty on repetition.

mod generation;
mod options;
mod repetition;
mod sampler;

pub use generation::{Generation, generate};
pub use options::{OPTIONS, SamplingOptions};
pub use repetition::Repetition;
pub use sampler::Sampler;
