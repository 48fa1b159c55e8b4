//! The outermost layer: whatever goes wrong inside leaves as a problem document.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use poem::error::MethodNotAllowedError;
use poem::http::{HeaderValue, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use poem_openapi::error::ParseParamError;

use super::problem::{BadField, Code, Problem};
use super::{document, words};
use crate::i18n::Locales;

/// Answers every error and panic of `ep` with a problem document.
pub async fn to_problems<E: Endpoint>(
    ep: Arc<E>,
    locales: Arc<Locales>,
    request: Request,
) -> Result<Response> {
    let lang = words::wanted(request.headers());
    let path = request.uri().path().to_owned();
    let error = match AssertUnwindSafe(ep.call(request)).catch_unwind().await {
        Ok(Ok(answer)) => return Ok(answer.into_response()),
        Ok(Err(error)) => error,
        Err(_) => Problem::from(Code::Internal).into(),
    };
    let mut response = words::answer(&problem(&error), &locales, lang);
    if error.is::<MethodNotAllowedError>()
        && let Ok(methods) = HeaderValue::from_str(&document::allowed(&path))
    {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    Ok(response)
}

/// The framework's own errors as problems.
fn problem(error: &poem::Error) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if let Some(parameter) = error.downcast_ref::<ParseParamError>() {
        let field = parameter.name.to_owned();
        let bad = BadField { field, code: "unreadable", limit: None };
        return Problem { fields: vec![bad], ..Code::BadParameter.into() };
    }
    let code = Code::of_status(error.status());
    if code == Code::Internal {
        tracing::error!(%error, "the API failed outside an operation");
    }
    code.into()
}
