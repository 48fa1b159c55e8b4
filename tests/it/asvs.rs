//! `docs/ASVS.md` answers every requirement once, and names nothing that does not exist.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Requirements of OWASP ASVS 5.0.0 on levels 1 and 2.
const REQUIREMENTS: [(&str, usize); 2] = [("1", 70), ("2", 183)];

const STATES: [&str; 4] = ["met", "partly", "not met", "n/a"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_requirement_is_answered_once_with_what_exists() {
    let text = std::fs::read_to_string(root().join("docs/ASVS.md")).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| requirement"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    let (sums, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.len() == 3);
    let mut seen = BTreeSet::new();
    let mut counted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in &rows {
        let [id, level, _, state, shown] = row[..] else { panic!("five cells: {row:?}") };
        assert!(STATES.contains(&state), "{id}: {state}");
        assert!(seen.insert(id), "{id} stands twice");
        *counted.entry((level, state)).or_default() += 1;
        let named: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        if matches!(state, "met" | "partly") && named.is_empty() {
            wrong.push(format!("{id} names nothing"));
        }
        wrong.extend(named.into_iter().filter_map(missing).map(|why| format!("{id}: {why}")));
        if shown.is_empty() {
            wrong.push(format!("{id} says nothing"));
        }
    }
    for (level, there) in REQUIREMENTS {
        let here: usize = STATES.iter().filter_map(|state| counted.get(&(level, *state))).sum();
        assert_eq!(here, there, "level {level}");
    }
    for row in sums.iter().filter(|row| STATES.contains(&row[0])) {
        for (level, told) in [("1", row[1]), ("2", row[2])] {
            let here = counted.get(&(level, row[0])).copied().unwrap_or_default();
            assert_eq!(told, here.to_string(), "sum of {} on level {level}", row[0]);
        }
    }
    assert!(wrong.is_empty(), "docs/ASVS.md: {wrong:#?}");
}

/// What is wrong with a name of a file, or of a test in it.
fn missing(name: &str) -> Option<String> {
    let (file, test) = name.split_once("::").unwrap_or((name, ""));
    let Ok(code) = std::fs::read_to_string(root().join(file)) else {
        return Some(format!("there is no file {file}"));
    };
    let there = test.is_empty() || code.contains(&format!("fn {test}("));
    (!there).then(|| format!("{file} has no test {test}"))
}
