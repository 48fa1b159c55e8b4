//! Lines of the log: what may stand in them, and that nobody can make them say more (security S-61).

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use gopy::telemetry::subscriber;
use tracing_subscriber::EnvFilter;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn logged(wanted: &str, say: impl FnOnce()) -> String {
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber = subscriber(EnvFilter::new(wanted), false, move || writer.clone());
    tracing::subscriber::with_default(subscriber, say);
    let bytes = kept.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn other_libraries_are_cut_whatever_is_asked_for() {
    let log = logged("trace", || {
        for target in ["sqlx::postgres", "hyper::proto", "lettre::transport", "rustls", "poem"] {
            match target {
                "sqlx::postgres" => {
                    tracing::trace!(target: "sqlx::postgres", value = "Trần Thị Hoa");
                }
                "hyper::proto" => tracing::debug!(target: "hyper::proto", header = "Trần Thị Hoa"),
                "lettre::transport" => tracing::trace!(target: "lettre::transport", "Trần Thị Hoa"),
                "rustls" => tracing::info!(target: "rustls", "Trần Thị Hoa"),
                _ => tracing::debug!(target: "poem", "Trần Thị Hoa"),
            }
        }
        tracing::debug!(target: "sqlx::query", "Trần Thị Hoa");
        tracing::info!(target: "sqlx::query", summary = "SELECT 1", "told");
        tracing::trace!(target: "gopy::app", "told");
        tracing::warn!(target: "hyper", "told");
        tracing::info!(target: "gopycat", "Trần Thị Hoa");
    });
    assert!(!log.contains("Hoa"), "{log}");
    assert_eq!(log.matches("told").count(), 3, "{log}");
}

#[test]
fn a_line_stays_one_line_whatever_stands_in_it() {
    let forged = "x\n{\"level\":\"ERROR\"}\r\n\u{1b}[2J\0";
    let log = logged("info", || {
        tracing::error!(target: "gopy::app", error = forged, "said {forged}");
    });
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.trim_end().chars().all(|c| !c.is_control()), "{log:?}");
    let line: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(line["error"], forged);
}

/// The fields that a line of ours may have. None of them holds what a person wrote or where they came from.
const FIELDS: [&str; 14] = [
    "case.id",
    "cause",
    "code",
    "demo.letter",
    "error",
    "error.id",
    "fate",
    "flaw",
    "job",
    "mail.id",
    "red",
    "report",
    "step",
    "why",
];

#[test]
fn no_line_has_a_field_that_is_not_allowed() {
    let mut found = BTreeSet::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let allowed: BTreeSet<String> = FIELDS.map(str::to_owned).into();
    let more: Vec<_> = found.difference(&allowed).collect();
    assert!(10 < found.len(), "{found:?}");
    assert!(more.is_empty(), "lines of the log have fields {more:?}: see docs/PERSONAL-DATA.md");
}

fn look(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            for level in ["error", "warn", "info", "debug", "trace"] {
                let start = format!("tracing::{level}!(");
                for (at, _) in code.match_indices(&start) {
                    found.extend(fields(&code[at + start.len()..]));
                }
            }
        }
    }
}

/// The names before the message of one line.
fn fields(rest: &str) -> Vec<String> {
    let (mut names, mut depth, mut part, mut quoted) = (Vec::new(), 0, String::new(), false);
    for c in rest.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' if depth == 0 => break,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    names.push(part);
    let name = |part: String| {
        let name = part.split('=').next().unwrap_or_default().trim();
        let name = name.trim_start_matches(['%', '?']).to_owned();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
        (!name.is_empty() && name.chars().all(plain)).then_some(name)
    };
    names.into_iter().filter_map(name).collect()
}
