//! The house rules that neither the compiler nor clippy can know.
//!
//! Which room may look into which (`docs/ARCHITECTURE.md` says why), who may name which library, where
//! a clock is read, how long a file may be, and that every setting is explained to operators.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Format as _, Toml};
use gopy::config::Settings;

/// Each room of `src` with the rooms it may import. The domain is a package of its own, so Cargo guards it.
const ROOMS: &[(&str, &[&str])] = &[
    // Where a request comes from, and how often it may: the doors ask before they work.
    ("caller", &["app", "limits"]),
    ("clock", &["domain"]),
    // How long a request may take: both doors wait with it.
    ("patience", &[]),
    ("config", &["domain"]),
    ("demo", &["domain"]),
    // Bytes in, bytes out.
    ("files", &["domain"]),
    ("i18n", &["domain"]),
    ("keys", &["domain"]),
    ("rules", &["domain"]),
    ("telemetry", &[]),
    ("limits", &["config", "keys"]),
    ("mail", &["config", "domain", "i18n"]),
    // Sees sealed bytes alone, under random names.
    ("objects", &["config", "keys"]),
    // Draws what it is given: no words of its own, no clock.
    ("paper", &["domain"]),
    ("render", &["domain", "i18n"]),
    // Asks the identity provider who somebody is: no rows, no keys.
    ("provider", &["config"]),
    ("scan", &["config"]),
    ("store", &["config", "domain", "keys"]),
    (
        "app",
        &[
            "clock", "config", "demo", "domain", "files", "keys", "limits", "mail", "objects",
            "provider", "rules", "scan", "store",
        ],
    ),
    ("jobs", &["app", "config"]),
    (
        "web",
        &["app", "caller", "config", "domain", "i18n", "limits", "paper", "patience", "render"],
    ),
    ("api", &["app", "caller", "config", "domain", "i18n", "limits", "patience"]),
    ("server", &["api", "app", "config", "i18n", "jobs", "limits", "telemetry", "web"]),
    // The place where everything is put together: it opens what the others only use.
    (
        "cli",
        &[
            "api",
            "app",
            "clock",
            "config",
            "domain",
            "i18n",
            "jobs",
            "keys",
            "rules",
            "server",
            "store",
            "telemetry",
            "web",
        ],
    ),
];

/// Libraries that belong to some rooms only.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("age", &["app"]),
    ("argon2", &["keys"]),
    ("calamine", &["app"]),
    ("chacha20poly1305", &["keys"]),
    ("clamav_client", &["scan"]),
    ("clap", &["cli", "main"]),
    ("csv", &["app", "rules"]),
    ("curve25519_dalek", &["keys"]),
    ("ed25519_dalek", &["keys"]),
    ("encoding_rs", &["app"]),
    ("fast_qr", &["paper", "render"]),
    ("figment", &["config"]),
    ("fluent_bundle", &["api", "i18n", "render", "web"]),
    ("flate2", &["app", "files"]),
    ("icalendar", &["web"]),
    ("image", &["files"]),
    ("img_parts", &["files"]),
    ("infer", &["files"]),
    ("krilla", &["paper"]),
    ("lettre", &["mail"]),
    ("lofty", &["files"]),
    ("lopdf", &["files"]),
    ("minijinja", &["mail", "render"]),
    ("notosans", &["files", "paper"]),
    ("object_store", &["objects"]),
    ("openidconnect", &["provider"]),
    ("poem", &["api", "caller", "patience", "server", "web"]),
    ("poem_openapi", &["api"]),
    ("reqwest", &["provider"]),
    ("rust_xlsxwriter", &["app"]),
    ("rustix", &["main"]),
    ("sea_orm", &["store"]),
    ("skrifa", &["files", "paper"]),
    ("totp_rs", &["keys"]),
    ("zip", &["files"]),
];

/// Calls that belong to one place only, as they are written in the code.
const CALLS: &[(&str, &[&str])] = &[
    ("Utc::now", &["clock"]),
    ("Local::now", &[]),
    ("SystemTime::now", &[]),
    ("tokio::spawn", &["jobs"]),
    ("Uuid::new_v4", &["app"]),
    ("Uuid::now_v7", &["app"]),
    ("std::env::var", &["config"]),
];

