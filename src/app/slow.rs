//! A place for each slow hash, and an honest refusal when there is none: what waits is bounded, what is
//! flooded does not take the places of the rest, and who tried many wrong receipts stands in a line apart.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{App, AppError};

/// What a hash is for. Each has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Letter,
    LookUp,
    /// Looking up from where many receipts were wrong, or too many were tried: slow, never shut out.
    Doubtful,
    Password,
}

/// How long anybody stands in a line before they are asked to come again.
const PATIENCE: Duration = Duration::from_secs(15);

/// When they should come again.
const AGAIN: Duration = Duration::from_secs(30);

/// Places that no line may take from the others.
const KEPT: usize = 1;

/// Hashes at a time, 19 MiB each: as many as there are cores, and the places that are kept. More would only push each
/// other out of the caches, where a hash spends its time.
fn at_once() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(64) + KEPT
}

/// The lines in front of the places.
pub(crate) struct Slow {
    places: Arc<Semaphore>,
    all: u32,
    /// In the order of [`Line`].
    lines: [Queue; 4],
}

struct Queue {
    /// Those who wait or hash.
    inside: Arc<Semaphore>,
    /// Those who may hold one of the places.
    turn: Arc<Semaphore>,
}

impl Queue {
    fn new(inside: usize, turn: usize) -> Self {
        Self { inside: Arc::new(Semaphore::new(inside)), turn: Arc::new(Semaphore::new(turn)) }
    }
}

/// One place, given back when dropped. It goes along with the hash: who hangs up does not end that.
pub(crate) struct Place {
    _held: [OwnedSemaphorePermit; 3],
}

impl Slow {
    pub fn new() -> Self {
        let places = at_once();
        let most = places - KEPT;
        let lines = [
            Queue::new(200, most),
            Queue::new(200, most),
            // One hash after the other, however many places there are.
            Queue::new(16, 1),
            Queue::new(100, most),
        ];
        let all = u32::try_from(places).unwrap_or(u32::MAX);
        Self { places: Arc::new(Semaphore::new(places)), all, lines }
    }

    async fn place(&self, line: Line) -> Result<Place, AppError> {
        let queue = &self.lines[line as usize];
        let inside = Arc::clone(&queue.inside).try_acquire_owned();
        let inside = inside.map_err(|_| AppError::Busy(AGAIN))?;
        let waiting = async {
            let turn = Arc::clone(&queue.turn).acquire_owned().await?;
            let place = Arc::clone(&self.places).acquire_owned().await?;
            Ok::<_, tokio::sync::AcquireError>(Place { _held: [inside, turn, place] })
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(place) => Ok(place.map_err(anyhow::Error::from)?),
            Err(_) => Err(AppError::Busy(AGAIN)),
        }
    }
}

/// Runs a slow hash off the async threads, at the end of its line.
///
/// # Errors
/// [`AppError::Busy`] when the line is full or stands still; what the hash itself fails with.
pub(crate) async fn hashed<T: Send + 'static>(
    app: &App,
    line: Line,
    hash: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T, AppError> {
    let place = app.inner.slow.place(line).await?;
    let done = tokio::task::spawn_blocking(move || {
        let _place = place;
        hash()
    });
    Ok(done.await.map_err(anyhow::Error::from)??)
}

/// Runs something so slow and large that nothing else slow runs beside it, off the async threads.
///
/// # Errors
/// What the work itself fails with.
pub(crate) async fn alone<T: Send + 'static>(
    app: &App,
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Result<T, AppError> {
    let slow = &app.inner.slow;
    let places = Arc::clone(&slow.places).acquire_many_owned(slow.all).await;
    let places = places.map_err(anyhow::Error::from)?;
    let done = tokio::task::spawn_blocking(move || {
        let _places = places;
        work()
    });
    Ok(done.await.map_err(anyhow::Error::from)??)
}
