//! The two folds that stand in the search columns of both databases.

use super::{
    syllable::Word,
    token::{Token, tokens},
};

/// Stored beside folded columns; rows with an older number are folded again.
pub const FOLD_VERSION: u16 = 1;

/// The words of a text, and whether the text as written bore any Vietnamese mark.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Folded {
    words: Box<[Word]>,
    marked: bool,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        Self::of_tokens(&tokens(text))
    }

    pub(super) fn of_tokens(tokens: &[Token]) -> Self {
        let marked = tokens.iter().any(|token| !token.expanded && token.word.is_marked());
        Self { words: tokens.iter().map(|token| token.word.clone()).collect(), marked }
    }

    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// False for lists from old computers, all in plain letters.
    pub fn is_marked(&self) -> bool {
        self.marked
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Words with marks and tone digits: `đăng5 thi5 thuy2`.
    pub fn exact(&self) -> String {
        let mut out = String::new();
        for word in &self.words {
            if !out.is_empty() {
                out.push(' ');
            }
            word.push_exact(&mut out);
        }
        out
    }

    /// Words in plain letters: `dang thi thuy`.
    pub fn ascii(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(Word::ascii).collect();
        words.join(" ")
    }
}

/// Spelling-proof but tone-true form: equal for texts that read the same.
pub fn fold_exact(text: &str) -> String {
    Folded::new(text).exact()
}

/// Plain letters, for recall. Safe in URLs.
pub fn fold_ascii(text: &str) -> String {
    Folded::new(text).ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_as_the_table_says() {
        let rows = [
            ("hòa", "hoa1", "hoa"),
            ("HOÀ", "hoa1", "hoa"),
            ("thuỷ", "thuy2", "thuy"),
            ("qúy", "qui4", "qui"),
            ("Đặng Thị Thuỷ", "đăng5 thi5 thuy2", "dang thi thuy"),
        ];
        for (text, exact, ascii) in rows {
            assert_eq!((fold_exact(text).as_str(), fold_ascii(text).as_str()), (exact, ascii));
        }
    }

    #[test]
    fn numbers_and_abbreviations_are_written_out() {
        assert_eq!(fold_ascii("CB5"), "chi bo 5");
        assert_eq!(fold_exact("Chi bộ số 03"), fold_exact("cb 3"));
        assert_eq!(fold_ascii("TDP 07, P. Mễ Trì"), "to dan pho 7 phuong me tri");
        assert_eq!(fold_ascii("ông P. V. Hùng"), "ong p v hung");
        assert_eq!(fold_ascii("số 12/034 ngõ 5A"), "12/34 ngo 5 a");
        assert_eq!(fold_ascii("Đ/c Hùng, PBT"), "dong chi hung pho bi thu");
        assert_eq!(fold_ascii("H'Hen Niê"), "h hen nie");
    }

    #[test]
    fn marks_of_the_writer_are_told_from_ours() {
        assert!(!Folded::new("CB5 NGUYEN VAN HUNG").is_marked());
        assert!(Folded::new("Chi bộ 5").is_marked());
    }

    proptest::proptest! {
        #[test]
        fn nfc_and_nfd_fold_alike(text in "[a-zA-ZăâđêôơưáàảãạằẳễồớựỹĐẶỆ0-9 ./]{0,30}") {
            use unicode_normalization::UnicodeNormalization;
            let apart: String = text.nfd().collect();
            proptest::prop_assert_eq!(fold_exact(&apart), fold_exact(&text));
            proptest::prop_assert!(fold_ascii(&text).is_ascii());
        }
    }
}
