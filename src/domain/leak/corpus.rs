//! What people would mark in sentences that leave the house, held against what the check finds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::risks;

const CORPUS: &str = include_str!("testdata/corpus.tsv");

/// Reason and fragment of each find.
type Finds = BTreeSet<(String, String)>;

fn expected(cell: &str) -> Finds {
    let finds = cell.split(" | ").filter_map(|find| find.split_once('='));
    finds.map(|(reason, fragment)| (reason.to_owned(), fragment.to_owned())).collect()
}

#[test]
fn the_corpus_is_found_as_people_mark_it() {
    let (mut letters, mut cases) = (BTreeMap::new(), 0);
    let (mut right, mut missed, mut extra) = (0, 0, 0);
    let mut told = String::new();
    for line in CORPUS.lines() {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["letter", key, subject, text] => drop(letters.insert(key, (subject, text))),
            ["case", key, text, cell] => {
                let (subject, letter) = letters[key];
                let found = risks(text, letter, &[subject.to_owned()]);
                let found: Finds = found
                    .into_iter()
                    .map(|risk| (risk.reason.name().to_owned(), risk.fragment))
                    .collect();
                let wanted = expected(cell);
                cases += 1;
                right += found.intersection(&wanted).count();
                missed += wanted.difference(&found).count();
                extra += found.difference(&wanted).count();
                for (mark, finds) in [("missed", &wanted - &found), ("extra", &found - &wanted)] {
                    for (reason, fragment) in finds {
                        writeln!(told, "{mark:<6} {reason} “{fragment}” in: {text}").unwrap();
                    }
                }
            }
            _ => assert!(line.starts_with('#'), "{line}"),
        }
    }
    assert!(200 <= cases, "{cases} cases");
    let figures = format!("{cases} sentences: {right} found, {missed} missed, {extra} too many");
    insta::assert_snapshot!(format!("{figures}\n\n{told}"));
}
