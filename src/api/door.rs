//! The outermost layer: whatever goes wrong inside leaves as a problem document.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use poem::error::MethodNotAllowedError;
use poem::http::{HeaderValue, header};
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use poem_openapi::error::ParseParamError;

use super::problem::{BadField, Code, Problem};
use super::{document, staff, words};
use crate::app::{App, AppError, audit, sessions};
use crate::domain::receipt::CaseNumber;
use crate::i18n::Locales;
use crate::patience::{self, Late};

/// What every answer tells a browser that came across it.
const FIXED: [(&str, &str); 8] = [
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
];

/// The outermost layer, built once.
pub struct Door<E> {
    pub inside: E,
    pub locales: Arc<Locales>,
    pub app: App,
}

impl<E: Endpoint> Endpoint for Door<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let mut response = self.answer(request).await;
        let headers = response.headers_mut();
        for (name, value) in FIXED {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        if self.app.settings().server.secure() {
            let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
        }
        Ok(response)
    }
}

impl<E: Endpoint> Door<E> {
    /// Answers every error and panic with a problem document.
    async fn answer(&self, request: Request) -> Response {
        let lang = words::wanted(request.headers());
        let path = request.uri().path().to_owned();
        let token = staff::token(request.headers(), self.app.settings().server.secure()).ok();
        let answering =
            patience::within(patience::HANDLER, request, |request| self.inside.call(request));
        let error = match AssertUnwindSafe(answering).catch_unwind().await {
            Ok(Ok(Ok(answer))) => return answer.into_response(),
            Ok(Ok(Err(error))) => error,
            Ok(Err(Late)) => {
                tracing::error!("an operation took too long and was given up");
                Problem::from(Code::Unavailable).into()
            }
            Err(_) => Problem::from(Code::Internal).into(),
        };
        let problem = match self.leave_trace(&problem(&error), &path, token).await {
            Ok(problem) => problem,
            Err(error) => error.into(),
        };
        let mut response = words::answer(&problem, &self.locales, lang);
        if error.is::<MethodNotAllowedError>()
            && let Ok(methods) = HeaderValue::from_str(&document::allowed(&path))
        {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }
}

impl<E> Door<E> {
    /// Whoever is signed in and asks for what does not exist for them leaves a trace (security S-60).
    async fn leave_trace(
        &self,
        problem: &Problem,
        path: &str,
        token: Option<String>,
    ) -> std::result::Result<Problem, AppError> {
        if let (Code::NotFound, Some(token)) = (problem.code, token)
            && let Ok(staff) = sessions::staff(&self.app, &token).await
        {
            let number = path.split('/').find_map(CaseNumber::parse);
            audit::denied(&self.app, &staff.account, number.as_ref()).await?;
        }
        Ok(problem.clone())
    }
}

/// The framework's own errors as problems.
fn problem(error: &poem::Error) -> Problem {
    if let Some(problem) = error.downcast_ref::<Problem>() {
        return problem.clone();
    }
    if let Some(parameter) = error.downcast_ref::<ParseParamError>() {
        let bad = BadField::new(parameter.name, "unreadable");
        return Problem { fields: vec![bad], ..Code::BadParameter.into() };
    }
    let code = Code::of_status(error.status());
    if code == Code::Internal {
        tracing::error!(%error, "the API failed outside an operation");
    }
    code.into()
}
