//! The way to the provider: short patience, small answers, no redirects. The same TLS and the same roots of the
//! machine as for the bucket of files.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse, http};
use reqwest::redirect::Policy;
use thiserror::Error;

pub(super) type Http = reqwest::Client;

/// For the connection, and for the whole answer.
const CONNECT: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(6);
/// Descriptions, keys and tokens are far smaller.
const MOST: usize = 512 * 1024;

#[derive(Debug, Error)]
pub(super) enum WireError {
    /// Without the address.
    #[error("{0}")]
    Http(String),
    #[error("its answer is too long")]
    TooLong,
}

/// # Errors
/// When the machine trusts nobody's certificates.
pub(super) fn client() -> Result<Http, WireError> {
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .no_proxy();
    Ok(client.build()?)
}

/// One request after the other, as the library asks for them.
pub(super) fn calls(http: &Http) -> impl Fn(HttpRequest) -> Reply + use<> {
    let http = http.clone();
    move |request| Box::pin(call(http.clone(), request))
}

pub(super) type Reply = Pin<Box<dyn Future<Output = Result<HttpResponse, WireError>> + Send>>;

async fn call(http: Http, request: HttpRequest) -> Result<HttpResponse, WireError> {
    let mut answer = http.execute(request.try_into()?).await?;
    let mut told = http::Response::builder().status(answer.status());
    if let Some(headers) = told.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        if MOST < body.len() + piece.len() {
            return Err(WireError::TooLong);
        }
        body.extend_from_slice(&piece);
    }
    told.body(body).map_err(|error| WireError::Http(error.to_string()))
}

impl From<reqwest::Error> for WireError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        // Only the innermost cause says what happened.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Self::Http(cause.to_string())
    }
}
