//! `gopy hashes`: how many slow hashes this machine can do, which bounds how many letters it can take in.

use std::io::Write;
use std::time::{Duration, Instant};

use clap::Args;

use crate::domain::receipt::Receipt;
use crate::keys::{self, Keys};

#[derive(Debug, Clone, Args)]
pub struct HashesArgs {
    /// Đo trong bao nhiêu giây.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

/// Hashes on all cores and nothing else, and prints how many a second.
///
/// # Errors
/// When a hash fails.
pub async fn run(args: &HashesArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let length = Duration::from_secs(args.seconds);
    let begun = Instant::now();
    let workers: Vec<_> = (0..cores)
        .map(|_| tokio::task::spawn_blocking(move || hash_until(begun + length)))
        .collect();
    let mut hashes = 0_u32;
    for worker in workers {
        hashes += worker.await??;
    }
    let rate = f64::from(hashes) / begun.elapsed().as_secs_f64();
    writeln!(out, "{rate:.1} hashes/s")?;
    Ok(())
}

fn hash_until(end: Instant) -> anyhow::Result<u32> {
    let (keys, mut hashes) = (Keys::new(&keys::random()), 0);
    while Instant::now() < end {
        let _index = keys.receipt(&Receipt::new(keys::random()))?;
        hashes += 1;
    }
    Ok(hashes)
}
