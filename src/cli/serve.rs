//! `gopy serve`: the whole portal in one process.

use std::io::Write;
use std::sync::Arc;

use clap::Args;

use super::open;
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::{server, telemetry};

#[derive(Debug, Clone, Copy, Args)]
pub struct ServeArgs {
    /// Nạp trước một đảng bộ trình diễn (không bao giờ vào dữ liệu thật) và in các tài khoản.
    #[arg(long)]
    demo: bool,
}

/// Serves until told to stop; prints one line with the address when ready.
///
/// # Errors
/// What cannot be opened or bound, in one sentence.
pub async fn run(args: ServeArgs, settings: Settings, out: &mut impl Write) -> anyhow::Result<()> {
    telemetry::logs();
    let app = open(settings, Arc::new(SystemClock)).await?;
    if args.demo {
        super::demo::load(&app, out).await?;
    }
    let mut failed = Ok(());
    app.read_register().await?;
    let serving = server::serve(app, |address| {
        failed = writeln!(out, "Góp Ý: http://{address}").and_then(|()| out.flush());
    });
    serving.await?;
    Ok(failed?)
}
