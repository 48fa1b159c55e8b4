//! Turns typed pages into HTML.
//!
//! A page is a value that names its template; templates see page types, never domain types. All
//! templates are compiled into the program, escaped by default, and strict: a name that a page
//! does not carry is an error, which the test that renders every page finds.

mod frame;
mod qr;
mod words;

use std::fmt::Write as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use include_dir::{Dir, DirEntry, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, Value, context};
use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::domain::letter::Lang;
use crate::i18n::{LocaleError, Locales};
pub use frame::{Frame, Office, Reader};
pub use qr::{QrError, svg as qr_svg};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// A page is a value; its template is part of its type.
pub trait Page: Serialize {
    /// Path below `templates/`.
    const TEMPLATE: &'static str;

    /// The template of this very value, where one type serves a family of like pages.
    fn template(&self) -> &'static str {
        Self::TEMPLATE
    }
}

/// Why a page could not be made.
#[derive(Debug, Error)]
pub enum RenderError {
    #[error("the words are not complete")]
    Locale(#[from] LocaleError),
    #[error("a template is wrong")]
    Template(#[from] minijinja::Error),
    #[error("templates/assets/portal.css is missing or not text")]
    Style,
}

/// The templates and the words, ready to render. Built once at start.
pub struct Renderer {
    env: Environment<'static>,
    locales: Arc<Locales>,
    style_hash: String,
}

impl Renderer {
    /// Reads the templates and locales that are compiled into the program.
    ///
    /// # Errors
    /// The first template or locale file that cannot be read, by name.
    pub fn embedded() -> Result<Self, RenderError> {
        let locales = Arc::new(Locales::embedded()?);
        let style = TEMPLATES
            .get_file("assets/portal.css")
            .and_then(|file| file.contents_utf8())
            .map(minified)
            .ok_or(RenderError::Style)?;
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        env.set_formatter(escaped);
        words::register(&mut env, &locales);
        env.add_global("style", Value::from_safe_string(style.clone()));
        for (name, text) in template_sources() {
            env.add_template_owned(name, text)?;
        }
        Ok(Self { env, locales, style_hash: STANDARD.encode(Sha256::digest(&style)) })
    }

    /// Renders `page` inside `frame`.
    ///
    /// # Errors
    /// A missing word or a template that asks for what the page does not carry.
    pub fn page<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, RenderError> {
        let fields = Value::from(Serde(page));
        let context = context! { frame => Value::from(Serde(frame)), ..fields };
        Ok(self.env.get_template(page.template())?.render(context)?)
    }

    /// The words, for texts that are chosen in code (field errors).
    pub fn locales(&self) -> &Locales {
        &self.locales
    }

    /// Base64 of the SHA-256 of the inlined style sheet, for the content security policy.
    pub fn style_hash(&self) -> &str {
        &self.style_hash
    }
}

/// Every template of a page: path below `templates/` and text. Mails have their own.
pub fn template_sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&TEMPLATES, &mut found);
    found.retain(|(name, _)| !name.starts_with("mail/"));
    found
}

fn collect(dir: &Dir<'static>, found: &mut Vec<(String, String)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(below) => collect(below, found),
            DirEntry::File(file) => {
                let html = file.path().extension().is_some_and(|end| end == "html" || end == "txt");
                if let (true, Some(name), Some(text)) =
                    (html, file.path().to_str(), file.contents_utf8())
                {
                    found.push((name.to_owned(), text.to_owned()));
                }
            }
        }
    }
}

/// Writes a value, escaped where HTML gives a character a meaning and nowhere else: the engine's own
/// formatter spells out every slash, and “ông/bà” stands on every page.
fn escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_safe() || !matches!(state.auto_escape(), AutoEscape::Html) {
        return Ok(write!(out, "{value}")?);
    }
    for c in value.to_string().chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            plain => out.write_char(plain)?,
        }
    }
    Ok(())
}

/// The style sheet without its line breaks; it is written without other superfluous white space.
fn minified(css: &str) -> String {
    css.lines().map(str::trim).collect()
}

/// The spelling of a language as the `lang` attribute wants it, and the other one.
fn both(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Vi => ("vi", "en"),
        Lang::En => ("en", "vi"),
    }
}
