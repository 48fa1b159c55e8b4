//! No form is taken that another site made.
//!
//! Two guards: a token in the form that belongs to a cookie, encrypted anew for each answer (so
//! that compression betrays nothing of it), and the browser's own word on where the form stood.

use std::time::Duration;

use poem::Request;
use poem::http::header;
use poem::middleware::Csrf;
use poem::web::CsrfVerifier;
use poem::web::cookie::SameSite;

use super::frame::Site;

/// How long an open page stays good.
const KEPT: Duration = Duration::from_hours(24);

/// The middleware. `key` must be this installation's own: poem's default is public.
pub fn guard(site: &Site, key: [u8; 32]) -> Csrf {
    Csrf::new()
        .key(key)
        .cookie_name(site.cookie_name("gopy_csrf"))
        .secure(site.secure())
        .same_site(SameSite::Strict)
        .ttl(KEPT)
}

/// Whether the token belongs to the cookie of this very browser.
pub(super) fn token_fits(req: &Request, token: &str) -> bool {
    req.data::<CsrfVerifier>().is_some_and(|verifier| verifier.is_valid(token))
}

/// Whether the browser says that the form stood on another site.
///
/// Our pages send no referrer, so their forms come with `Origin: null`; that alone says nothing.
pub(super) fn foreign(req: &Request) -> bool {
    let value = |name| req.headers().get(name).and_then(|value| value.to_str().ok());
    if matches!(
        value(header::HeaderName::from_static("sec-fetch-site")),
        Some("cross-site" | "same-site")
    ) {
        return true;
    }
    match value(header::ORIGIN) {
        None | Some("null") => false,
        Some(origin) => {
            let own = req.data::<Site>().is_some_and(|site| site.public_url() == origin);
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            !own && (authority.is_none() || authority != value(header::HOST))
        }
    }
}
