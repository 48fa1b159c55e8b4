//! Which language a reader gets: asked for in the address, else remembered, else Vietnamese.

use std::sync::Arc;
use std::time::Duration;

use poem::web::cookie::{Cookie, CookieJar, SameSite};
use poem::{Endpoint, Request, Response, Result};

use crate::domain::letter::Lang;

use super::frame::Site;

const COOKIE: &str = "gopy_lang";

/// How long the choice is remembered.
const KEPT: Duration = Duration::from_hours(90 * 24);

/// The language of a request. Nothing is read from the browser's own settings: they would betray
/// more than they help (`security.md` S-4).
pub fn of(req: &Request) -> Lang {
    asked(req).or_else(|| remembered(req.cookie())).unwrap_or_default()
}

/// Remembers the language that the address asks for.
pub async fn remember<E: Endpoint<Output = Response>>(
    ep: Arc<E>,
    req: Request,
) -> Result<Response> {
    if let (Some(lang), Some(site)) = (asked(&req), req.data::<Site>()) {
        keep(req.cookie(), lang, site.secure());
    }
    ep.call(req).await
}

/// Puts the choice into a cookie.
pub fn keep(jar: &CookieJar, lang: Lang, secure: bool) {
    let mut cookie = Cookie::new_with_str(COOKIE, lang.name());
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(secure);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(KEPT);
    jar.add(cookie);
}

fn asked(req: &Request) -> Option<Lang> {
    let query = req.uri().query()?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, value)| Lang::from_name(&value))
}

fn remembered(jar: &CookieJar) -> Option<Lang> {
    jar.get(COOKIE).and_then(|cookie| Lang::from_name(cookie.value_str()))
}
