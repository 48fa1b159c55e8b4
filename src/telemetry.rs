//! Logs and figures: never a name, an address, a word of a letter, a query string or a header.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Logs to standard error: one line of JSON each, or plain text on a terminal.
pub fn logs() {
    let filter = EnvFilter::try_from_env("GOPY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,gopy=info,sqlx=error,sea_orm_migration=warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let done = if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        log.try_init()
    } else {
        log.json().flatten_event(true).try_init()
    };
    // A second call in one process (tests) keeps the first.
    drop(done);
}

/// Installs the figures of this process.
///
/// # Errors
/// When figures are already installed.
pub fn figures() -> anyhow::Result<PrometheusHandle> {
    Ok(PrometheusBuilder::new().install_recorder()?)
}
