//! Everything that determines a run besides its text.

use super::{OptimizerKind, Schedule};
use crate::model::{CellKind, NetworkConfig};
use crate::text::Shape;

/// The settings of a model and its training. [`SETTINGS`](super::SETTINGS) has their ranges.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The recurrent cell.
    pub cell: CellKind,
    /// Units of a layer.
    pub hidden_size: usize,
    /// Layers.
    pub num_layers: usize,
    /// Characters of a stream in one window: how far gradients go back.
    pub seq_len: usize,
    /// Streams side by side.
    pub batch_size: usize,
    /// Probability with which an output of a layer is dropped in training.
    pub dropout: f64,
    /// Initial bias of the forget gate (1: Jozefowicz et al. 2015).
    pub forget_bias: f64,
    /// The optimiser.
    pub optimizer: OptimizerKind,
    /// Its learning rate.
    pub learning_rate: f64,
    /// How the learning rate changes with the steps.
    pub schedule: Schedule,
    /// Greatest norm of the gradient; 0 is off.
    pub grad_clip: f64,
    /// The share of the text that is kept for validation.
    pub validation_fraction: f64,
    /// Seed of the initial weights and of dropout.
    pub seed: u32,
    /// Among how many workers a page divides a step; 0 leaves it to the page. It changes no number,
    /// and is without effect elsewhere.
    pub workers: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            cell: CellKind::Lstm,
            hidden_size: 128,
            num_layers: 1,
            seq_len: 64,
            batch_size: 32,
            dropout: 0.0,
            forget_bias: 1.0,
            optimizer: OptimizerKind::Adam,
            learning_rate: 0.005,
            schedule: Schedule::Constant,
            grad_clip: 5.0,
            validation_fraction: 0.1,
            seed: 1,
            workers: 0,
        }
    }
}

impl Config {
    /// The part that makes the network.
    pub fn network(&self, vocab_size: usize) -> NetworkConfig {
        NetworkConfig {
            cell: self.cell,
            vocab_size,
            hidden_size: self.hidden_size,
            num_layers: self.num_layers,
            dropout: self.dropout,
            forget_bias: self.forget_bias,
        }
    }

    /// The shape of a window that is asked for.
    pub fn shape(&self) -> Shape {
        Shape { batch_size: self.batch_size, seq_len: self.seq_len }
    }

    /// The defaults with what [`SUGGESTIONS`] change for a text of `chars` characters.
    pub fn for_text(chars: usize) -> Self {
        let mut config = Self::default();
        for suggestion in SUGGESTIONS.iter().take_while(|s| s.from_chars <= chars) {
            config.hidden_size = suggestion.hidden_size;
            config.seq_len = suggestion.seq_len;
            config.batch_size = suggestion.batch_size;
            config.learning_rate = suggestion.learning_rate;
        }
        config
    }
}

/// Settings that suit a text of at least `from_chars` characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// The least length, in characters.
    pub from_chars: usize,
    /// See [`Config::hidden_size`].
    pub hidden_size: usize,
    /// See [`Config::seq_len`].
    pub seq_len: usize,
    /// See [`Config::batch_size`].
    pub batch_size: usize,
    /// See [`Config::learning_rate`].
    pub learning_rate: f64,
}

/// By length of the text: a short one wants few streams, so that a pass has many updates; a long
/// one has more to say than a small network can hold.
pub const SUGGESTIONS: &[Suggestion] = &[
    Suggestion { from_chars: 0, hidden_size: 64, seq_len: 32, batch_size: 8, learning_rate: 0.005 },
    Suggestion {
        from_chars: 2_000,
        hidden_size: 128,
        seq_len: 48,
        batch_size: 16,
        learning_rate: 0.005,
    },
    Suggestion {
        from_chars: 50_000,
        hidden_size: 128,
        seq_len: 64,
        batch_size: 32,
        learning_rate: 0.004,
    },
    Suggestion {
        from_chars: 500_000,
        hidden_size: 256,
        seq_len: 64,
        batch_size: 16,
        learning_rate: 0.002,
    },
];
