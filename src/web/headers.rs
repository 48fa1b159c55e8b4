//! What every answer tells the browser, and compression.

use std::sync::Arc;

use poem::http::{HeaderMap, HeaderValue, header};
use poem::web::{Compress, CompressionAlgo, CompressionLevel};
use poem::{Endpoint, IntoResponse, Request, Response, Result};

use super::frame::Site;

/// Effort of brotli (0–11) and gzip (0–9): a page takes about a millisecond.
const EFFORT: CompressionLevel = CompressionLevel::Precise(5);

const FIXED: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-frame-options", "DENY"),
];

/// Adds the security headers to whatever comes out; an answer's own word on caching and content
/// policy stands.
pub async fn secure<E: Endpoint<Output = Response>>(ep: Arc<E>, req: Request) -> Result<Response> {
    let site = req.data::<Site>().cloned();
    let mut response = ep.call(req).await?;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(site) = site {
        policy(headers, &site);
    } else {
        let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(nothing);
    }
    Ok(response)
}

fn policy(headers: &mut HeaderMap, site: &Site) {
    let rules = format!(
        "default-src 'none'; style-src 'sha256-{}'; img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
        site.renderer().style_hash(),
    );
    if let (false, Ok(rules)) =
        (headers.contains_key(header::CONTENT_SECURITY_POLICY), HeaderValue::from_str(&rules))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, rules);
    }
    if site.secure() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

/// Compresses pages. Requests are never unpacked: a small one could become a huge one.
pub async fn compress<E: Endpoint<Output = Response>>(
    ep: Arc<E>,
    req: Request,
) -> Result<Response> {
    let coding = wanted(req.headers());
    let mut response = ep.call(req).await?;
    let text = response.content_type().is_some_and(|kind| kind.starts_with("text/"));
    if !text || response.headers().contains_key(header::CONTENT_ENCODING) {
        return Ok(response);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-encoding"));
    match coding {
        Some(coding) => Ok(Compress::new(response, coding).with_quality(EFFORT).into_response()),
        None => Ok(response),
    }
}

/// Brotli before gzip, if the reader takes either.
fn wanted(headers: &HeaderMap) -> Option<CompressionAlgo> {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    let names: Vec<&str> = accepted
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .filter(|entry| !entry.ends_with("q=0"))
        .filter_map(|entry| entry.split(';').next())
        .collect();
    if names.contains(&"br") {
        Some(CompressionAlgo::BR)
    } else if names.contains(&"gzip") {
        Some(CompressionAlgo::GZIP)
    } else {
        None
    }
}
