//! What the program logs and asks the database while it serves one request.
//!
//! Statements to SQLite run on a thread of their own, but within the span of who asked for them, so one
//! listener for the whole process sorts what it hears by the span it was said in.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Instrument as _, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

/// Lines of the log, and statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    pub lines: Vec<String>,
    pub statements: Vec<String>,
}

static HEARD: LazyLock<Mutex<HashMap<u64, Heard>>> = LazyLock::new(Mutex::default);

/// Runs `work` and answers with what was heard meanwhile.
pub async fn listening<T>(work: impl Future<Output = T>) -> (T, Heard) {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(|| {
        let filter = tracing_subscriber::filter::LevelFilter::INFO;
        let ear = tracing_subscriber::registry().with(Ear).with(filter);
        // Nobody else listens in the tests.
        tracing::subscriber::set_global_default(ear).unwrap();
    });
    let key = NEXT.fetch_add(1, Ordering::Relaxed);
    HEARD.lock().unwrap().insert(key, Heard::default());
    let done = work.instrument(tracing::error_span!("heard", key)).await;
    (done, HEARD.lock().unwrap().remove(&key).unwrap())
}

struct Ear;

struct Key(u64);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Ear {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if attributes.metadata().name() != "heard" {
            return;
        }
        let mut words = Said::default();
        attributes.record(&mut words);
        if let (Some(span), Some(key)) = (context.span(id), words.key) {
            span.extensions_mut().insert(Key(key));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let scope = context.event_scope(event);
        let key = scope
            .into_iter()
            .flatten()
            .find_map(|span| span.extensions().get::<Key>().map(|key| key.0));
        let Some(key) = key else { return };
        let mut said = Said::default();
        event.record(&mut said);
        let mut heard = HEARD.lock().unwrap();
        let Some(heard) = heard.get_mut(&key) else { return };
        if event.metadata().target().starts_with("sqlx") {
            heard.statements.push(said.statement);
        } else {
            heard.lines.push(format!("{} {}", event.metadata().level(), said.words));
        }
    }
}

#[derive(Default)]
struct Said {
    key: Option<u64>,
    statement: String,
    words: String,
}

impl Visit for Said {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "key" {
            self.key = Some(value);
        }
        self.record_debug(field, &value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        // A short statement stands in its summary, a long one apart.
        if matches!(field.name(), "summary" | "db.statement") {
            let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if self.statement.len() < text.len() {
                self.statement = text;
            }
        }
        self.record_debug(field, &value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.words, " {}={value:?}", field.name()).unwrap();
    }
}
