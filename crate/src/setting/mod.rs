//! Settings: named values with a range, each one row of a table.

mod kind;
mod value;

pub use kind::{Argument, Kind, one_of};
pub(crate) use value::written_field;
pub use value::{FieldType, Value};

use crate::error::Error;

/// One setting of a `T`: a field that is read and written by its name. The macro `settings!` makes
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Setting<T: 'static> {
    /// The field's name.
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

/// The error for a `name` that is none of the settings `names`.
pub fn unknown(name: &str, names: impl Iterator<Item = &'static str>) -> Error {
    let allowed = names.collect::<Vec<_>>().join(", ");
    Error::UnknownSetting { name: name.to_owned(), allowed }
}

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
