//! The cleaning step that every text goes through before it is checked, stored, hashed or compared.

use unicode_normalization::UnicodeNormalization;

/// One line of text: NFC, look-alike letters mended, invisible characters dropped, every run of white space one
/// blank, trimmed. Idempotent. The spelling itself (tone placement, i or y) is left as the person wrote it.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in visible(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Long text: as [`clean`] within each line; line breaks are kept, at most one empty line in a row.
pub fn clean_multiline(text: &str) -> String {
    let unified = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}'], "\n");
    let mut out = String::with_capacity(unified.len());
    let mut empty_lines = 0;
    for line in unified.split('\n').map(clean) {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        out.push_str(&line);
    }
    out
}

/// Invisible characters go first, so that marks they kept apart from their letter compose again.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).map(blank).nfc().map(look_alike).collect()
}

/// Old converters write the Icelandic eth or the African d for đ.
fn look_alike(c: char) -> char {
    match c {
        '\u{00D0}' | '\u{0189}' => 'Đ',
        '\u{00F0}' | '\u{0256}' => 'đ',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

/// Control characters are treated as white space; none of them belongs in a text.
fn blank(c: char) -> char {
    if c.is_whitespace() || c.is_control() { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_and_mends_letters() {
        assert_eq!(clean("Ho\u{0300}a"), "Hòa");
        assert_eq!(clean("Nguyê\u{0303}n"), "Nguyễn", "half-composed Windows-1258");
        assert_eq!(clean("\u{00D0}ặng \u{0256}i"), "Đặng đi");
    }

    #[test]
    fn drops_what_cannot_be_seen() {
        assert_eq!(clean("\u{FEFF}Hu\u{200B}\u{0300}ng\u{00AD}"), "Hùng");
        assert_eq!(clean("  a\u{00A0}\t b\n\u{3000}c "), "a b c");
    }

    #[test]
    fn keeps_line_breaks_of_long_text() {
        assert_eq!(clean_multiline(" một \r\n\r\n\r\nhai  ba\rbốn\n"), "một\n\nhai ba\nbốn");
    }

    proptest::proptest! {
        #[test]
        fn is_idempotent(text in "\\PC{0,40}") {
            let once = clean(&text);
            proptest::prop_assert_eq!(&clean(&once), &once);
            let long = clean_multiline(&text);
            proptest::prop_assert_eq!(&clean_multiline(&long), &long);
        }
    }
}
