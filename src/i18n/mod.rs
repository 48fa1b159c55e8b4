//! Words in the reader's language.
//!
//! Every text a person reads stands in `templates/locales/<lang>/*.ftl`. A key that is missing is
//! an error, never an empty place on a page; a test holds the two languages against each other.

mod format;
pub mod import;
pub mod reorganisation;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use include_dir::{Dir, include_dir};
use thiserror::Error;
use unic_langid::{LanguageIdentifier, langid};

use crate::domain::letter::Lang;
pub use format::{day, number, short_day};

static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/locales");

const VI: LanguageIdentifier = langid!("vi");
const EN: LanguageIdentifier = langid!("en");

/// What is wrong with the words; each is found at start or by a test, not by a reader.
#[derive(Debug, Error)]
pub enum LocaleError {
    #[error("templates/locales/{file} cannot be read as Fluent: {detail}")]
    Syntax { file: String, detail: String },
    #[error("templates/locales/{file} repeats a key of another file: {detail}")]
    Repeated { file: String, detail: String },
    #[error("no text `{key}` in language {lang}")]
    Missing { key: String, lang: &'static str },
    #[error("text `{key}` in language {lang} lacks an argument: {detail}")]
    Argument { key: String, lang: &'static str, detail: String },
}

/// The texts of both languages, built once at start.
pub struct Locales {
    vi: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

impl Locales {
    /// A text that speaks of one thing, its argument `text`.
    ///
    /// # Errors
    /// [`LocaleError::Missing`], [`LocaleError::Argument`].
    pub fn about(&self, lang: Lang, key: &str, what: &str) -> Result<String, LocaleError> {
        let mut args = FluentArgs::new();
        args.set("text", what);
        self.text(lang, key, &args)
    }

    /// The texts that are compiled into the program.
    ///
    /// # Errors
    /// [`LocaleError::Syntax`] or [`LocaleError::Repeated`], naming the file.
    pub fn embedded() -> Result<Self, LocaleError> {
        Ok(Self { vi: bundle(Lang::Vi)?, en: bundle(Lang::En)? })
    }

    /// The text of `key`, with `args` in their places.
    ///
    /// # Errors
    /// [`LocaleError::Missing`] or [`LocaleError::Argument`].
    pub fn text(&self, lang: Lang, key: &str, args: &FluentArgs) -> Result<String, LocaleError> {
        let bundle = self.bundle(lang);
        let pattern = bundle
            .get_message(key)
            .and_then(|message| message.value())
            .ok_or_else(|| LocaleError::Missing { key: key.to_owned(), lang: lang.name() })?;
        let mut flaws = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut flaws).into_owned();
        match flaws.first() {
            None => Ok(text),
            Some(flaw) => Err(LocaleError::Argument {
                key: key.to_owned(),
                lang: lang.name(),
                detail: flaw.to_string(),
            }),
        }
    }

    /// The text of `key`, which takes no arguments.
    ///
    /// # Errors
    /// As [`Locales::text`].
    pub fn plain(&self, lang: Lang, key: &str) -> Result<String, LocaleError> {
        self.text(lang, key, &FluentArgs::new())
    }

    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundle(lang).has_message(key)
    }

    fn bundle(&self, lang: Lang) -> &FluentBundle<FluentResource> {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// The embedded locale files of a language: name and text.
pub fn sources(lang: Lang) -> impl Iterator<Item = (String, &'static str)> {
    let files = LOCALES.get_dir(lang.name()).map_or(&[][..], |dir| dir.entries());
    files.iter().filter_map(|entry| entry.as_file()).filter_map(|file| {
        let name = file.path().to_str()?;
        let fluent = file.path().extension().is_some_and(|end| end == "ftl");
        fluent.then(|| Some((name.to_owned(), file.contents_utf8()?))).flatten()
    })
}

fn bundle(lang: Lang) -> Result<FluentBundle<FluentResource>, LocaleError> {
    let (id, formatter): (_, format::Formatter) = match lang {
        Lang::Vi => (VI, format::vi),
        Lang::En => (EN, format::en),
    };
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(formatter));
    for (file, text) in sources(lang) {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, flaws)| {
            LocaleError::Syntax { file: file.clone(), detail: format!("{:?}", flaws.first()) }
        })?;
        bundle
            .add_resource(resource)
            .map_err(|flaws| LocaleError::Repeated { file, detail: first(&flaws) })?;
    }
    Ok(bundle)
}

fn first(flaws: &[FluentError]) -> String {
    flaws.first().map(ToString::to_string).unwrap_or_default()
}
