//! What may be a password (`security.md`, S-17): long, and nothing that is tried first. No rule asks for digits or signs.

use std::collections::HashSet;
use std::sync::LazyLock;

use thiserror::Error;

use crate::text;

/// Characters.
pub const SHORTEST: usize = 12;
/// A whole sentence fits; beyond it somebody only makes us work.
pub const LONGEST: usize = 256;

/// The passwords that people choose most, from the list of `zxcvbn` (MIT, see `password/LICENSE-zxcvbn.txt`), with
/// Vietnamese ones added.
static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("password/common.txt").lines().collect());

/// Letters that must be left when the words of the place are taken away.
const OWN: usize = 4;
/// The shortest word of the place that counts.
const WORD: usize = 3;

/// Why something is no good password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Weak {
    #[error("shorter than {SHORTEST} characters")]
    Short,
    #[error("longer than {LONGEST} characters")]
    Long,
    #[error("among the passwords that are tried first, or one of them with digits or over again")]
    Common,
    #[error("made of the login, the name, the unit or the name of the portal")]
    Context,
}

impl Weak {
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "password-short",
            Self::Long => "password-long",
            Self::Common => "password-common",
            Self::Context => "password-context",
        }
    }
}

/// How many passwords are refused outright.
pub fn known() -> usize {
    COMMON.len()
}

/// Whether this may be a password; `context` are words that anybody here would try: login, names, unit.
///
/// # Errors
/// What is weak about it.
pub fn check(password: &str, context: &[&str]) -> Result<(), Weak> {
    let password = text::clean(password);
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weak::Short);
    }
    if LONGEST < length {
        return Err(Weak::Long);
    }
    match guessable(&password, context) {
        Some(weak) => Err(weak),
        None => Ok(()),
    }
}

/// Whether this would be tried first, however long it is.
pub fn guessable(password: &str, context: &[&str]) -> Option<Weak> {
    let password = text::clean(password);
    let core = core(&password);
    if is_common(&password.to_lowercase(), &core) {
        return Some(Weak::Common);
    }
    is_made_of(core, context).then_some(Weak::Context)
}

/// Letters and digits alone, in small letters and without marks.
fn core(text: &str) -> String {
    text::fold_ascii(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_common(lower: &str, core: &str) -> bool {
    let stem = core.trim_matches(|c: char| c.is_ascii_digit());
    let piece = piece(core);
    [lower, core, stem, piece].iter().any(|one| COMMON.contains(one))
        || piece.chars().count() * 2 <= core.chars().count()
        || is_run(core)
}

/// The part that the text is made of over and over; the text itself when it is not.
fn piece(core: &str) -> &str {
    let ends = core.char_indices().map(|(at, _)| at).skip(1);
    let repeats = |end: &usize| {
        core.len().is_multiple_of(*end) && core[..*end].repeat(core.len() / end) == core
    };
    ends.clone().find(repeats).map_or(core, |end| &core[..end])
}

/// `abcdefghijkl`, `987654321098`.
fn is_run(core: &str) -> bool {
    let steps: HashSet<i32> = core
        .bytes()
        .zip(core.bytes().skip(1))
        .map(|(a, b)| match (a, b) {
            (b'9', b'0') => 1,
            (b'0', b'9') => -1,
            _ => i32::from(b) - i32::from(a),
        })
        .collect();
    steps.len() == 1 && steps.iter().all(|step| step.abs() <= 1)
}

fn is_made_of(mut core: String, context: &[&str]) -> bool {
    let words = context.iter().flat_map(|text| {
        let parts = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        parts.chain([(*text).to_owned()]).collect::<Vec<_>>()
    });
    let mut words: Vec<String> = words.map(|word| self::core(&word)).collect();
    words.retain(|word| WORD <= word.chars().count());
    // The long ones first: a login is taken away whole before its parts are.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        core = core.replace(&word, "");
    }
    core.chars().filter(|c| !c.is_ascii_digit()).count() < OWN
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: [&str; 4] =
        ["bithu.phudo-05", "Nguyễn Mạnh Hùng", "Chi bộ 5 phường Phú Đô", "gopy"];

    #[test]
    fn ten_thousand_passwords_are_known() {
        assert!(10_000 <= known(), "{}", known());
    }

    #[test]
    fn what_is_long_and_thought_of_by_nobody_else_is_a_password() {
        let good = [
            "Dân-biết-dân-bàn-2026",
            "một câu dài dễ nhớ",
            "correct horse battery",
            "mưa rơi trên mái ngói đỏ",
            "Qz7#mW2!vR9k",
        ];
        for password in good {
            assert_eq!(check(password, &PLACE), Ok(()), "{password}");
        }
        assert_eq!(check(&"dài ".repeat(60), &[]), Err(Weak::Common), "the same over and over");
        let long: String = ('a'..='z').chain('A'..='Z').cycle().take(128).collect();
        assert_ne!(check(&long, &PLACE), Err(Weak::Long), "128 characters fit");
    }

    #[test]
    fn what_is_tried_first_is_none() {
        let bad = [
            ("ngắn quá", Weak::Short),
            ("12 345 678", Weak::Short),
            ("password1234", Weak::Common),
            ("PASSWORD-2026!", Weak::Common),
            ("Mật khẩu 2026", Weak::Common),
            ("123456789012", Weak::Common),
            ("987654321098", Weak::Common),
            ("aaaaaaaaaaaaaa", Weak::Common),
            ("hungg hungg hungg", Weak::Common),
            ("bithu.phudo-05", Weak::Context),
            ("Nguyễn Mạnh Hùng 1970", Weak::Context),
            ("gopy-phudo-2026", Weak::Context),
        ];
        for (password, weak) in bad {
            assert_eq!(check(password, &PLACE), Err(weak), "{password}");
        }
    }

    #[test]
    fn both_ways_of_typing_vietnamese_are_one() {
        // Eleven letters composed, and more than twelve code points apart.
        let composed = "đường phố ạ";
        let apart: String = "đươ\u{300}ng phô\u{301} a\u{323}".into();
        assert_eq!(check(composed, &[]), check(&apart, &[]));
    }
}
