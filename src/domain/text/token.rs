//! Cuts a text into words: abbreviations written out, "CB5" split, "số" before a number dropped.

use super::{
    clean,
    syllable::{Word, WordKind},
};

/// A word with where it stood and how it looked.
#[expect(clippy::struct_excessive_bools, reason = "independent properties of the written word")]
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub word: Word,
    /// As written (one written abbreviation gives several tokens with the same text).
    pub raw: String,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Written out from an abbreviation.
    pub expanded: bool,
    /// Punctuation stood between this word and the one before.
    pub after_break: bool,
    /// Nothing at all stood between this word and the one before ("5a").
    pub glued: bool,
}

/// The words of a text (cleaned here).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text = clean(text);
    let pieces = pieces(&text);
    let mut out = Vec::with_capacity(pieces.len());
    for at in 0..pieces.len() {
        if !is_numero(&pieces, at) {
            push_words(&pieces, at, &mut out);
        }
    }
    out
}

/// A run of letters or of digits.
#[derive(Clone, Copy)]
struct Piece<'a> {
    raw: &'a str,
    after_break: bool,
    glued: bool,
    dotted: bool,
}

impl Piece<'_> {
    fn is_number(&self) -> bool {
        self.raw.starts_with(char::is_numeric)
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let (mut rest, mut after_break, mut glued) = (text, false, false);
    while let Some(first) = rest.chars().next() {
        let length = piece_length(rest);
        if length == 0 {
            after_break |= breaks(first, &rest[first.len_utf8()..]);
            glued = false;
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let (raw, tail) = rest.split_at(length);
        out.push(Piece { raw, after_break, glued, dotted: tail.starts_with('.') });
        (rest, after_break, glued) = (tail, false, true);
    }
    out
}

/// A full stop ends a thought only before a blank, and not after "Ng." – which the caller sees by `dotted`.
fn breaks(mark: char, rest: &str) -> bool {
    match mark {
        ',' | ';' | ':' | '(' | ')' | '!' | '?' | '–' | '—' | '"' | '“' | '”' => true,
        '-' => rest.starts_with(' '),
        _ => false,
    }
}

/// Bytes of the run that the text begins with; strokes hold "đ/c" and "12/34" together.
fn piece_length(text: &str) -> usize {
    const COMRADE: [&str; 4] = ["đ/c", "Đ/c", "Đ/C", "đ/C"];
    if let Some(form) = COMRADE.iter().find(|form| text.starts_with(**form)) {
        return form.len();
    }
    let letter = |c: char| c.is_alphabetic() || ('\u{0300}'..='\u{036F}').contains(&c);
    let run = |keep: &dyn Fn(char) -> bool| text.find(|c| !keep(c)).unwrap_or(text.len());
    match text.chars().next() {
        Some(c) if c.is_numeric() => {
            let length = run(&|c| c.is_numeric() || c == '/');
            text[..length].trim_end_matches('/').len()
        }
        Some(c) if letter(c) => run(&letter),
        _ => 0,
    }
}

/// "số" (or so, sô, no., №) before a number says nothing.
fn is_numero(pieces: &[Piece<'_>], at: usize) -> bool {
    let next_is_number = pieces.get(at + 1).is_some_and(Piece::is_number);
    next_is_number
        && matches!(pieces[at].raw.to_lowercase().as_str(), "số" | "so" | "sô" | "sồ" | "sộ")
}

fn push_words(pieces: &[Piece<'_>], at: usize, out: &mut Vec<Token>) {
    let piece = pieces[at];
    let token = |word, expanded, first: bool| Token {
        word,
        raw: piece.raw.to_owned(),
        capital: piece.raw.starts_with(char::is_uppercase),
        expanded,
        after_break: piece.after_break && first,
        glued: piece.glued && first,
    };
    match expansion(pieces, at) {
        Some(phrase) => {
            let words = phrase.split(' ').enumerate();
            out.extend(words.map(|(i, word)| token(Word::new(word), true, i == 0)));
        }
        None if piece.dotted => out.push(token(Word::dotted(piece.raw), false, true)),
        None => out.push(token(Word::new(piece.raw), false, true)),
    }
}

/// Abbreviations that are read the same wherever they stand (lower case).
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("đ/c", "đồng chí"),
    ("đc", "đồng chí"),
    ("dc", "đồng chí"),
    ("tdp", "tổ dân phố"),
    ("tdph", "tổ dân phố"),
    ("kdc", "khu dân cư"),
    ("kp", "khu phố"),
    ("cb", "chi bộ"),
    ("đb", "đảng bộ"),
    ("đbcs", "đảng bộ cơ sở"),
    ("cbcs", "chi bộ cơ sở"),
    ("đv", "đảng viên"),
    ("bt", "bí thư"),
    ("pbt", "phó bí thư"),
    ("btcb", "bí thư chi bộ"),
    ("pbtcb", "phó bí thư chi bộ"),
    ("btđu", "bí thư đảng ủy"),
    ("uv", "ủy viên"),
    ("uvbch", "ủy viên ban chấp hành"),
    ("uvbtv", "ủy viên ban thường vụ"),
    ("bch", "ban chấp hành"),
    ("btv", "ban thường vụ"),
    ("pct", "phó chủ tịch"),
    ("ubkt", "ủy ban kiểm tra"),
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("hdnd", "hội đồng nhân dân"),
    ("mttq", "mặt trận tổ quốc"),
    ("cskv", "cảnh sát khu vực"),
    ("cakv", "công an khu vực"),
    ("htx", "hợp tác xã"),
    ("thcs", "trung học cơ sở"),
    ("thpt", "trung học phổ thông"),
    ("tp", "thành phố"),
];

/// Abbreviations that are common words or initials in lower case.
const CAPITAL_ABBREVIATIONS: &[(&str, &str)] = &[
    ("CT", "chủ tịch"),
    ("ĐU", "đảng ủy"),
    ("BTDU", "bí thư đảng ủy"),
    ("DV", "đảng viên"),
    ("DB", "đảng bộ"),
];

fn expansion(pieces: &[Piece<'_>], at: usize) -> Option<&'static str> {
    let piece = pieces[at];
    let lower = piece.raw.to_lowercase();
    let of_table = |table: &[(&str, &'static str)], key: &str| {
        table.iter().find(|(short, _)| *short == key).map(|row| row.1)
    };
    of_table(ABBREVIATIONS, &lower)
        .or_else(|| of_table(CAPITAL_ABBREVIATIONS, piece.raw))
        .or_else(|| ward_or_district(pieces, at, &lower))
}

/// "P.5", "Q. 1", "P. Mễ Trì": phường, quận – but not the initial in "ông P. V. Hùng".
fn ward_or_district(pieces: &[Piece<'_>], at: usize, lower: &str) -> Option<&'static str> {
    let phrase = match lower {
        "p" => "phường",
        "q" => "quận",
        _ => return None,
    };
    let next = pieces.get(at + 1)?;
    let inside = at > 0 && !is_title(pieces[at - 1].raw) && !pieces[at - 1].dotted;
    let after_number = at > 0 && pieces[at - 1].is_number();
    let named = ((pieces[at].dotted && inside) || after_number)
        && Word::new(next.raw).kind() == WordKind::Plain
        && !next.dotted;
    (next.is_number() || named).then_some(phrase)
}

fn is_title(raw: &str) -> bool {
    matches!(
        raw.to_lowercase().as_str(),
        "ông" | "bà" | "anh" | "chị" | "cô" | "chú" | "bác" | "thầy" | "cụ" | "ong" | "đ/c" | "chí"
    )
}
