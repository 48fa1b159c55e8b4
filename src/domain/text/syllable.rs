//! One Vietnamese word: letters (ă â đ ê ô ơ ư are letters) and one tone, taken out of the spelling.

use unicode_normalization::UnicodeNormalization;

/// A tone, in dictionary order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// ngang, no mark
    Level,
    /// huyền
    Falling,
    /// hỏi
    Asking,
    /// ngã
    Tumbling,
    /// sắc
    Sharp,
    /// nặng
    Heavy,
}

impl Tone {
    /// 0 to 5, the digit in the exact fold and the rank in sorting.
    pub fn digit(self) -> u8 {
        self as u8
    }

    fn of_mark(mark: char) -> Option<Self> {
        Some(match mark {
            '\u{0300}' => Self::Falling,
            '\u{0309}' => Self::Asking,
            '\u{0303}' => Self::Tumbling,
            '\u{0301}' => Self::Sharp,
            '\u{0323}' => Self::Heavy,
            _ => return None,
        })
    }

    /// The combining mark, none for the level tone.
    pub(super) fn mark(self) -> Option<char> {
        Some(match self {
            Self::Level => return None,
            Self::Falling => '\u{0300}',
            Self::Asking => '\u{0309}',
            Self::Tumbling => '\u{0303}',
            Self::Sharp => '\u{0301}',
            Self::Heavy => '\u{0323}',
        })
    }
}

/// Takes the tone out of a word: "Hoà" and "Hòa" both give ("hoa", Falling). Letters come back in lower case.
/// Of several tone marks (a slip) the last counts.
pub fn split_tone(word: &str) -> (String, Tone) {
    let mut tone = Tone::Level;
    let letters = word
        .nfd()
        .flat_map(char::to_lowercase)
        .filter(|c| match Tone::of_mark(*c) {
            Some(found) => {
                tone = found;
                false
            }
            None => true,
        })
        .collect::<String>();
    (letters.nfc().collect(), tone)
}

/// What a word is, which decides how it may be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    Plain,
    /// Digits without leading zeros, possibly with strokes ("12/34"); equal or not, never similar.
    Number,
    /// A name cut short: "Ng.", "V", "Đ.".
    Initial,
}

/// A word ready for comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Word {
    letters: Box<str>,
    ascii: Box<str>,
    tone: Tone,
    kind: WordKind,
}

impl Word {
    /// Folds one word of letters or digits (cleaned text, no blanks).
    pub fn new(raw: &str) -> Self {
        if raw.starts_with(|c: char| c.is_numeric()) {
            return Self::number(raw);
        }
        let (spelled, tone) = split_tone(raw);
        let letters = fold_i_y(spelled);
        let kind = if is_onset(&letters) { WordKind::Initial } else { WordKind::Plain };
        Self { ascii: ascii(&letters).into(), letters: letters.into(), tone, kind }
    }

    /// A word that the writer marked as cut short by a full stop.
    pub(super) fn dotted(raw: &str) -> Self {
        let word = Self::new(raw);
        let short = word.letters.chars().count() == 1 && word.kind == WordKind::Plain;
        if short { Self { kind: WordKind::Initial, ..word } } else { word }
    }

    fn number(raw: &str) -> Self {
        let digits: Vec<String> =
            raw.nfkc().collect::<String>().split('/').map(without_zeros).collect();
        let text: Box<str> = digits.join("/").into();
        Self { letters: text.clone(), ascii: text, tone: Tone::Level, kind: WordKind::Number }
    }

    /// Lower-case letters with ă â đ ê ô ơ ư and without tone; y written i where the two are interchangeable.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The same in plain a–z.
    pub fn ascii(&self) -> &str {
        &self.ascii
    }

    pub fn tone(&self) -> Tone {
        self.tone
    }

    pub fn kind(&self) -> WordKind {
        self.kind
    }

    pub fn is_number(&self) -> bool {
        self.kind == WordKind::Number
    }

