//! Reading forms: bounded, decoded without loss, checked against forgery.
//!
//! A form is a struct of `String` (one value), `Vec<String>` (several of one name) and `bool`
//! (ticked or not) that derives `Default, Serialize, Deserialize` with `#[serde(default)]`.

use poem::http::{StatusCode, header};
use poem::{FromRequest, Request, RequestBody, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt};

use crate::domain::letter::{FieldFlaw, Lang};
use crate::i18n::{LocaleError, Locales};
use crate::patience;

use super::csrf;
use super::frame::View;

/// Bytes of a form that are read: ten times the longest honest one.
pub const MAX_FORM: usize = 1024 * 1024;

/// Bytes that are swallowed beyond that, so that the sender finishes and sees the answer.
const MAX_SWALLOWED: usize = 32 * 1024 * 1024;

/// An idempotency key for a form that is shown anew.
pub fn new_key() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// The key that came with a form, if one did.
pub fn key(typed: &str) -> Option<&str> {
    Some(typed).filter(|key| !key.is_empty())
}

/// One line of the error summary; `field` names the input it leads to, or is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlawLine {
    pub field: String,
    pub text: String,
}

impl FlawLine {
    /// The sentence for a flaw: `flaw-<field>-<flaw>` where there is one, else `flaw-<flaw>`.
    ///
    /// # Errors
    /// [`LocaleError::Missing`].
    pub fn of(locales: &Locales, lang: Lang, found: &FieldFlaw) -> Result<Self, LocaleError> {
        let (field, flaw) = (found.field.name(), found.flaw.name());
        let special = format!("flaw-{}-{flaw}", field.replace('_', "-"));
        let key = if locales.has(lang, &special) { special } else { format!("flaw-{flaw}") };
        let mut args = fluent_bundle::FluentArgs::new();
        if let Some(limit) = found.flaw.limit() {
            args.set("n", limit);
        }
        Ok(Self { field: field.to_owned(), text: locales.text(lang, &key, &args)? })
    }
}

/// Why a form may not be acted on, although it could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Trouble {
    /// The token is missing, old or another browser's.
    #[error("the form's token has expired")]
    Expired,
    /// Another site made the form.
    #[error("the form stood on another site")]
    Foreign,
    /// It carries a field that no page of ours has, or one field twice.
    #[error("the form carries fields that were not asked for")]
    Misshapen,
}

impl Trouble {
    pub fn status(self) -> StatusCode {
        match self {
            Self::Expired | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Misshapen => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The sentence for the error summary.
    ///
    /// # Errors
    /// 500 when the sentence is missing.
    pub fn line(self, view: &View) -> Result<FlawLine> {
        view.flaw(
            "",
            match self {
                Self::Expired | Self::Foreign => "flaw-expired",
                Self::Misshapen => "flaw-misshapen",
            },
        )
    }
}

/// A form as typed. Look at `trouble` before acting; the text is there to be shown again.
pub struct Form<T> {
    pub typed: T,
    pub trouble: Option<Trouble>,
}

impl<T> Form<T> {
    /// The form, if it may be acted on.
    ///
    /// # Errors
    /// Its trouble, with the text that was typed.
    pub fn checked(self) -> Result<T, (T, Trouble)> {
        match self.trouble {
            None => Ok(self.typed),
            Some(trouble) => Err((self.typed, trouble)),
        }
    }
}

/// A form that may be acted on; any trouble ends in an error page. For buttons without text.
pub struct Signed<T>(pub T);

/// A form with nothing in it but its token.
#[derive(Default, Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Nothing {}

impl<'a, T: Default + Serialize + DeserializeOwned> FromRequest<'a> for Form<T> {
    async fn from_request(req: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let kind = req.content_type().unwrap_or("application/x-www-form-urlencoded");
        if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(poem::Error::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        if req.headers().contains_key(header::CONTENT_ENCODING) {
            return Err(poem::Error::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let bytes = bounded(body.take()?.into_async_read()).await?;
        let (token, typed, whole) = decoded::<T>(&bytes)?;
        let trouble = if csrf::foreign(req) {
            Some(Trouble::Foreign)
        } else if !csrf::token_fits(req, &token) {
            Some(Trouble::Expired)
        } else if !whole {
            Some(Trouble::Misshapen)
        } else {
            None
        };
        Ok(Self { typed, trouble })
    }
}

impl<'a, T: Default + Serialize + DeserializeOwned> FromRequest<'a> for Signed<T> {
    async fn from_request(req: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let form = Form::<T>::from_request(req, body).await?;
        form.checked().map(Self).map_err(|(_, trouble)| poem::Error::new(trouble, trouble.status()))
    }
}

/// Reads at most [`MAX_FORM`] bytes, whatever the headers promise.
async fn bounded(mut from: impl AsyncRead + Unpin) -> Result<Vec<u8>> {
    let reading = async {
        let mut bytes = Vec::new();
        (&mut from).take(MAX_FORM as u64 + 1).read_to_end(&mut bytes).await?;
        if MAX_FORM < bytes.len() {
            let rest = &mut (&mut from).take(MAX_SWALLOWED as u64);
            tokio::io::copy(rest, &mut tokio::io::sink()).await?;
        }
        Ok::<_, std::io::Error>(bytes)
    };
    match tokio::time::timeout(patience::BODY, reading).await {
        Ok(Ok(bytes)) if bytes.len() <= MAX_FORM => Ok(bytes),
        Ok(Ok(_)) => Err(poem::Error::from_status(StatusCode::PAYLOAD_TOO_LARGE)),
        Ok(Err(broken)) => Err(poem::Error::new(broken, StatusCode::BAD_REQUEST)),
        Err(late) => Err(poem::Error::new(late, StatusCode::REQUEST_TIMEOUT)),
    }
}

/// The form, and whether it carried exactly what was asked for, from fields that came in another shape.
pub(super) fn read<T: Default + Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<(T, bool)> {
    decoded(bytes).map(|(_, typed, whole)| (typed, whole))
}

/// The token, the form and whether it carried exactly what was asked for.
///
/// Broken UTF-8 becomes U+FFFD here and is refused, with its field, by the rules of the letter.
fn decoded<T: Default + Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<(String, T, bool)> {
    let broken = poem::error::InternalServerError;
    let Value::Object(mut fields) = serde_json::to_value(T::default()).map_err(broken)? else {
        return Err(poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR));
    };
    let (mut token, mut whole) = (String::new(), true);
    let mut seen = std::collections::HashSet::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        if name == "csrf" {
            token = value.into_owned();
        } else {
            let again = !seen.insert(name.to_string());
            // PostgreSQL refuses texts that hold a NUL (`security.md`, S-36): it is told like a broken character.
            whole &= put(&mut fields, &name, value.replace('\0', "\u{FFFD}"), again);
        }
    }
    let typed = serde_json::from_value(Value::Object(fields)).map_err(broken)?;
    Ok((token, typed, whole))
}

/// Puts a value into the place that the empty form has for it; tells whether there was one.
fn put(fields: &mut Map<String, Value>, name: &str, value: String, again: bool) -> bool {
    match fields.get_mut(name) {
        Some(Value::String(place)) if !again => *place = value,
        Some(Value::Array(places)) => places.push(Value::String(value)),
        Some(Value::Bool(ticked)) => *ticked = !value.is_empty(),
        _ => return false,
    }
    true
}