/// Where a rule is broken on purpose: the file, what it names, and the reason. This list may only get shorter.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "api/docs.rs",
    "minijinja",
    "the page of the API's documentation is drawn from the document itself, not from a page's values",
)];

const LONGEST: usize = 500;

/// Files that are too long today. This list may only get shorter.
const LONG_FILES: &[(&str, &str)] =
    &[("src/domain/deadline/tests.rs", "worked examples as one table")];

/// One source file of the program.
struct Source {
    /// From `src`.
    name: String,
    room: String,
    /// Without comments.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Everything in `src` but the domain.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let sources = files.iter().map(|path| {
        let name = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        let room = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(path).unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        Source { name, room, code: lines.collect::<Vec<_>>().join("\n") }
    });
    sources.filter(|source| source.room != "domain" && source.room != "lib").collect()
}

fn word_start(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':' || c == '.')
}

fn ident(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The rooms that the code names after `crate::`, alone or in a group.
fn rooms_named(code: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        match rest.strip_prefix('{') {
            None => drop(named.insert(ident(rest).to_owned())),
            Some(group) => named.extend(heads(group)),
        }
    }
    named
}

/// First parts of the paths in a group, `a::{b, c}, d}` → `a`, `d`.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut begins) = (0_usize, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && depth == 0 && !c.is_whitespace() => {
                heads.push(ident(&group[at..]).to_owned());
                begins = false;
            }
            _ => {}
        }
    }
    heads
}

