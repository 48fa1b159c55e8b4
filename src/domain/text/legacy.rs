//! Text from before Unicode: TCVN3 (the `.VnTime` fonts) and VNI, which reach us as wrong Latin letters (`NguyÔn V¨n Hïng`).
//!
//! The encoding is decided for a whole column, never for a cell: short cells prove nothing. The result is a proposal;
//! a person looks at samples and confirms, and the import log keeps what was in the file.

use super::{clean, is_syllable};

/// How the letters of a column are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Unicode,
    Tcvn3,
    Vni,
    /// UTF-8 that was read as Windows-1252 ("Nguyá»…n").
    Utf8AsLatin,
}

impl Encoding {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
            Self::Utf8AsLatin => "utf8_as_latin",
        }
    }

    /// The text in Unicode, cleaned. Soft hyphens are decoded before cleaning: in TCVN3 they are the letter ư.
    pub fn decode(self, text: &str) -> String {
        let decoded = match self {
            Self::Unicode => text.to_owned(),
            Self::Tcvn3 => decode_tcvn3(text),
            Self::Vni => decode_vni(text),
            Self::Utf8AsLatin => decode_utf8_as_latin(text),
        };
        clean(&decoded)
    }
}

/// By how much another reading must be better before Unicode is given up.
const MARGIN: f64 = 0.02;
const WEIGHT_OF_MARKS: f64 = 0.05;

/// The reading under which a column looks most like Vietnamese: the share of words that are syllables, with a small
/// bonus for marks. Unicode stays unless another is clearly better.
pub fn detect_encoding(cells: &[&str]) -> Encoding {
    let score = |encoding: Encoding| vietnameseness(cells.iter().map(|cell| encoding.decode(cell)));
    let base = score(Encoding::Unicode);
    let others = [Encoding::Tcvn3, Encoding::Vni, Encoding::Utf8AsLatin]
        .map(|encoding| (score(encoding), encoding));
    let best = others.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|best| best.0 > base + MARGIN).map_or(Encoding::Unicode, |best| best.1)
}

fn vietnameseness(cells: impl Iterator<Item = String>) -> f64 {
    let (mut words, mut syllables, mut marked) = (0.0, 0.0, 0.0);
    for cell in cells {
        for word in cell
            .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c.is_ascii_digit())
        {
            if word.is_empty() {
                continue;
            }
            words += 1.0;
            if is_syllable(word) {
                syllables += 1.0;
                marked += if word.is_ascii() { 0.0 } else { 1.0 };
            }
        }
    }
    if words > 0.0 { (syllables + WEIGHT_OF_MARKS * marked) / words } else { 0.0 }
}

const TCVN3: &str =
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u{AD}õö÷øùúûüýþ¡¢£¤¥¦§";
const TCVN3_LETTERS: &str =
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ";

/// Capitals with a tone share the code of the small letter, so a word whose plain letters are all capitals becomes
/// capital as a whole.
fn decode_tcvn3(text: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii() {
            return c;
        }
        TCVN3
            .chars()
            .zip(TCVN3_LETTERS.chars())
            .find(|(code, _)| *code == c)
            .map_or(c, |found| found.1)
    };
    text.split(' ')
        .map(|word| shout(word, word.chars().map(letter).collect()))
        .collect::<Vec<_>>()
        .join(" ")
}

fn shout(typed: &str, decoded: String) -> String {
    let plain: Vec<char> = typed.chars().filter(char::is_ascii_alphabetic).collect();
    let capitals = plain.len() >= 2 && plain.iter().all(char::is_ascii_uppercase);
    if capitals { decoded.to_uppercase() } else { decoded }
}

/// Marks that VNI sets after a letter: hat or breve, then tone.
const VNI_MARKS: &[(char, &str)] = &[
    ('ø', "\u{0300}"),
    ('ù', "\u{0301}"),
    ('û', "\u{0309}"),
    ('õ', "\u{0303}"),
    ('ï', "\u{0323}"),
    ('â', "\u{0302}"),
    ('à', "\u{0302}\u{0300}"),
    ('á', "\u{0302}\u{0301}"),
    ('å', "\u{0302}\u{0309}"),
    ('ã', "\u{0302}\u{0303}"),
    ('ä', "\u{0302}\u{0323}"),
    ('ê', "\u{0306}"),
    ('è', "\u{0306}\u{0300}"),
    ('é', "\u{0306}\u{0301}"),
    ('ú', "\u{0306}\u{0309}"),
    ('ü', "\u{0306}\u{0303}"),
    ('ë', "\u{0306}\u{0323}"),
];

/// Letters that VNI writes with one sign.
const VNI_LETTERS: &[(char, char)] =
    &[('ñ', 'đ'), ('ô', 'ơ'), ('ö', 'ư'), ('æ', 'ỉ'), ('ó', 'ĩ'), ('ò', 'ị'), ('î', 'ỵ')];

fn decode_vni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_vowel = false;
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
            after_vowel = "aeouyAEOUY".contains(c);
            continue;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        let mark = VNI_MARKS.iter().find(|(sign, _)| *sign == lower && after_vowel);
        match (mark, VNI_LETTERS.iter().find(|(sign, _)| *sign == lower)) {
            (Some((_, marks)), _) => out.push_str(marks),
            (None, Some((_, letter))) if c == lower => out.push(*letter),
            (None, Some((_, letter))) => out.extend(letter.to_uppercase()),
            (None, None) => out.push(c),
        }
        after_vowel = mark.is_none() && "aeouyôö".contains(lower);
    }
    out
}

/// Back to the bytes of Windows-1252, then as UTF-8; unchanged where that is impossible.
fn decode_utf8_as_latin(text: &str) -> String {
    let bytes: Option<Vec<u8>> = text.chars().map(windows_1252).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| text.to_owned())
}

fn windows_1252(c: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    if let Some(place) = FROM_80.chars().position(|known| known == c) {
        return u8::try_from(0x80 + place).ok();
    }
    u8::try_from(u32::from(c)).ok().filter(|byte| !(0x80..0xA0).contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<[&'static str; 3]> {
        let lines = include_str!("testdata/legacy.tsv").lines().skip(1);
        lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap()).collect()
    }

    #[test]
    fn decodes_all_rows() {
        for [text, encoding, expected] in rows() {
            let known = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni];
            let encoding = known.into_iter().find(|known| known.code() == encoding).unwrap();
            assert_eq!(encoding.decode(text), expected);
        }
    }

    #[test]
    fn detects_columns() {
        for encoding in [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni] {
            let cells: Vec<&str> = rows()
                .into_iter()
                .filter(|row| row[1] == encoding.code())
                .map(|row| row[0])
                .collect();
            assert_eq!(detect_encoding(&cells), encoding);
        }
        assert_eq!(detect_encoding(&["Nguyá»…n VÄƒn HÃ¹ng"]), Encoding::Utf8AsLatin);
        assert_eq!(detect_encoding(&["NGUYEN VAN HUNG", "TRAN THI HOA"]), Encoding::Unicode);
        assert_eq!(detect_encoding(&[]), Encoding::Unicode);
    }

    #[test]
    fn capitals_of_tcvn3_are_restored() {
        assert_eq!(Encoding::Tcvn3.decode("NGUYÔN V¡N HïNG"), "NGUYỄN VĂN HÙNG");
    }

    #[test]
    fn tables_are_whole() {
        assert_eq!(TCVN3.chars().count(), TCVN3_LETTERS.chars().count());
        assert_eq!(Encoding::Tcvn3.decode(TCVN3), TCVN3_LETTERS);
    }
}
