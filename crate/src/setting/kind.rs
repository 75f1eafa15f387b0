//! The allowed values of a setting or an argument.

use super::Value;
use crate::error::Error;
use crate::number;

/// The kind of a value and its range.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A whole number from `min` to `max`.
    Integer {
        /// The lower bound.
        min: f64,
        /// The upper bound.
        max: f64,
    },
    /// A number from `min` to `max`.
    Number {
        /// The lower bound.
        min: f64,
        /// The upper bound.
        max: f64,
    },
    /// A name, of these.
    Choice(&'static [&'static str]),
    /// A text of a given form.
    Text {
        /// True for a text of this form.
        allows: fn(&str) -> bool,
        /// The form, in words.
        form: &'static str,
    },
}

/// The length at which a message cuts off a refused value.
const SHOWN: usize = 60;

impl Kind {
    /// A whole number from `min` to `max`.
    pub const fn integer(min: u32, max: u32) -> Self {
        Self::Integer { min: min as f64, max: max as f64 }
    }

    /// A number from `min` to `max`.
    pub const fn number(min: f64, max: f64) -> Self {
        Self::Number { min, max }
    }

    /// The allowed values, worded to follow "must be".
    pub fn allowed(&self) -> String {
        let range = |min, max| format!("from {} to {}", number::to_text(min), number::to_text(max));
        match *self {
            Self::Integer { min, max } => format!("a whole number {}", range(min, max)),
            Self::Number { min, max } => format!("a number {}", range(min, max)),
            Self::Choice(names) => match names {
                [name] => number::quoted(name, '"'),
                _ => format!("one of {}", names.join(", ")),
            },
            Self::Text { form, .. } => form.to_owned(),
        }
    }

    /// True if `value` is allowed.
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

    /// Refuses a `value` of `name` that is not allowed.
    ///
    /// # Errors
    /// [`Error::Setting`].
    pub fn check(&self, name: &str, value: &Value) -> Result<(), Error> {
        if self.allows(value) { Ok(()) } else { Err(self.refusal(name, value)) }
    }

    /// The error for a `value` that is not allowed for `name`.
    pub(crate) fn refusal(&self, name: &str, value: &Value) -> Error {
        let mut given = value.to_string();
        if let Some((end, _)) = given.char_indices().nth(SHOWN) {
            given.truncate(end);
            given.push('…');
        }
        Error::Setting { name: name.to_owned(), allowed: self.allowed(), given }
    }
}

/// The error for a value `given` that is none of the `allowed` names.
pub fn one_of(name: &str, allowed: &[&str], given: &Value) -> Error {
    let allowed = format!("one of {}", allowed.join(", "));
    Error::Setting { name: name.to_owned(), allowed, given: given.to_string() }
}

/// A named argument of a function, with its range.
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// The name, for messages.
    pub name: &'static str,
    /// The allowed values.
    pub kind: Kind,
}

impl Argument {
    /// An argument that is a whole number from `min` to `max`.
    pub const fn integer(name: &'static str, min: u32, max: u32) -> Self {
        Self { name, kind: Kind::integer(min, max) }
    }

    /// An argument that is a number from `min` to `max`.
    pub const fn number(name: &'static str, min: f64, max: f64) -> Self {
        Self { name, kind: Kind::number(min, max) }
    }

    /// The number that a caller hands in.
    ///
    /// # Errors
    /// [`Error::Setting`] if it is not allowed, or no number.
    pub fn number_of(&self, value: &Value) -> Result<f64, Error> {
        match *value {
            Value::Number(x) if self.kind.allows(value) => Ok(x),
            _ => Err(self.kind.refusal(self.name, value)),
        }
    }
}
