//! How long a request may take, apart from the time in which its body still comes in.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use poem::http::{HeaderMap, header};
use poem::{Body, Request};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::Instant;

/// How long a body may take to arrive, files apart. With the ten seconds for the head a slow request is gone a minute
/// after it began (`security.md`, G9).
pub const BODY: Duration = Duration::from_secs(50);

/// How long an answer may take after the last piece of the request (`security.md`, S-38). How long files may take is
/// with those who read them.
pub const HANDLER: Duration = Duration::from_secs(30);

/// The answer did not come in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// Runs `answer` on the request, and gives it up when `limit` has passed since the last piece of the body.
///
/// # Errors
/// [`Late`]. What it had begun in the database is undone.
pub async fn within<T, F: Future<Output = T>>(
    limit: Duration,
    mut request: Request,
    answer: impl FnOnce(Request) -> F,
) -> Result<T, Late> {
    let last = Arc::new(Mutex::new(Instant::now()));
    if has_body(request.headers()) {
        let (head, body) = request.into_parts();
        let watched = Heard { body: Box::pin(body.into_async_read()), last: Arc::clone(&last) };
        request = Request::from_parts(head, Body::from_async_read(watched));
    }
    let mut answer = std::pin::pin!(answer(request));
    loop {
        let until = *last.lock().unwrap_or_else(PoisonError::into_inner) + limit;
        if let Ok(answered) = tokio::time::timeout_at(until, answer.as_mut()).await {
            return Ok(answered);
        }
        if *last.lock().unwrap_or_else(PoisonError::into_inner) + limit <= until {
            return Err(Late);
        }
    }
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || headers.get(header::CONTENT_LENGTH).is_some_and(|length| length != "0")
}

/// A body that notes when its last piece came.
struct Heard<R> {
    body: Pin<Box<R>>,
    last: Arc<Mutex<Instant>>,
}

impl<R: AsyncRead> AsyncRead for Heard<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = self.body.as_mut().poll_read(cx, buf);
        if read.is_ready() {
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        }
        read
    }
}
