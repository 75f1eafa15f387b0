//! The settings of a run as a table: names, ranges, units. Whoever hands settings in goes through it.

use super::{Config, OptimizerKind, Schedule};
use crate::error::Error;
use crate::model::CellKind;
use crate::setting::{Kind, Setting, Value, integer, number};

/// Every setting, in the order in which a person would meet them.
pub const SETTINGS: &[Setting] = &[
    Setting { name: "cell", kind: Kind::Choice(CellKind::NAMES), unit: "" },
    integer("hidden_size", 1, 1024, "units"),
    integer("num_layers", 1, 3, "layers"),
    integer("seq_len", 1, 1024, "characters"),
    integer("batch_size", 1, 256, "streams"),
    number("dropout", 0.0, 0.9),
    number("forget_bias", -10.0, 10.0),
    Setting { name: "optimizer", kind: Kind::Choice(OptimizerKind::NAMES), unit: "" },
    number("learning_rate", 1e-6, 10.0),
    Setting { name: "schedule", kind: SCHEDULE, unit: "" },
    number("grad_clip", 0.0, 1000.0),
    number("validation_fraction", 0.0, 0.5),
    integer("seed", 0, u32::MAX, ""),
    integer("workers", 0, 8, "workers"),
];

const SCHEDULE: Kind =
    Kind::Text { allows: |text| Schedule::parse(text).is_some(), form: Schedule::ALLOWED };

impl Config {
    /// The value of a setting.
    ///
    /// # Panics
    /// If [`SETTINGS`] has no such name.
    pub fn get(&self, name: &str) -> Value {
        match name {
            "cell" => Value::Text(self.cell.name().to_owned()),
            "hidden_size" => Value::Number(self.hidden_size as f64),
            "num_layers" => Value::Number(self.num_layers as f64),
            "seq_len" => Value::Number(self.seq_len as f64),
            "batch_size" => Value::Number(self.batch_size as f64),
            "dropout" => Value::Number(self.dropout),
            "forget_bias" => Value::Number(self.forget_bias),
            "optimizer" => Value::Text(self.optimizer.name().to_owned()),
            "learning_rate" => Value::Number(self.learning_rate),
            "schedule" => Value::Text(self.schedule.to_string()),
            "grad_clip" => Value::Number(self.grad_clip),
            "validation_fraction" => Value::Number(self.validation_fraction),
            "seed" => Value::Number(self.seed.into()),
            "workers" => Value::Number(self.workers as f64),
            other => panic!("there is no setting {other}"),
        }
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], or [`Error::Setting`] for a value it may not have; the
    /// configuration is then as before.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        let setting = Setting::find(SETTINGS, name)?;
        setting.check(value)?;
        match value {
            Value::Number(x) => self.set_number(setting.name, *x),
            Value::Text(text) => self.set_text(setting.name, text),
            Value::Other(_) => unreachable!("no setting is of another kind"),
        }
        Ok(())
    }

    /// Refuses values that are not allowed, for a configuration that was not built by
    /// [`set`](Self::set).
    ///
    /// # Errors
    /// [`Error::Setting`] for the first such value.
    pub fn check(&self) -> Result<(), Error> {
        SETTINGS.iter().try_for_each(|setting| setting.check(&self.get(setting.name)))
    }

    fn set_number(&mut self, name: &str, x: f64) {
        match name {
            "hidden_size" => self.hidden_size = x as usize,
            "num_layers" => self.num_layers = x as usize,
            "seq_len" => self.seq_len = x as usize,
            "batch_size" => self.batch_size = x as usize,
            "dropout" => self.dropout = x,
            "forget_bias" => self.forget_bias = x,
            "learning_rate" => self.learning_rate = x,
            "grad_clip" => self.grad_clip = x,
            "validation_fraction" => self.validation_fraction = x,
            "seed" => self.seed = x as u32,
            "workers" => self.workers = x as usize,
            other => unreachable!("setting {other} is not a number"),
        }
    }

    fn set_text(&mut self, name: &str, text: &str) {
        const CHECKED: &str = "the value was checked";
        match name {
            "cell" => self.cell = CellKind::from_name(text).expect(CHECKED),
            "optimizer" => self.optimizer = OptimizerKind::from_name(text).expect(CHECKED),
            "schedule" => self.schedule = Schedule::parse(text).expect(CHECKED),
            other => unreachable!("setting {other} is not a text"),
        }
    }
}
