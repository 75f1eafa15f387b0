//! Values of settings, and the types of the fields that hold them.

use crate::number;

/// A value supplied by a caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number, which may be NaN.
    Number(f64),
    /// A text.
    Text(String),
    /// A value of another type, described for messages.
    Other(String),
}

impl Value {
    /// True for this text.
    pub fn is_text(&self, text: &str) -> bool {
        matches!(self, Self::Text(own) if own == text)
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Number(x) => f.write_str(&number::to_text(*x)),
            Self::Text(text) => f.write_str(&number::quoted(text, '"')),
            Self::Other(kind) => f.write_str(kind),
        }
    }
}

/// The type of a field that is a setting.
pub trait FieldType: Sized {
    /// The field's value.
    fn to_value(&self) -> Value;
    /// A field of this value; `None` if the value is of another type.
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
