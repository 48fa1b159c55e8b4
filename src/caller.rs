//! Where a request comes from, for the limits alone: it is neither stored nor logged.

use std::net::IpAddr;
use std::time::Duration;

use poem::http::{HeaderMap, HeaderValue};
use poem::web::RemoteAddr;
use poem::{Addr, FromRequest, Request, RequestBody, Result};

use crate::app::App;
use crate::limits::{self, Source};

/// Who asks, as far as the network tells.
///
/// The socket's address; behind one of `server.trusted_proxies`, the last address in
/// `X-Forwarded-For` that is not itself such a proxy. All that have none count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller(Option<IpAddr>);

impl Caller {
    /// Reads the source of a request whose socket leads to `peer`.
    pub fn new(peer: &RemoteAddr, headers: &HeaderMap, trusts: impl Fn(IpAddr) -> bool) -> Self {
        let Addr::SocketAddr(peer) = peer.0 else { return Self(None) };
        let mut last = peer.ip().to_canonical();
        let hops =
            headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = hops.flat_map(|list| list.split(',')).map(str::trim).collect();
        // Each proxy appends whom it saw; what stands before the last stranger, that one could have made up.
        for hop in hops.into_iter().rev() {
            if !trusts(last) {
                break;
            }
            let Ok(earlier) = hop.parse::<IpAddr>() else { break };
            last = earlier.to_canonical();
        }
        Self(Some(last))
    }
}

impl From<Caller> for Source {
    fn from(caller: Caller) -> Self {
        Self::new(caller.0)
    }
}

/// The header `Retry-After`, in whole seconds.
pub(crate) fn retry_after(wait: Duration) -> HeaderValue {
    HeaderValue::from(limits::seconds(wait))
}

impl<'a> FromRequest<'a> for Caller {
    async fn from_request(req: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let server = req.data::<App>().map(|app| &app.settings().server);
        let trusts = |address| server.is_some_and(|server| server.trusts(address));
        Ok(Self::new(req.remote_addr(), req.headers(), trusts))
    }
}
