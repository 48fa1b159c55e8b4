//! What is wrong with a plan for a reorganisation, in the reader's language.

use fluent_bundle::FluentArgs;

use super::{LocaleError, Locales};
use crate::domain::letter::Lang;
use crate::domain::reorganisation::Flaw;

/// Where the flaw is, and what to do about it.
///
/// # Errors
/// [`LocaleError`] when a sentence is missing.
pub fn flaw(words: &Locales, lang: Lang, flaw: &Flaw) -> Result<(String, String), LocaleError> {
    let mut args = FluentArgs::new();
    args.set("about", flaw.problem.about().to_owned());
    args.set("count", flaw.problem.count());
    args.set("row", flaw.row.to_string());
    let what = words.text(lang, &format!("reorg-problem-{}", flaw.problem.name()), &args)?;
    let place = if flaw.row == 0 { "reorg-whole" } else { "reorg-row" };
    Ok((words.text(lang, place, &args)?, what))
}
