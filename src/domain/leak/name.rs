//! Names of people inside a text.

use std::ops::Range;

use super::Text;
use crate::text::mention::{Honorific, is_family};
use crate::text::{Folded, Word};

/// Words before a capitalised name that make it a place: “đường Lê Đức Thọ”.
const PLACES: &str = "đường phố ngõ ngách phường xã quận huyện tỉnh thôn làng trường chợ";

/// Words of address that [`Honorific`] does not know.
const YOUNGER: [&str; 2] = ["em", "cháu"];

/// Whatever names a person who is none of the subjects: by its looks, or as the letter names somebody.
pub(super) fn names(text: &Text, letter: &Text, subjects: &[String]) -> Vec<Range<usize>> {
    let subjects: Vec<Vec<Word>> = subjects.iter().map(|name| words(name)).collect();
    let told = told(letter);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.words.len() {
        let known = told.iter().map(|name| told_name(text, at, name)).max().unwrap_or(0);
        let length = any_name(text, at).max(known);
        let run: Vec<&Word> = text.words[at..at + length].iter().map(|piece| &piece.word).collect();
        if 0 < length && !subjects.iter().any(|subject| part_of(&run, subject)) {
            found.push(text.span(at..at + length));
        }
        at += length.max(1);
    }
    found
}

fn words(name: &str) -> Vec<Word> {
    Folded::new(name).words().to_vec()
}

/// Names in full that the letter mentions; the sender's own is often among them.
fn told(letter: &Text) -> Vec<Vec<Word>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < letter.words.len() {
        let length = any_name(letter, at);
        if 2 <= length {
            let name = &letter.words[at..at + length];
            found.push(name.iter().map(|piece| piece.word.clone()).collect());
        }
        at += length.max(1);
    }
    found
}

/// The end of a name is what people are called by; a subject may be called by any part of it.
fn part_of(run: &[&Word], name: &[Word]) -> bool {
    let same = |(a, b): (&Word, &&Word)| a.ascii() == b.ascii();
    name.windows(run.len()).any(|part| part.iter().zip(run).all(same))
}

/// Words of a name that begins here, by its looks: after a word of address, or three words and more
/// with a family name in front. Two alone are as often a place: “Hà Nội”.
fn any_name(text: &Text, at: usize) -> usize {
    let capitals = capitals(text, at);
    let before = at.checked_sub(1).filter(|_| !text.words[at].apart);
    let before = before.map(|before| &text.words[before].word);
    let is = |forms: &[&str]| {
        before.is_some_and(|word| {
            forms.iter().any(|form| {
                let form = Word::new(form);
                *word == form || (!text.marked && word.ascii() == form.ascii())
            })
        })
    };
    let titles: Vec<&str> = Honorific::ALL.iter().map(|title| title.as_str()).collect();
    // “đồng chí” is told by its second word.
    let addressed = is(&titles) || is(&YOUNGER) || is(&["chí"]);
    let full = 3 <= capitals
        && is_family(&text.words[at].word)
        && !is(&PLACES.split(' ').collect::<Vec<_>>())
        // “Đường” is a family name, too, but few bear it.
        && !PLACES.split(' ').any(|place| text.is(at, place));
    if addressed || full { capitals } else { 0 }
}

/// How many capitalised words follow each other from here.
fn capitals(text: &Text, at: usize) -> usize {
    const LONGEST: usize = 5;
    let run = text.words[at..].iter().take(LONGEST).enumerate();
    run.take_while(|(place, piece)| piece.capital && (*place == 0 || !piece.apart)).count()
}

/// Words of such a name that stand here: all of it, three in a row, or any end of it. A single word only
/// where it is written as a name.
fn told_name(text: &Text, at: usize, name: &[Word]) -> usize {
    let runs = (0..name.len()).flat_map(|from| (from + 1..=name.len()).map(move |to| from..to));
    runs.filter(|run| run.end == name.len() || 3 <= run.len())
        .filter(|run| stands(text, at, &name[run.clone()]))
        .map(|run| run.len())
        .max()
        .unwrap_or(0)
}

fn stands(text: &Text, at: usize, run: &[Word]) -> bool {
    let Some(here) = text.words.get(at..at + run.len()) else { return false };
    let whole = here[1..].iter().all(|piece| !piece.apart);
    let alone = run.len() == 1;
    whole
        && here.iter().zip(run).all(|(piece, word)| {
            let exact = piece.word == *word || !text.marked || !word.is_marked();
            piece.word.ascii() == word.ascii() && (!alone || (piece.capital && exact))
        })
}
