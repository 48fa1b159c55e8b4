//! Connections: how many at once, how slow they may be, and how they end.
//!
//! poem's own loop has no time limit for the head of a request, so a handful of connections that
//! send a byte now and then would last for ever (`security.md`, S-38). The time limits for bodies are
//! with those who read them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use poem::endpoint::BoxEndpoint;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Endpoint as _, Request, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config;
use crate::limits::Source;

/// What connections are allowed.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long the head of a request may take, also after an earlier answer.
    pub head: Duration,
    /// How long open requests may take to finish after the signal to stop.
    pub grace: Duration,
    /// Connections at a time; further ones wait to be accepted.
    pub connections: usize,
    /// Connections at a time from one source; further ones are hung up on. Our own proxies have no such
    /// bound: behind them is everybody.
    pub per_source: usize,
    /// How long one connection lasts, however well it is used.
    pub life: Duration,
}

impl Patience {
    /// As the settings say.
    pub fn of(limits: &config::Limits) -> Self {
        Self {
            connections: limits.connections,
            per_source: limits.connections_per_source,
            ..Self::default()
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            grace: Duration::from_secs(8),
            connections: 2_000,
            per_source: 500,
            life: Duration::from_mins(10),
        }
    }
}

/// Longest head of a request, in bytes.
const HEAD: usize = 16 * 1024;

/// Most headers of a request.
const HEADERS: usize = 100;

/// How long the last answer of a connection may take.
const LAST_ANSWER: Duration = Duration::from_mins(2);

/// How long to wait when no connection is to be had, for example for want of file handles.
const RETRY: Duration = Duration::from_millis(100);

/// Serves connections until `stop`; then lets open requests finish.
pub async fn run(
    listener: TcpListener,
    endpoint: BoxEndpoint<'static, Response>,
    patience: Patience,
    proxies: &[IpAddr],
    stop: CancellationToken,
) {
    let door = Door { endpoint: Arc::new(endpoint), patience, stop, cut: CancellationToken::new() };
    let guests = Guests::default();
    let (places, open) = (Arc::new(Semaphore::new(patience.connections)), TaskTracker::new());
    let accepting = async {
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let ours = proxies.contains(&peer.ip().to_canonical());
                    let most = if ours { usize::MAX } else { patience.per_source };
                    let Some(guest) = guests.one_more(Source::of(peer.ip()), most) else {
                        continue;
                    };
                    let serving = door.clone().serve(stream, peer);
                    open.spawn(async move {
                        serving.await;
                        drop((place, guest));
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    };
    tokio::select! {
        () = accepting => {}
        () = door.stop.cancelled() => {}
    }
    drop(listener);
    open.close();
    if tokio::time::timeout(patience.grace, open.wait()).await.is_err() {
        door.cut.cancel();
        open.wait().await;
    }
}

/// How many connections each source has open; forgotten when the last one ends.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<HashMap<Source, usize>>>);

/// One open connection of a source.
struct Guest {
    guests: Guests,
    source: Source,
}

impl Guests {
    fn one_more(&self, source: Source, most: usize) -> Option<Guest> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(source).or_default();
        if most <= *count {
            return None;
        }
        *count += 1;
        Some(Guest { guests: self.clone(), source })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut open = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.source) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.source);
            }
        }
    }
}

#[derive(Clone)]
struct Door {
    endpoint: Arc<BoxEndpoint<'static, Response>>,
    patience: Patience,
    stop: CancellationToken,
    /// Ends what has not ended by itself.
    cut: CancellationToken,
}

impl Door {
    async fn serve(self, stream: TcpStream, peer: SocketAddr) {
        let local = stream.local_addr().map(|address| LocalAddr(address.into()));
        let (local, peer) = (local.unwrap_or_default(), RemoteAddr(peer.into()));
        let endpoint = self.endpoint;
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let request = Request::from((request, local.clone(), peer.clone(), Scheme::HTTP));
            let endpoint = Arc::clone(&endpoint);
            async move {
                let answer = endpoint.get_response(request).await;
                Ok::<hyper::Response<_>, Infallible>(answer.into())
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.patience.head)
            .max_headers(HEADERS)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        // A connection that breaks off tells nothing worth a line in the log.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(self.patience.life) => {}
        }
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            _ = connection.as_mut() => {}
            () = self.cut.cancelled() => {}
            // While the portal goes on, the last answer of an old connection gets as long as any.
            () = tokio::time::sleep(LAST_ANSWER) => {}
        }
    }
}
