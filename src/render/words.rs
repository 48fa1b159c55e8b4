//! The functions and filters that templates use: `t`, `day`, `short_day`, `number`, `typed`, `tel`.

use std::sync::Arc;

use chrono::NaiveDate;
use fluent_bundle::{FluentArgs, FluentValue};
use minijinja::value::Kwargs;
use minijinja::{Environment, Error, ErrorKind, State, Value};

use crate::domain::letter::Lang;
use crate::i18n::{self, Locales};

pub(super) fn register(env: &mut Environment<'static>, locales: &Arc<Locales>) {
    let words = Arc::clone(locales);
    env.add_function("t", move |state: &State, key: &str, args: Kwargs| {
        translate(&words, state, key, &args)
    });
    env.add_filter("day", |state: &State, day: &str| {
        Ok::<_, Error>(i18n::day(lang(state)?, parse(day)?))
    });
    env.add_filter("short_day", |state: &State, day: &str| {
        Ok::<_, Error>(i18n::short_day(lang(state)?, parse(day)?))
    });
    env.add_filter("number", |state: &State, value: i64| {
        Ok::<_, Error>(i18n::number(lang(state)?, value))
    });
    env.add_filter("typed", typed);
    env.add_filter("tel", tel);
    env.add_filter("flawed", flawed);
}

/// `t("key", name=value)`: the text of `key` in the language of the page.
fn translate(words: &Locales, state: &State, key: &str, given: &Kwargs) -> Result<String, Error> {
    let mut args = FluentArgs::new();
    for name in given.args() {
        let value: Value = given.get(name)?;
        args.set(name.to_owned(), argument(&value));
    }
    words.text(lang(state)?, key, &args).map_err(|flaw| wrong(flaw.to_string()))
}

fn argument(value: &Value) -> FluentValue<'static> {
    match i64::try_from(value.clone()) {
        Ok(number) if value.is_number() => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

fn lang(state: &State) -> Result<Lang, Error> {
    let frame = state.lookup("frame").ok_or_else(|| wrong("the page has no frame"))?;
    let name = frame.get_attr("lang")?;
    name.as_str().and_then(Lang::from_name).ok_or_else(|| wrong("the frame has no language"))
}

fn parse(day: &str) -> Result<NaiveDate, Error> {
    day.parse().map_err(|_| wrong(format!("`{day}` is not a day")))
}

/// What a reader typed, without what no screen can show: a control character or a broken letter
/// would come back with the next press of the button and be refused for ever.
fn typed(text: &str) -> String {
    let odd = |c: &char| *c == '\u{FFFD}' || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    text.chars().filter(|c| !odd(c)).collect()
}

/// `flaws|flawed("field")`: whether one of the lines is about the field.
fn flawed(flaws: &Value, field: &str) -> Result<bool, Error> {
    for flaw in flaws.try_iter()? {
        if flaw.get_attr("field")?.as_str() == Some(field) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The digits of a phone number, for a `tel:` link.
fn tel(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

fn wrong(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, what.into())
}
