//! What every answer tells browsers and caches, whatever was asked and however it went (`security.md`, S-32 to S-37).

use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Endpoint as _, EndpointExt as _, Request, Response};

use crate::support::TestApp;

/// Each header with what its value must hold.
const ALWAYS: [(&str, &str); 7] = [
    ("content-security-policy", "default-src 'none'"),
    ("content-security-policy", "frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=()"),
];

/// Nobody else may read an answer, and nothing tells what it was made with.
const NEVER: [&str; 5] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "server",
    "x-powered-by",
    "via",
];

struct Doors(BoxEndpoint<'static, Response>);

impl Doors {
    async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, String) {
        let mut request =
            Request::builder().method(method.parse::<Method>().unwrap()).uri(path.parse().unwrap());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, body) = self.0.get_response(request.finish()).await.into_parts();
        (head.status, head.headers, String::from_utf8_lossy(&body.into_vec().await.unwrap()).into())
    }
}

async fn doors(public_url: &str) -> (TestApp, Doors) {
    let url = public_url.to_owned();
    let portal = TestApp::start_with(|settings| settings.server.public_url = url).await;
    let doors = Doors(gopy::server::routes(&portal.app, None).unwrap());
    (portal, doors)
}

fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn every_answer_carries_them() {
    let (_portal, doors) = doors("https://gopy.example.vn").await;
    let mut paths: Vec<String> =
        gopy::server::known().into_iter().map(|known| known.path.replace(':', "")).collect();
    let others =
        ["/khong-co", "/api/v1/cases", "/api/v1/khong-co", "/api", "/.git/config", "/.env"];
    paths.extend(others.map(str::to_owned));
    let from_elsewhere = [("origin", "https://evil.example"), ("host", "evil.example")];
    for path in paths {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
            let (status, headers, body) = doors.ask(method, &path, &from_elsewhere).await;
            let what = format!("{method} {path}: {status}");
            assert!(!status.is_server_error(), "{what}");
            for (name, part) in ALWAYS {
                assert!(
                    values(&headers, name).iter().any(|value| value.contains(part)),
                    "{what}: {name}"
                );
            }
            for name in NEVER {
                assert!(!headers.contains_key(name), "{what}: {name}");
            }
            let caching = values(&headers, "cache-control").join(",");
            let files = ["/assets/icon.svg", "/favicon.ico", "/robots.txt", "/api/docs.css"];
            let file = files.contains(&path.as_str());
            assert!(
                caching.contains("no-store") || file && status.is_success(),
                "{what}: {caching}"
            );
            if status == StatusCode::METHOD_NOT_ALLOWED {
                assert!(headers.contains_key(header::ALLOW), "{what}: Allow");
            }
            if ["OPTIONS", "TRACE", "PUT"].contains(&method) {
                assert!(status.is_client_error(), "{what}");
            }
            // Nothing is taken from the request: neither its host nor what it said.
            assert!(!body.contains("evil.example"), "{what}");
            let to = values(&headers, "location");
            assert!(
                to.iter().all(|to| to.starts_with('/') && !to.starts_with("//")),
                "{what}: {to:?}"
            );
        }
    }
}

#[tokio::test]
async fn where_there_is_https_nothing_goes_without_it() {
    let (_portal, doors) = doors("https://gopy.example.vn").await;
    for path in ["/", "/gui", "/noi-bo", "/khong-co", "/api/docs"] {
        let (_, headers, _) = doors.ask("GET", path, &[]).await;
        assert_eq!(
            values(&headers, "strict-transport-security"),
            ["max-age=31536000; includeSubDomains"],
            "{path}"
        );
        for cookie in values(&headers, "set-cookie") {
            assert!(cookie.starts_with("__Host-"), "{path}: {cookie}");
            for part in ["Secure", "HttpOnly", "SameSite", "Path=/"] {
                assert!(cookie.contains(part), "{path}: {cookie} has no {part}");
            }
            assert!(!cookie.contains("Domain"), "{path}: {cookie}");
        }
    }
}

#[tokio::test]
async fn a_page_that_panics_is_an_error_with_an_id_and_nothing_else() {
    let settings = gopy::config::Settings::default();
    let site = gopy::web::Site::new(&settings).unwrap();
    let broken = poem::endpoint::make(|_| async {
        assert!(std::hint::black_box(false), "the secret of the handler");
        Ok::<_, poem::Error>(Response::default())
    });
    let broken = broken.around(gopy::web::errors::to_pages).data(site);
    let broken = broken.with(poem::middleware::CookieJarManager::new());
    for _ in 0..2 {
        let answer = broken.get_response(Request::default()).await;
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let page = answer.into_body().into_string().await.unwrap();
        let id = page.split("mã sự cố ").nth(1).unwrap();
        assert!(id.chars().take(8).all(|c| c.is_ascii_hexdigit()), "{id:.20}");
        assert!(!page.contains("secret") && !page.contains("panick"), "{page}");
    }
}
