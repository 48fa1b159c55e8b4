//! The name inside a description.

use super::{Honorific, NameMention};
use crate::text::{
    classify::{Class, word_class},
    fold::Folded,
    syllable::{Word, WordKind, is_plain_syllable},
    token::{Token, tokens},
};

/// Names of children by their order of birth in the South; Cả and Út are the first and the last.
const BIRTH_ORDER: &[&str] =
    &["hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út", "cả"];

/// Family names, to tell a person from a place among capitalised words.
const FAMILIES: &str = "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan trinh dinh \
     lam mai ta cao luu luong chau phung to ha kieu thach quach khuat nghiem trieu vuong la thai tong han \
     chu hua dam kim nong be lo ma vi y";

/// The name made of these tokens; `marked` tells whether the whole description bears marks.
pub(super) fn of_tokens(
    taken: &[Token],
    honorific: Option<Honorific>,
    marked: bool,
) -> Option<NameMention> {
    if taken.is_empty() {
        return None;
    }
    let words: Vec<Token> = taken.iter().flat_map(initials_apart).collect();
    let text = taken.iter().map(|token| token.raw.as_str()).collect::<Vec<_>>().join(" ");
    let birth_order =
        honorific.is_some_and(|title| title != Honorific::DongChi) && is_birth_order(taken, marked);
    Some(NameMention { text, folded: Folded::of_tokens(&words), birth_order })
}

/// The first words as the name and the last two as a place; three words or more are needed.
pub(super) fn split_place(name: &NameMention) -> Option<(NameMention, String)> {
    let words: Vec<&str> = name.text.split(' ').collect();
    let person =
        words.get(..words.len().checked_sub(2)?).filter(|rest| !rest.is_empty())?.join(" ");
    let place = words[words.len() - 2..].join(" ");
    let folded = Folded::new(&person);
    Some((NameMention { text: person, folded, birth_order: false }, place))
}

/// A form's name field, when nothing else was understood.
pub(super) fn whole(text: &str) -> Option<NameMention> {
    of_tokens(&tokens(text), None, true)
}

/// In a text without marks "hai" may as well be Hải; it counts as a birth-order name only where marks are written,
/// or where it stands alone with its honorific.
fn is_birth_order(taken: &[Token], marked: bool) -> bool {
    let [only] = taken else { return false };
    BIRTH_ORDER.iter().any(|form| {
        let form = Word::new(form);
        word_class(&only.word, &form, true) == Class::E
            && (marked || only.capital || form.is_marked())
    })
}

/// "NVH" is three initials.
fn initials_apart(token: &Token) -> Vec<Token> {
    let letters = token.raw.chars().count();
    let cut = (2..=5).contains(&letters)
        && token.raw.chars().all(|c| c.is_alphabetic() && c.is_uppercase())
        && !is_plain_syllable(token.word.ascii())
        && !(letters == 2
            && ["ng", "nh", "th", "tr", "ph", "kh", "ch"].contains(&token.word.ascii()));
    if !cut {
        return vec![token.clone()];
    }
    token
        .raw
        .chars()
        .map(|c| Token { word: Word::dotted(&c.to_string()), ..token.clone() })
        .collect()
}

/// Could this word begin a person's full name?
pub(crate) fn is_family(word: &Word) -> bool {
    word.kind() == WordKind::Plain && FAMILIES.split(' ').any(|family| family == word.ascii())
}
