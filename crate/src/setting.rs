//! Settings: named values with a range, each a row of one table.

use crate::error::Error;
use crate::number;

/// A value as a caller hands it in.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, which may be NaN.
    Number(f64),
    /// A text.
    Text(String),
    /// Any other kind of value, by a name for messages.
    Other(String),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Number(x) => f.write_str(&number::to_text(*x)),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Other(kind) => f.write_str(kind),
        }
    }
}

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
    /// One of these names.
    Choice(&'static [&'static str]),
    /// A text of some form.
    Text {
        /// Tells if a text has the form.
        allows: fn(&str) -> bool,
        /// The form, in words.
        form: &'static str,
    },
}

/// Characters of a refused value that a message shows.
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

    /// The allowed values, as they stand after "must be".
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

    /// Tells if `value` is allowed.
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

    /// The error that `value` is not allowed for `name`.
    pub(crate) fn refusal(&self, name: &str, value: &Value) -> Error {
        let mut given = value.to_string();
        if let Some((end, _)) = given.char_indices().nth(SHOWN) {
            given.replace_range(end.., "…");
        }
        Error::Setting { name: name.to_owned(), allowed: self.allowed(), given }
    }
}

/// The error that `given` is none of the names that are allowed here.
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

    /// Refuses a value that is not allowed.
    ///
    /// # Errors
    /// [`Error::Setting`].
    pub fn check(&self, value: &Value) -> Result<(), Error> {
        self.kind.check(self.name, value)
    }
}

/// One setting of a `T`: a field that is read and written by its name. The macro `settings!` makes
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Setting<T: 'static> {
    /// The name, that of the field.
    pub name: &'static str,
    /// The allowed values.
    pub kind: Kind,
    /// The unit, in the plural; empty for a pure number or a name.
    pub unit: &'static str,
    /// Reads the field.
    pub get: fn(&T) -> Value,
    /// Writes the field, unless the value is of another type.
    pub set: fn(&mut T, &Value) -> Option<()>,
}

impl<T: Default> Setting<T> {
    /// The default.
    pub fn default(&self) -> Value {
        (self.get)(&T::default())
    }

    /// Writes the setting of `target`.
    ///
    /// # Errors
    /// [`Error::Setting`] for a value that is not allowed; `target` is then unchanged.
    pub fn assign(&self, target: &mut T, value: &Value) -> Result<(), Error> {
        self.kind.check(self.name, value)?;
        (self.set)(target, value).ok_or_else(|| self.kind.refusal(self.name, value))
    }

    /// Writes the setting `name` of `table`.
    ///
    /// # Errors
    /// [`Error::UnknownSetting`], or [`Error::Setting`] for a value that is not allowed; `target`
    /// is then unchanged.
    pub fn assign_by_name(
        table: &[Self],
        target: &mut T,
        name: &str,
        value: &Value,
    ) -> Result<(), Error> {
        match table.iter().find(|setting| setting.name == name) {
            Some(setting) => setting.assign(target, value),
            None => Err(unknown(name, table.iter().map(|setting| setting.name))),
        }
    }

    /// Refuses a `target` with a value that is not allowed.
    ///
    /// # Errors
    /// [`Error::Setting`] for the first such value.
    pub fn check_all(table: &[Self], target: &T) -> Result<(), Error> {
        table.iter().try_for_each(|row| row.kind.check(row.name, &(row.get)(target)))
    }
}

/// The error that there is no setting `name` among `names`.
pub fn unknown(name: &str, names: impl Iterator<Item = &'static str>) -> Error {
    let allowed = names.collect::<Vec<_>>().join(", ");
    Error::UnknownSetting { name: name.to_owned(), allowed }
}

/// The type of a field that is a setting.
pub trait FieldType: Sized {
    /// The field's value.
    fn to_value(&self) -> Value;
    /// A field of that value; `None` when the value is of another type.
    fn from_value(value: &Value) -> Option<Self>;
}

macro_rules! number_fields {
    ($($Type:ty),*) => {$(
        impl FieldType for $Type {
            fn to_value(&self) -> Value {
                Value::Number(*self as f64)
            }

            fn from_value(value: &Value) -> Option<Self> {
                if let Value::Number(x) = value { Some(*x as Self) } else { None }
            }
        }
    )*};
}

number_fields!(f64, u32, usize);

impl FieldType for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }
}

/// Makes a type with a written form (`Display` and `FromStr`) the type of a setting's field.
macro_rules! written_field {
    ($Type:ty) => {
        impl $crate::setting::FieldType for $Type {
            fn to_value(&self) -> $crate::setting::Value {
                $crate::setting::Value::Text(self.to_string())
            }

            fn from_value(value: &$crate::setting::Value) -> Option<Self> {
                match value {
                    $crate::setting::Value::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use written_field;

/// Declares a struct of settings, with its `Default` and the table of its [`Setting`]s. A row is
///
/// ```text
/// /// Its meaning.
/// name: Type = default, kind, unit;
/// ```
macro_rules! settings {
    (
        $(#[$meta:meta])*
        struct $Struct:ident;
        $(#[$table_meta:meta])*
        const $TABLE:ident;
        $(
            $(#[$doc:meta])*
            $field:ident: $Type:ty = $default:expr, $kind:expr, $unit:literal;
        )*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $Struct {
            $($(#[$doc])* pub $field: $Type,)*
        }

        impl Default for $Struct {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        $(#[$table_meta])*
        pub const $TABLE: &[$crate::setting::Setting<$Struct>] = &[$(
            $crate::setting::Setting {
                name: stringify!($field),
                kind: $kind,
                unit: $unit,
                get: |target| $crate::setting::FieldType::to_value(&target.$field),
                set: |target, value| {
                    target.$field = $crate::setting::FieldType::from_value(value)?;
                    Some(())
                },
            },
        )*];
    };
}
pub(crate) use settings;
