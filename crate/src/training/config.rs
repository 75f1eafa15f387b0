//! The settings of a run.

use super::{OptimizerKind, Schedule};
use crate::error::Error;
use crate::model::{CellKind, NetworkConfig};
use crate::setting::{Kind, Setting, Value, settings, written_field};
use crate::text::{Shape, Split, Text, ValidationSplit, Vocabulary};

/// The largest number of steps in a setting.
const MAX_STEPS: u32 = 100_000_000;

settings! {
    /// The settings of a network and its training: with the text, they determine a run.
    struct Config;

    /// The settings by name, in the order of presentation.
    const SETTINGS;

    /// The recurrent cell.
    cell: CellKind = CellKind::Lstm, Kind::Choice(CellKind::NAMES), "";

    /// Units of a layer.
    hidden_size: usize = 128, Kind::integer(1, 1024), "units";

    /// Layers.
    num_layers: usize = 1, Kind::integer(1, 3), "layers";

    /// Characters of a stream in one window, after which backpropagation is truncated.
    seq_len: usize = 64, Kind::integer(1, 1024), "characters";

    /// Parallel streams.
    batch_size: usize = 32, Kind::integer(1, 256), "streams";

    /// Probability with which training drops an output of a layer.
    dropout: f64 = 0.0, Kind::number(0.0, 0.9), "";

    /// Initial bias of the forget gate (1: Jozefowicz et al. 2015).
    forget_bias: f64 = 1.0, Kind::number(-10.0, 10.0), "";

    /// The optimiser.
    optimizer: OptimizerKind = OptimizerKind::Adam, Kind::Choice(OptimizerKind::NAMES), "";

    /// The learning rate, before the schedule's factor.
    learning_rate: f64 = 0.005, Kind::number(1e-6, 10.0), "";

    /// The factor on the learning rate, by step.
    schedule: Schedule = Schedule::Constant, Schedule::KIND, "";

    /// The bound on the gradient's norm; 0 means no clipping.
    grad_clip: f64 = 5.0, Kind::number(0.0, 1000.0), "";

    /// The share of its value that every weight loses in a step, times the learning rate
    /// (Loshchilov and Hutter 2019). At 0, AdamW has 0.01 and the other optimisers none.
    weight_decay: f64 = 0.0, Kind::number(0.0, 10.0), "";

    /// The share of the text that is the validation text.
    validation_fraction: f64 = 0.1, Kind::number(0.0, 0.5), "";

    /// The place of the validation text.
    validation_split: ValidationSplit =
        ValidationSplit::Blocks, Kind::Choice(ValidationSplit::NAMES), "";

    /// The end of every document of the text; empty if the text is one document.
    separator: String = String::new(), SEPARATOR, "";

    /// Characters with fewer occurrences are read as one, U+FFFD; 0 and 1 keep all apart.
    rare_below: u32 = 0, Kind::integer(0, 10_000), "";

    /// Steps without a lower validation loss after which training stops; 0 means never.
    patience: u32 = 2_000, Kind::integer(0, MAX_STEPS), "steps";

    /// The step at which training stops; 0 means none.
    max_steps: u32 = 0, Kind::integer(0, MAX_STEPS), "steps";

    /// Seed of the initial weights and of dropout.
    seed: u32 = 1, Kind::integer(0, u32::MAX), "";
}

const SEPARATOR: Kind = Kind::Text {
    allows: |text| text.chars().count() <= 100,
    form: "a text of at most 100 characters",
};

written_field!(CellKind);
written_field!(ValidationSplit);

impl Config {
    /// Sets the setting `name`.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], or [`Error::Setting`] for a value that is not allowed; the
    /// configuration is then unchanged.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        Setting::assign_by_name(SETTINGS, self, name, value)
    }

    /// Refuses values that are not allowed; unlike [`set`](Self::set), direct writes to fields are
    /// unchecked.
    ///
    /// # Errors
    /// [`Error::Setting`] for the first such value.
    pub fn check(&self) -> Result<(), Error> {
        Setting::check_all(SETTINGS, self)
    }

    /// The settings of the network.
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

    /// Prepares a text for a run: finds its documents, reads rare characters as one, and splits it.
    pub fn prepare(&self, text: &mut Text) -> Split {
        let starts = text.prepare(&self.separator, self.rare_below);
        self.split(text, starts)
    }

    /// Prepares a text for a run of the network with this vocabulary: as [`prepare`](Self::prepare),
    /// but `rare_below` has no effect.
    ///
    /// # Errors
    /// [`Error::UnknownChars`].
    pub fn prepare_for(&self, vocabulary: &Vocabulary, text: &mut Text) -> Result<Split, Error> {
        let starts = text.prepare_for(vocabulary, &self.separator)?;
        Ok(self.split(text, starts))
    }

    #[inline(never)]
    fn split(&self, text: &Text, starts: Vec<usize>) -> Split {
        Split::new(text.ids.len(), self.validation_split, self.validation_fraction, starts)
    }

    /// The wanted shape of a window; [`Shape::fitted_to`] makes it smaller for a short text.
    pub fn shape(&self) -> Shape {
        Shape { batch_size: self.batch_size, seq_len: self.seq_len }
    }
}
