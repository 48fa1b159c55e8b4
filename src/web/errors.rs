//! Every error becomes a page in the reader's language that says what to do.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use poem::error::{MethodNotAllowedError, ResponseError};
use poem::http::{HeaderValue, StatusCode, header};
use poem::web::Redirect;
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use serde::Serialize;

use crate::app::{AppError, Kind};
use crate::caller;
use crate::patience::{self, Late};
use crate::render::{Frame, Page};

use super::forms::Trouble;
use super::frame::{Site, html_response};
use super::routing::Allowed;
use super::signed_in::asked_page;

/// `pages/errors/error.html`
#[derive(Serialize)]
pub struct ErrorPage {
    pub title: &'static str,
    pub text: &'static str,
    /// What a caller can read out on the phone; empty where the log holds nothing to find.
    pub id: String,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/errors/error.html";
}

impl ErrorPage {
    /// The page for a status; `forgery` tells a refused form from a refused right.
    pub fn of(status: StatusCode, forgery: bool, id: String) -> Self {
        let (title, text) = words(status, forgery);
        Self { title, text, id }
    }
}

impl ResponseError for AppError {
    fn status(&self) -> StatusCode {
        match self.kind() {
            Kind::BadInput => StatusCode::UNPROCESSABLE_ENTITY,
            Kind::Refused | Kind::Conflict => StatusCode::CONFLICT,
            Kind::NotFound => StatusCode::NOT_FOUND,
            Kind::Denied => StatusCode::FORBIDDEN,
            Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Kind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Kind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Answers errors and panics with pages.
pub async fn to_pages<E: Endpoint>(ep: Arc<E>, req: Request) -> Result<Response> {
    let Some(site) = req.data::<Site>().cloned() else {
        return ep.call(req).await.map(IntoResponse::into_response);
    };
    let frame = site.frame(&req);
    let answering = patience::within(patience::HANDLER, req, |req| ep.call(req));
    match AssertUnwindSafe(answering).catch_unwind().await {
        Ok(Ok(Ok(answer))) => Ok(answer.into_response()),
        Ok(Ok(Err(error))) if error.is_from_response() => Ok(error.into_response()),
        Ok(Ok(Err(error))) => Ok(answer(&site, &frame, &error)),
        Ok(Err(Late)) => {
            tracing::error!("a page took too long and was given up");
            let error = poem::Error::from_status(StatusCode::SERVICE_UNAVAILABLE);
            Ok(answer(&site, &frame, &error))
        }
        Err(_) => {
            let error =
                poem::Error::from_string("a handler panicked", StatusCode::INTERNAL_SERVER_ERROR);
            Ok(answer(&site, &frame, &error))
        }
    }
}

fn answer(site: &Site, frame: &Frame, error: &poem::Error) -> Response {
    if let Some(AppError::StepUp(purpose)) = error.downcast_ref::<AppError>() {
        let back = asked_page(&frame.path).unwrap_or_default();
        let ask = format!("/noi-bo/xac-nhan?viec={}&toi={back}", purpose.name());
        return Redirect::see_other(ask).into_response();
    }
    let status = error.status();
    let busy = status == StatusCode::SERVICE_UNAVAILABLE;
    let id = if status.is_server_error() && !busy { log(error) } else { String::new() };
    let page = ErrorPage::of(status, error.is::<Trouble>(), id);
    let mut response = match site.renderer().page(frame, &page) {
        Ok(html) => html_response(status, html),
        Err(broken) => {
            tracing::error!(error = &broken as &dyn std::error::Error, "no page for an error");
            html_response(StatusCode::INTERNAL_SERVER_ERROR, LAST_RESORT.to_owned())
        }
    };
    if let Some(AppError::TooMany(wait) | AppError::Busy(wait)) = error.downcast_ref::<AppError>() {
        response.headers_mut().insert(header::RETRY_AFTER, caller::retry_after(*wait));
    }
    if error.is::<MethodNotAllowedError>() {
        let allowed = error.data::<Allowed>().map_or("GET, HEAD", |allowed| allowed.0);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    }
    response
}

/// Logs a failure without a word of the request, and answers with the id to find it by.
fn log(error: &poem::Error) -> String {
    let id = format!("{:08x}", rand::random::<u32>());
    tracing::error!(error.id = %id, %error, "answered a request with an error page");
    id
}

/// Title and text of an error page.
fn words(status: StatusCode, forgery: bool) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN if forgery => ("error-expired-title", "error-expired-text"),
        StatusCode::FORBIDDEN => ("error-403-title", "error-403-text"),
        StatusCode::NOT_FOUND => ("error-404-title", "error-404-text"),
        StatusCode::METHOD_NOT_ALLOWED => ("error-405-title", "error-405-text"),
        StatusCode::REQUEST_TIMEOUT => ("error-408-title", "error-408-text"),
        StatusCode::CONFLICT => ("error-409-title", "error-409-text"),
        StatusCode::PAYLOAD_TOO_LARGE => ("error-413-title", "error-413-text"),
        StatusCode::TOO_MANY_REQUESTS => ("error-429-title", "error-429-text"),
        StatusCode::SERVICE_UNAVAILABLE => ("error-503-title", "error-503-text"),
        other if other.is_server_error() => ("error-500-title", "error-500-text"),
        _ => ("error-400-title", "error-400-text"),
    }
}

/// For the day on which even the error page cannot be made.
const LAST_RESORT: &str = "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Trang đang gặp sự cố</title>\
<h1>Trang đang gặp sự cố</h1><p>Hãy thử lại sau ít phút.</p><p lang=\"en\">Sorry, there is a problem. Try again in a few minutes.</p>";
