//! Enums with a written name for each variant.

/// Declares an enum of named variants, with `ALL`, `NAMES`, `name`, [`Display`](std::fmt::Display)
/// and [`FromStr`](std::str::FromStr). The text after `as` names such a value in errors.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident as $value:literal {
            $($(#[$doc:meta])* $Variant:ident = $name:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $Enum {
            $($(#[$doc])* $Variant,)*
        }

        impl $Enum {
            /// Every variant.
            pub const ALL: &'static [Self] = &[$(Self::$Variant,)*];

            /// The names, in the order of [`ALL`](Self::ALL).
            pub const NAMES: &'static [&'static str] = &[$($name,)*];

            /// The name.
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $Enum {
            type Err = $crate::Error;

            fn from_str(name: &str) -> Result<Self, $crate::Error> {
                let index = Self::NAMES.iter().position(|known| *known == name);
                index.map(|index| Self::ALL[index]).ok_or_else(|| {
                    let given = $crate::setting::Value::Text(name.to_owned());
                    $crate::setting::Kind::Choice(Self::NAMES).refusal($value, &given)
                })
            }
        }
    };
}
pub(crate) use named_enum;