    /// Does it bear a tone mark, a hat, a horn or a barred đ?
    pub fn is_marked(&self) -> bool {
        self.tone != Tone::Level || self.letters != self.ascii
    }

    /// Letters, then the tone digit unless level: `hoa1`.
    pub fn push_exact(&self, out: &mut String) {
        out.push_str(&self.letters);
        if self.tone != Tone::Level {
            out.push(char::from(b'0' + self.tone.digit()));
        }
    }
}

fn without_zeros(digits: &str) -> String {
    let kept = digits.trim_start_matches('0');
    if kept.is_empty() { "0".to_owned() } else { kept.to_owned() }
}

/// i and y are one sound when they are the whole rime after these onsets (kỹ = kĩ, quý = quí), but not elsewhere:
/// Thi and Thy, Vi and Vy are different names.
fn fold_i_y(letters: String) -> String {
    const SAME: [&str; 7] = ["hy", "ky", "ly", "my", "sy", "ty", "quy"];
    match SAME.iter().find(|form| **form == letters) {
        Some(form) => form.replace('y', "i"),
        None => letters,
    }
}

/// Is this only the beginning of a syllable: "ng", "v", "đ"?
fn is_onset(letters: &str) -> bool {
    letters == "q"
        || (!letters.is_empty() && !matches!(letters, "qu" | "gi") && ONSETS.contains(&letters))
}

/// Plain letters: đ → d and every mark off. Letters of other scripts stay.
pub(super) fn ascii(letters: &str) -> String {
    letters
        .nfd()
        .filter(|c| !matches!(c, '\u{0300}'..='\u{036F}'))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Is this a well-formed Vietnamese syllable: a known onset and rime that go together, and a tone that its ending
/// allows?
pub fn is_syllable(word: &str) -> bool {
    let (letters, tone) = split_tone(word);
    let stop_allowed = !ends_in_stop(&letters) || matches!(tone, Tone::Sharp | Tone::Heavy);
    let tone_marks = word.nfd().filter(|c| Tone::of_mark(*c).is_some()).count();
    stop_allowed
        && tone_marks <= 1
        && splits(&letters).any(|(onset, rime)| goes_together(onset, rime))
}

/// Plain letters as [`Word::ascii`] has them: y as i where the two are one sound.
pub(crate) fn fold_plain(plain: String) -> String {
    fold_i_y(plain)
}

/// Could these plain letters be a syllable once marks are added?
pub(crate) fn is_plain_syllable(plain: &str) -> bool {
    plain_syllables().contains(plain)
}

fn ends_in_stop(letters: &str) -> bool {
    letters.ends_with(['c', 'p', 't']) || letters.ends_with("ch")
}

/// Every way to cut the word into onset and rest.
fn splits(letters: &str) -> impl Iterator<Item = (&'static str, &str)> {
    ONSETS.iter().filter_map(move |onset| letters.strip_prefix(onset).map(|rime| (*onset, rime)))
}

fn goes_together(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['i', 'e', 'ê', 'y']);
    match onset {
        "qu" => QU_RIMES.contains(&rime),
        "gi" => {
            rime.is_empty()
                || ["n", "êng", "êt", "êm", "êu"].contains(&rime)
                || (!front && RIMES.contains(&rime))
                || ["e", "eo", "en"].contains(&rime)
        }
        "k" => front && RIMES.contains(&rime),
        "gh" | "ngh" => front && !rime.starts_with('y') && RIMES.contains(&rime),
        "c" | "ng" => !front && RIMES.contains(&rime),
        "g" => (!front || rime.starts_with('i')) && RIMES.contains(&rime),
        "" => RIMES.contains(&rime) || Y_RIMES.contains(&rime),
        _ => (rime == "y" || !rime.starts_with('y')) && RIMES.contains(&rime),
    }
}

