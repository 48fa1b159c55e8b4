//! Fixed spellings for enums, as the shipped tables, the database and the interfaces use them.

/// Gives a fieldless enum its spellings: `ALL`, `code()`, `Display` and `FromStr`.
macro_rules! words {
    ($name:ident, $what:literal: $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable spelling in tables and interfaces.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::deadline::RuleError;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::deadline::RuleError::Word { what: $what, word: word.to_owned() }),
                }
            }
        }
    };
}

/// Lets an enum that has `name()` and `from_name()` be read from and written to the tables.
macro_rules! spelled {
    ($name:ty, $what:literal) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::deadline::RuleError;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let unknown =
                    || $crate::deadline::RuleError::Word { what: $what, word: word.to_owned() };
                Self::from_name(word).ok_or_else(unknown)
            }
        }
    };
}

pub(super) use {spelled, words};
