//! Logs and figures: never a name, an address, a word of a letter, a query string or a header.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, filter, fmt, registry};

/// Logs to standard error: one line of JSON each, or plain text on a terminal.
pub fn logs() {
    let wanted = EnvFilter::try_from_env("GOPY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,gopy=info,sqlx=error,sea_orm_migration=warn"));
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    // A second call in one process (tests) keeps the first.
    drop(subscriber(wanted, terminal, std::io::stderr).try_init());
}

/// What is logged as `wanted` says, and never more than may be, whatever it says.
pub fn subscriber<W>(
    wanted: EnvFilter,
    terminal: bool,
    writer: W,
) -> impl Subscriber + Send + Sync + 'static
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = fmt::layer().with_writer(writer);
    let lines = if terminal { lines.boxed() } else { lines.json().flatten_event(true).boxed() };
    registry().with(lines.with_filter(filter::filter_fn(may_be_told))).with(wanted)
}

/// What other libraries say below a warning may hold what they carry: headers, addresses, values. Only the
/// statements of the database, which have places for values and no values, are told as information.
fn may_be_told(of: &Metadata<'_>) -> bool {
    let target = of.target();
    let ours = target == "gopy" || target.starts_with("gopy::");
    let statements = target == "sqlx::query" && *of.level() <= Level::INFO;
    ours || statements || *of.level() <= Level::WARN
}

/// Installs the figures of this process.
///
/// # Errors
/// When figures are already installed.
pub fn figures() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}
