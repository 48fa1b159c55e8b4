//! Problems put into the reader's words.

use std::cmp::Reverse;

use fluent_bundle::FluentArgs;
use poem::http::{HeaderMap, HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::types::ToJSON;

use super::problem::{BadField, Code, FieldOut, MEDIA_TYPE, Problem, ProblemOut};
use crate::domain::letter::Lang;
use crate::i18n::Locales;

/// The language a client asks for in `Accept-Language`; Vietnamese when it asks for neither.
pub fn wanted(headers: &HeaderMap) -> Lang {
    let mut ranges: Vec<(u32, Lang)> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .filter_map(range)
        .collect();
    ranges.sort_by_key(|(weight, _)| Reverse(*weight));
    ranges.first().map(|(_, lang)| *lang).unwrap_or_default()
}

/// One language range with its weight in thousandths; nothing for languages we do not write.
fn range(entry: &str) -> Option<(u32, Lang)> {
    let mut parts = entry.trim().split(';');
    let primary = parts.next()?.split('-').next()?.trim().to_ascii_lowercase();
    let lang = Lang::from_name(&primary)?;
    let weight = match parts.find_map(|part| part.trim().strip_prefix("q=")) {
        Some(weight) => weight.parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q))?,
        None => 1.0,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000")]
    let thousandths = (weight * 1000.0) as u32;
    (0 < thousandths).then_some((thousandths, lang))
}

/// The problem document as an answer. `lang` is the request's own language.
pub fn answer(problem: &Problem, locales: &Locales, lang: Lang) -> Response {
    let lang = problem.lang.unwrap_or(lang);
    let status = problem.code.status();
    let id = status.is_server_error().then(|| format!("{:08x}", rand::random::<u32>()));
    if let Some(id) = &id {
        tracing::error!(error.id = %id, code = %problem, "answered a request with a failure");
    }
    let document = document(problem, locales, lang, id);
    let mut response = poem::web::Json(document.to_json()).into_response();
    response.set_status(status);
    let headers = response.headers_mut();
    if let Some(wait) = problem.wait {
        headers.insert(header::RETRY_AFTER, crate::caller::retry_after(wait));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.name()));
    if matches!(problem.code, Code::SignIn) {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn document(problem: &Problem, locales: &Locales, lang: Lang, id: Option<String>) -> ProblemOut {
    let code = problem.code.name();
    let (title, detail) = keys(problem.code);
    let errors: Vec<FieldOut> =
        problem.fields.iter().map(|bad| field(problem.code, bad, locales, lang)).collect();
    ProblemOut {
        kind: format!("/api/docs#problem-{code}"),
        title: text(locales, lang, &title, &FluentArgs::new()),
        status: problem.code.status().as_u16(),
        detail: text(locales, lang, &detail, &FluentArgs::new()),
        code,
        errors: (!errors.is_empty()).then_some(errors),
        id,
    }
}

fn field(code: Code, bad: &BadField, locales: &Locales, lang: Lang) -> FieldOut {
    let mut args = FluentArgs::new();
    if let Some(limit) = bad.limit {
        args.set("n", limit);
    }
    if let Some(fragment) = &bad.fragment {
        args.set("fragment", fragment.as_str());
    }
    let key = match code {
        Code::IdentityRisk => format!("risk-{}", bad.code),
        _ => format!("flaw-{}", bad.code),
    };
    let detail = text(locales, lang, &key, &args);
    FieldOut { field: bad.field.clone(), code: bad.code.to_owned(), detail }
}

/// The keys of a problem's title and of its detail.
pub fn keys(code: Code) -> (String, String) {
    let name = code.name();
    match code {
        Code::Refused(_) => ("problem-refused-title".to_owned(), name),
        _ => (format!("problem-{name}-title"), format!("problem-{name}")),
    }
}

/// A missing sentence must not turn an answer into a failure: the key stands in for it.
fn text(locales: &Locales, lang: Lang, key: &str, args: &FluentArgs) -> String {
    locales.text(lang, key, args).unwrap_or_else(|flaw| {
        tracing::error!(%flaw, "no words for a problem");
        key.to_owned()
    })
}
