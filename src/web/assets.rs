//! The few files that are not pages.

use poem::http::header;
use poem::{Response, handler};

/// A white speech mark on the brand's red.
const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#9b1c1c" d="M0 0h32v32H0z"/><path fill="#fff" d="M6 7h20v14H15l-5 5v-5H6z"/></svg>"##;

/// `/assets/icon.svg`, also under the old name that browsers try on their own.
#[handler]
pub fn icon() -> Response {
    Response::builder()
        .content_type("image/svg+xml")
        .header(header::CACHE_CONTROL, "public, max-age=86400")
        .body(ICON)
}

/// `/robots.txt`: the home page may be found, nothing else.
#[handler]
pub fn robots() -> Response {
    Response::builder()
        .content_type("text/plain; charset=utf-8")
        .body("User-agent: *\nAllow: /$\nDisallow: /\n")
}