fn plain_syllables() -> &'static std::collections::HashSet<String> {
    static SET: std::sync::OnceLock<std::collections::HashSet<String>> = std::sync::OnceLock::new();
    SET.get_or_init(|| {
        let rimes =
            RIMES.iter().chain(QU_RIMES).chain(Y_RIMES).chain(&["", "n", "êng", "êt", "êm", "êu"]);
        rimes
            .flat_map(|rime| ONSETS.iter().map(move |onset| (*onset, *rime)))
            .filter(|(onset, rime)| goes_together(onset, rime))
            .map(|(onset, rime)| ascii(&fold_i_y(format!("{onset}{rime}"))))
            .collect()
    })
}

const ONSETS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
];

#[rustfmt::skip]
const RIMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
    "ăc", "ăm", "ăn", "ăng", "ăp", "ăt", "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
    "e", "ec", "em", "en", "eng", "eo", "ep", "et", "ê", "êch", "êm", "ên", "ênh", "êp", "êt", "êu",
    "i", "ia", "ich", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu", "im", "in", "inh", "ip", "it", "iu",
    "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay",
    "oăc", "oăm", "oăn", "oăng", "oăt", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
    "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt", "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
    "u", "ua", "uân", "uâng", "uât", "uây", "uc", "uê", "uêch", "uênh", "ui", "um", "un", "ung",
    "uơ", "uôc", "uôi", "uôm", "uôn", "uông", "uôt", "up", "ut", "uy", "uya", "uych", "uyên", "uyêt", "uynh", "uyt", "uyu",
    "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu", "ưt", "ưu",
    "y",
];

#[rustfmt::skip]
const QU_RIMES: &[&str] = &[
    "a", "ac", "ach", "ai", "an", "ang", "anh", "ao", "at", "au", "ay", "ăc", "ăm", "ăn", "ăng", "ăp", "ăt",
    "ân", "âng", "ât", "ây", "e", "en", "eo", "et", "ê", "êch", "ên", "ênh", "êt", "i", "in", "it", "ich", "inh",
    "ơ", "y", "ych", "yên", "yêt", "ynh", "yt", "yn",
];

const Y_RIMES: &[&str] = &["yêm", "yên", "yêng", "yêt", "yêu"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placement_and_form_do_not_matter() {
        for word in ["hòa", "hoà", "ho\u{0300}a", "HÒA"] {
            assert_eq!(split_tone(word), ("hoa".to_owned(), Tone::Falling));
        }
        assert_eq!(split_tone("Đường"), ("đương".to_owned(), Tone::Falling));
    }

    #[test]
    fn i_and_y_are_one_only_where_they_sound_the_same() {
        let same = [("quý", "quí"), ("kỹ", "kĩ"), ("Lý", "lí"), ("Mỵ", "mị")];
        assert!(same.iter().all(|(a, b)| Word::new(a) == Word::new(b)));
        let different = [("Thi", "Thy"), ("Vi", "Vy"), ("thúi", "thúy")];
        assert!(different.iter().all(|(a, b)| Word::new(a) != Word::new(b)));
    }

    #[test]
    fn knows_syllables() {
        for good in [
            "Nguyễn", "giếng", "gì", "gìn", "quỳnh", "Khuyết", "nghiêng", "yên", "ý", "ngoằng",
            "Mễ", "huỵch", "thuở", "giặt",
        ] {
            assert!(is_syllable(good), "{good}");
        }
        for bad in
            ["Nguyeexn", "Hufng", "hunh1", "kang", "cìn", "mat", "trêngg", "áắ", "ghà", "wifi"]
        {
            assert!(!is_syllable(bad), "{bad}");
        }
        assert!(
            is_plain_syllable("duong") && is_plain_syllable("mat") && !is_plain_syllable("hugn")
        );
    }

    #[test]
    fn numbers_lose_their_zeros() {
        assert_eq!(Word::new("05"), Word::new("5"));
        assert_eq!(Word::new("０５"), Word::new("5"));
        assert_eq!(Word::new("012/034").letters(), "12/34");
    }
}
