//! A text that stands in the shipped tables in both languages.

use crate::letter::Lang;

/// The same words for every reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worded {
    pub vi: String,
    pub en: String,
}

impl Worded {
    /// In the reader's language.
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}
