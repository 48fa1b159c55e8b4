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

pub(super) use words;
