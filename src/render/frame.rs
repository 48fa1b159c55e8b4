//! What every page shares: language, token, office, navigation.

use serde::Serialize;

use crate::domain::letter::Lang;

use super::both;

/// The office whose page this is, as the footer shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Office {
    pub name: String,
    pub phone: String,
    pub address: String,
    /// When it receives people; empty where not yet published.
    pub hours: String,
    /// Host name of the official site.
    pub host: String,
}

/// Who reads the page: decides colours, density and navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Reader {
    Resident,
    /// A staff member who is signed in.
    Staff {
        name: String,
        role: String,
    },
}

/// The part of a page that is the same everywhere.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    pub lang: &'static str,
    pub other_lang: &'static str,
    /// Path of this page, where the link to the other language leads.
    pub path: String,
    /// Token of this response; every form carries it as `csrf`.
    pub csrf: String,
    pub office: Office,
    pub reader: Reader,
    /// Key of a sentence in a green box on top (`notice-…`), for what has just been done.
    pub notice: Option<&'static str>,
}

impl Frame {
    pub fn new(lang: Lang, path: &str, csrf: &str, office: Office) -> Self {
        let (lang, other_lang) = both(lang);
        Self {
            lang,
            other_lang,
            path: path.to_owned(),
            csrf: csrf.to_owned(),
            office,
            reader: Reader::Resident,
            notice: None,
        }
    }
    /// Turns the page into another language.
    pub fn speak(&mut self, lang: Lang, office: Office) {
        self.office = office;
        (self.lang, self.other_lang) = both(lang);
    }
}
