//! A named value with its range: how settings and sampling options are checked where they come in.

use crate::error::Error;
use crate::number;

/// A value as a caller hands it in.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number of any kind, also NaN.
    Number(f64),
    /// A text.
    Text(String),
    /// Anything else, in words.
    Other(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Number(x) => f.write_str(&number::to_text(*x)),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// Characters of a refused value that a message shows.
const SHOWN: usize = 60;

/// What a setting may be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A whole number from `min` to `max`.
    Integer {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// A number from `min` to `max`.
    Number {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
    },
    /// One of these names.
    Choice(&'static [&'static str]),
    /// A text with a form of its own.
    Text {
        /// Whether a text has that form.
        allows: fn(&str) -> bool,
        /// The form, in words.
        form: &'static str,
    },
}

/// One setting or option.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it counts, in the plural; empty for a pure number or a name.
    pub unit: &'static str,
}

/// A setting that is a whole number.
pub const fn integer(name: &'static str, min: u32, max: u32, unit: &'static str) -> Setting {
    Setting { name, kind: Kind::Integer { min: min as f64, max: max as f64 }, unit }
}

/// A setting that is a number without a unit.
pub const fn number(name: &'static str, min: f64, max: f64) -> Setting {
    Setting { name, kind: Kind::Number { min, max }, unit: "" }
}

impl Setting {
    /// The setting of that name in `table`.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`].
    pub fn find<'a>(table: &'a [Self], name: &str) -> Result<&'a Self, Error> {
        let found = table.iter().find(|setting| setting.name == name);
        found.ok_or_else(|| Self::unknown(table, name))
    }

    /// The error that `table` has no setting of that name.
    pub fn unknown(table: &[Self], name: &str) -> Error {
        let names: Vec<&str> = table.iter().map(|setting| setting.name).collect();
        Error::UnknownSetting { name: name.to_owned(), allowed: names.join(", ") }
    }

    /// Refuses a value that the setting may not have.
    ///
    /// # Errors
    /// [`Error::Setting`].
    pub fn check(&self, value: &Value) -> Result<(), Error> {
        if self.kind.allows(value) {
            return Ok(());
        }
        let (name, allowed) = (self.name.to_owned(), self.kind.allowed());
        let mut given = value.to_string();
        if let Some((end, _)) = given.char_indices().nth(SHOWN) {
            given.replace_range(end.., "…");
        }
        Err(Error::Setting { name, allowed, given })
    }
}

/// The error that `given` is none of the names that are allowed here.
pub fn one_of(name: &str, allowed: &[&str], given: &Value) -> Error {
    let allowed = format!("one of {}", allowed.join(", "));
    Error::Setting { name: name.to_owned(), allowed, given: given.to_string() }
}

impl Kind {
    /// The allowed values, in words: "must be ...".
    pub fn allowed(&self) -> String {
        let range = |min, max| format!("from {} to {}", number::to_text(min), number::to_text(max));
        match *self {
            Self::Integer { min, max } => format!("a whole number {}", range(min, max)),
            Self::Number { min, max } => format!("a number {}", range(min, max)),
            Self::Choice(names) => match names {
                [name] => format!("{name:?}"),
                _ => format!("one of {}", names.join(", ")),
            },
            Self::Text { form, .. } => form.to_owned(),
        }
    }

    /// Whether `value` is allowed.
    pub fn allows(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Integer { min, max }, Value::Number(x)) => {
                (min..=max).contains(&x) && x.fract() == 0.0
            }
            (Self::Number { min, max }, Value::Number(x)) => (min..=max).contains(&x),
            (Self::Choice(names), Value::Text(text)) => names.contains(&text.as_str()),
            (Self::Text { allows, .. }, Value::Text(text)) => allows(text),
            _ => false,
        }
    }
}
