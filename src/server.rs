//! The process that serves: pages, API, health and jobs on one address.

pub mod listen;

use std::convert::Infallible;
use std::net::SocketAddr;

use anyhow::Context as _;
use metrics_exporter_prometheus::PrometheusHandle;
use poem::endpoint::BoxEndpoint;
use poem::http::StatusCode;
use poem::web::{Data, Json};
use poem::{
    Endpoint as _, EndpointExt as _, IntoResponse as _, Request, Response, Route, get, handler,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::app::operations::{self, Health};
use crate::i18n::Locales;
use crate::web::routing::{Known, Table, allowing, page};
use crate::{api, jobs, web};

/// Everything that answers, in one endpoint.
///
/// # Errors
/// A template or locale file that cannot be read.
pub fn routes(
    app: &App,
    figures: Option<PrometheusHandle>,
) -> anyhow::Result<BoxEndpoint<'static, Response>> {
    let locales = std::sync::Arc::new(Locales::embedded()?);
    let pages = web::routes(app.clone(), app.csrf_key())?;
    let health = health()
        .into_route()
        .data(app.clone())
        .data(figures)
        .around(allowing)
        .around(web::headers::secure);
    let api = api::routes(app.clone(), locales);
    let here = app.settings().server.metrics_listen.is_empty();
    let all = move |req: Request| {
        let path = req.uri().path();
        if path == "/api" || path.starts_with("/api/") {
            Door::Api(req)
        } else if matches!(path, "/healthz" | "/readyz") || here && path == "/metrics" {
            Door::Health(req)
        } else {
            Door::Pages(req)
        }
    };
    let doors = std::sync::Arc::new((pages, api, health));
    Ok(poem::endpoint::make(move |req| {
        let (door, doors) = (all(without_nul(req)), std::sync::Arc::clone(&doors));
        async move {
            let response = match door {
                Door::Pages(req) => doors.0.get_response(req).await,
                Door::Api(req) => doors.1.get_response(req).await,
                Door::Health(req) => doors.2.get_response(req).await,
            };
            Ok::<Response, poem::Error>(response)
        }
    })
    .boxed())
}

/// The request with no NUL in its address: PostgreSQL refuses texts that hold one (`security.md`, S-36).
fn without_nul(mut req: Request) -> Request {
    let mut address = req.uri().to_string();
    // What stood around one may make another.
    while address.contains("%00") {
        address = address.replace("%00", "");
    }
    if let Ok(clean) = address.parse() {
        *req.uri_mut() = clean;
    }
    req
}

fn health() -> Table {
    Table::new()
        .at("/healthz", page(alive))
        .at("/readyz", page(ready))
        .at("/metrics", page(open_metrics))
}

/// Every address that this program answers, but for the operations of the API, which stand in its document.
pub fn known() -> Vec<Known> {
    let papers = api::known().map(|path| Known { path: path.into(), methods: "GET, HEAD".into() });
    web::known().into_iter().chain(health().known()).chain(papers).collect()
}

enum Door {
    Pages(Request),
    Api(Request),
    Health(Request),
}

#[handler]
fn alive() -> &'static str {
    "ok\n"
}

/// Ready when the database answers and its schema is this program's; also whether the jobs run.
#[handler]
async fn ready(Data(app): Data<&App>) -> Response {
    match operations::health(app).await {
        Ok(health) if health.database && health.migrated => {
            // Open to everybody: nothing here may move because of a case (docs/decisions/0008).
            readiness(&health, operations::open_red(app).await.ok())
        }
        _ => not_ready(),
    }
}

/// The same with everything that is red, for whoever holds the machine.
#[handler]
async fn ready_in_full(Data(app): Data<&App>) -> Response {
    match operations::health(app).await {
        Ok(health) if health.database && health.migrated => {
            readiness(&health, operations::silence_check(app).await.ok())
        }
        _ => not_ready(),
    }
}

fn readiness(health: &Health, red: Option<Vec<String>>) -> Response {
    let Some(red) = red else { return not_ready() };
    let jobs = if health.quiet.is_empty() { "run" } else { "quiet" };
    Json(serde_json::json!({ "ready": true, "jobs": jobs, "red": red })).into_response()
}

fn not_ready() -> Response {
    Json(serde_json::json!({ "ready": false }))
        .with_status(StatusCode::SERVICE_UNAVAILABLE)
        .into_response()
}

/// What the main address tells: the figures of the process, and none of the database. Those stand where
/// `server.metrics_listen` says.
#[handler]
async fn open_metrics(
    Data(app): Data<&App>,
    Data(figures): Data<&Option<PrometheusHandle>>,
) -> poem::Result<Response> {
    let mut text = figures.as_ref().map(PrometheusHandle::render).unwrap_or_default();
    text.push_str(&operations::open_figures(app).await?);
    Ok(Response::builder().content_type("text/plain; version=0.0.4").body(text))
}

#[handler]
async fn metrics(
    Data(app): Data<&App>,
    Data(figures): Data<&Option<PrometheusHandle>>,
) -> poem::Result<Response> {
    let mut text = figures.as_ref().map(PrometheusHandle::render).unwrap_or_default();
    text.push_str(&operations::figures(app).await?);
    Ok(Response::builder().content_type("text/plain; version=0.0.4").body(text))
}

/// Serves until told to stop: the first signal stops taking work, open requests finish, jobs end.
///
/// `announce` is called once with the bound address.
///
/// # Errors
/// When the address cannot be bound.
pub async fn serve(app: App, announce: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    let listen = app.settings().server.listen.clone();
    let handle = crate::telemetry::figures()?;
    let endpoint = routes(&app, Some(handle.clone()))?;
    let listener =
        TcpListener::bind(&listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr().context("the listener has no address")?;
    let stop = CancellationToken::new();
    let tracker = jobs::start(&app, &stop);
    let figures = serve_figures(&app, handle, &stop).await?;
    announce(address);
    let signalled = stop.clone();
    tracker.spawn(async move {
        signal().await;
        signalled.cancel();
    });
    let settings = app.settings();
    let (patience, proxies) = (listen::Patience::of(&settings.limits), settings.server.proxies());
    let pages = listen::run(listener, endpoint, patience, &proxies, stop);
    tokio::join!(pages, figures);
    tracker.wait().await;
    Ok(())
}

/// `/metrics` and `/readyz` in full on an address of their own, where the settings name one.
async fn serve_figures(
    app: &App,
    handle: PrometheusHandle,
    stop: &CancellationToken,
) -> anyhow::Result<impl Future<Output = ()> + use<>> {
    let address = app.settings().server.metrics_listen.clone();
    let listener = if address.is_empty() {
        None
    } else {
        let bound = TcpListener::bind(&address).await;
        Some(bound.with_context(|| format!("cannot listen on {address}"))?)
    };
    let endpoint = Route::new()
        .at("/metrics", get(metrics))
        .at("/readyz", get(ready_in_full))
        .data(app.clone())
        .data(Some(handle))
        .map_to_response()
        .boxed();
    let stop = stop.clone();
    Ok(async move {
        if let Some(listener) = listener {
            listen::run(listener, endpoint, listen::Patience::default(), &[], stop).await;
        }
    })
}

async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(error) => {
                tracing::error!(%error, "cannot hear the signal to stop");
                let _: Result<(), Infallible> = std::future::pending().await;
                return;
            }
        };
    tokio::select! {
        _ = interrupt => (),
        _ = terminate.recv() => (),
    }
}