fn names_path(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let after = &code[at + path.len()..];
        word_start(code, at) && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

fn is_excepted(file: &str, what: &str) -> bool {
    EXCEPTIONS.iter().any(|(where_, named, _)| *where_ == file && *named == what)
}

#[test]
fn each_room_imports_only_the_rooms_it_may() {
    let modules: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).chain(["domain"]).collect();
    let mut broken = Vec::new();
    for source in sources() {
        if source.room == "main" {
            continue;
        }
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            panic!("the room \"{}\" has no line in ROOMS: say what it may import", source.room);
        };
        for named in rooms_named(&source.code) {
            let foreign = named != source.room && modules.contains(named.as_str());
            if foreign && !may.contains(&named.as_str()) && !is_excepted(&source.name, &named) {
                broken.push(format!("{} imports {named}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn each_library_is_named_only_where_it_belongs() {
    let mut broken = Vec::new();
    for source in sources() {
        for (library, rooms) in LIBRARIES {
            let named = names_path(&source.code, &format!("{library}::"))
                || names_path(&source.code, &format!("use {library}"));
            let may = rooms.contains(&source.room.as_str());
            if named && !may && !is_excepted(&source.name, library) {
                broken.push(format!("{} names {library}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn clocks_ids_tasks_and_the_environment_have_one_place_each() {
    let mut broken = Vec::new();
    for source in sources() {
        for (call, rooms) in CALLS {
            // The call may stand behind a longer path, as in `uuid::Uuid::new_v4`.
            let named = source.code.contains(call);
            let may = rooms.contains(&source.room.as_str());
            if named && !may && !is_excepted(&source.name, call) {
                broken.push(format!("{} calls {call}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_exception_is_still_needed() {
    let sources = sources();
    for (file, what, _) in EXCEPTIONS {
        let source = sources.iter().find(|source| source.name == *file);
        let used = source.is_some_and(|source| source.code.contains(what));
        assert!(used, "{file} no longer names {what}: delete the exception");
    }
}

/// Who may load a case whatever the gate says, and on whose behalf. Staff come by number, and a number
/// leads nowhere but through the scope of an account (`case_for`).
const UNSCOPED: &[(&str, &str)] = &[
    ("app/appeals.rs", "the new case of a review, just stored, screened by the jobs"),
    ("app/cases.rs", "steps of the resident and of the jobs"),
    ("app/conflict.rs", "the gate itself, worked out anew"),
    ("app/demo/letters.rs", "the demonstration plays everybody's part"),
    ("app/demo/stage.rs", "the demonstration plays everybody's part"),
    ("app/duties.rs", "the jobs"),
    ("app/grants.rs", "who holds the key of a case that is linked to the one in hand"),
    ("app/letters.rs", "a letter sent again under its key, answered to its sender"),
    ("app/recount.rs", "the jobs"),
    ("app/reminders.rs", "the jobs"),
    (
        "app/reorganisation/sign.rs",
        "what is hidden from whoever signs moves by the same rule, unseen",
    ),
    ("app/replies.rs", "the holder of the receipt"),
    ("app/retention.rs", "what two persons agreed to destroy"),
    ("app/vault/openings.rs", "custodians see no case: the request was asked for through the gate"),
    ("app/tracking.rs", "the holder of the receipt"),
];

#[test]
fn nobody_finds_a_case_but_through_their_scope() {
    let mut used = BTreeSet::new();
    for source in sources().into_iter().filter(|source| source.room != "store") {
        // The demonstration knows the numbers of the letters it has just sent itself.
        let demo = source.name.starts_with("app/demo/");
        let by_number = !demo && source.code.contains("Key::Number");
        assert!(!by_number, "{} finds a case by its number: use case_for", source.name);
        if source.code.contains(".case(Key::") {
            used.insert(source.name);
        }
    }
    let allowed: BTreeSet<String> = UNSCOPED.iter().map(|(file, _)| (*file).to_owned()).collect();
    assert_eq!(used, allowed, "who loads a case whatever the gate says stands in UNSCOPED");
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let mut files = Vec::new();
    for folder in ["src", "migrations", "tests/it"] {
        rust_files(&root().join(folder), &mut files);
    }
    let mut broken = Vec::new();
    for path in files {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        let excepted = LONG_FILES.iter().any(|(file, _)| *file == name);
        match (LONGEST < lines, excepted) {
            (true, false) => broken.push(format!("{name} has {lines} lines, {LONGEST} at most")),
            (false, true) => broken.push(format!("{name} is short enough: delete the exception")),
            _ => {}
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Every key as `section.key`.
fn setting_keys() -> Vec<String> {
    let settings = serde_json::to_value(Settings::default()).unwrap();
    let mut keys = Vec::new();
    for (section, values) in settings.as_object().unwrap() {
        for key in values.as_object().unwrap().keys() {
            keys.push(format!("{section}.{key}"));
        }
    }
    keys
}

fn variable(key: &str) -> String {
    format!("GOPY_{}", key.replace('.', "__").to_uppercase())
}

#[test]
fn every_setting_is_explained_to_operators() {
    let text = fs::read_to_string(root().join("docs/OPERATIONS.md")).unwrap();
    let missing: Vec<String> = setting_keys()
        .into_iter()
        .filter(|key| {
            let row = format!("| `{key}` | `{}` |", variable(key));
            !text.lines().any(|line| line.starts_with(&row))
        })
        .collect();
    assert!(missing.is_empty(), "docs/OPERATIONS.md has no row for {missing:#?}");
}

#[test]
fn every_job_is_explained_to_operators() {
    let text = fs::read_to_string(root().join("docs/OPERATIONS.md")).unwrap();
    for job in &gopy::jobs::JOBS {
        let row = format!("| `{}` |", job.name);
        assert!(text.lines().any(|line| line.starts_with(&row)), "docs/OPERATIONS.md: {row}");
    }
}

#[test]
fn operators_are_told_of_no_setting_that_does_not_exist() {
    let known: BTreeSet<String> = setting_keys().iter().map(|key| variable(key)).collect();
    for file in ["README.md", "docs/OPERATIONS.md", "docs/gopy.example.toml", "Dockerfile"] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        for (at, _) in text.match_indices("GOPY_") {
            let name = ident(&text[at..]);
            // Without a section it is no setting: GOPY_CONFIG, GOPY_LOG.
            let is_setting = name.contains("__") && name != "GOPY_SECTION__KEY";
            let plain = name.strip_suffix("_FILE").unwrap_or(name);
            let is_known = known.contains(name) || known.contains(plain);
            assert!(!is_setting || is_known, "{file} speaks of {name}, which is no setting");
        }
    }
}

#[test]
fn the_example_settings_are_the_defaults() {
    let path = root().join("docs/gopy.example.toml");
    let example: serde_json::Value = Figment::from(Toml::file_exact(path)).extract().unwrap();
    let settings = serde_json::to_value(Settings::default()).unwrap();
    for (section, values) in settings.as_object().unwrap() {
        for (key, value) in values.as_object().unwrap() {
            // What is not set by default cannot be written in a file either: it stands there as a comment.
            assert_eq!(&example[section][key], value, "{section}.{key}");
        }
    }
}
