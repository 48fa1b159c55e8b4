//! What an import found, in the reader's language.

use fluent_bundle::FluentArgs;

use super::{LocaleError, Locales};
use crate::domain::import::{Flaw, Note, Place};
use crate::domain::letter::Lang;

/// Where the flaw is, and what to do about it.
///
/// # Errors
/// [`LocaleError`] when a sentence is missing.
pub fn flaw(words: &Locales, lang: Lang, flaw: &Flaw) -> Result<(String, String), LocaleError> {
    let mut args = FluentArgs::new();
    for (name, value) in flaw.problem.arguments() {
        let value = match name {
            "sheet" if value == flaw.place.sheet => String::new(),
            "sheet" => {
                format!(", {}", say(words, lang, "import-place-sheet", [("sheet", &value)])?)
            }
            _ => value,
        };
        args.set(name, value);
    }
    let what = words.text(lang, &format!("import-problem-{}", flaw.problem.name()), &args)?;
    Ok((place(words, lang, &flaw.place)?, what))
}

fn say<const N: usize>(
    words: &Locales,
    lang: Lang,
    key: &str,
    with: [(&'static str, &str); N],
) -> Result<String, LocaleError> {
    let mut args = FluentArgs::new();
    for (name, value) in with {
        args.set(name, value.to_owned());
    }
    words.text(lang, key, &args)
}

fn place(words: &Locales, lang: Lang, place: &Place) -> Result<String, LocaleError> {
    let mut parts = Vec::new();
    if !place.sheet.is_empty() {
        parts.push(say(words, lang, "import-place-sheet", [("sheet", &place.sheet)])?);
    }
    if 0 < place.row {
        parts.push(say(words, lang, "import-place-row", [("row", &place.row.to_string())])?);
    }
    let (letters, header) = (place.letters(), place.header.as_str());
    match (letters.is_empty(), header.is_empty()) {
        (false, _) => {
            let with = [("column", letters.as_str()), ("header", header)];
            parts.push(say(words, lang, "import-place-column", with)?);
        }
        (true, false) => parts.push(say(words, lang, "import-place-header", [("header", header)])?),
        (true, true) => {}
    }
    if !place.value.is_empty() {
        parts.push(say(words, lang, "import-place-value", [("value", &place.value)])?);
    }
    if parts.is_empty() {
        parts.push(words.plain(lang, "import-place-file")?);
    }
    let whole = parts.join(", ");
    let mut letters = whole.chars();
    Ok(letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default())
}

/// What a clerk should know.
///
/// # Errors
/// [`LocaleError`] when a sentence is missing.
pub fn note(words: &Locales, lang: Lang, note: &Note) -> Result<String, LocaleError> {
    let number = |key: &str, count: &usize| {
        let mut args = FluentArgs::new();
        args.set("n", *count);
        words.text(lang, key, &args)
    };
    match note {
        Note::Decoded { header, encoding, .. } => {
            let with = [("header", header.as_str()), ("encoding", encoding.code())];
            say(words, lang, "import-note-decoded", with)
        }
        Note::Ignored { headers, .. } => {
            say(words, lang, "import-note-ignored", [("headers", headers)])
        }
        Note::NoList { sheet } => say(words, lang, "import-note-no-list", [("sheet", sheet)]),
        Note::Skipped { row, text, .. } => {
            let with = [("row", &*row.to_string()), ("text", text.as_str())];
            say(words, lang, "import-note-skipped", with)
        }
        Note::OnlyYears { count } => number("import-note-only-years", count),
        Note::PaddedCards { count } => number("import-note-padded-cards", count),
        Note::ManagedAbove { count } => number("import-note-managed-above", count),
        Note::MadeCodes { count } => number("import-note-made-codes", count),
    }
}
