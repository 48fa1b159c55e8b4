//! Vietnamese telephone numbers as people write them.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// A number in the form that is stored: digits only, beginning with 0 or a service prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub kind: PhoneKind,
    /// `0912345678`.
    pub digits: String,
    /// The prefix of before 2018 that was replaced: "0168". The screen says so.
    pub old_prefix: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    Mobile,
    Landline,
    /// 1800 and 1900 services.
    Short,
}

/// Why a text is no telephone number of this country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PhoneError {
    #[error("empty")]
    Empty,
    #[error("letters")]
    Letters,
    #[error("foreign")]
    Foreign,
    #[error("length")]
    Length,
    #[error("prefix")]
    Prefix,
}

impl PhoneError {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Letters => "letters",
            Self::Foreign => "foreign",
            Self::Length => "length",
            Self::Prefix => "prefix",
        }
    }
}

/// Mobile prefixes of eleven digits, replaced in 2018.
const REPLACED: &[(&str, &str)] = &[
    ("0120", "070"),
    ("0121", "079"),
    ("0122", "077"),
    ("0126", "076"),
    ("0128", "078"),
    ("0123", "083"),
    ("0124", "084"),
    ("0125", "085"),
    ("0127", "081"),
    ("0129", "082"),
    ("0162", "032"),
    ("0163", "033"),
    ("0164", "034"),
    ("0165", "035"),
    ("0166", "036"),
    ("0167", "037"),
    ("0168", "038"),
    ("0169", "039"),
    ("0186", "056"),
    ("0188", "058"),
    ("0199", "059"),
];

impl Phone {
    /// Reads a number: blanks and punctuation, full-width digits, +84/0084/84, a lost leading zero and the prefixes of
    /// before 2018 are understood.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let national = national(&digits(text)?)?;
        if let Some((old, new)) =
            REPLACED.iter().find(|(old, _)| national.len() == 11 && national.starts_with(old))
        {
            let digits = national.replacen(old, new, 1);
            return Ok(Self {
                kind: PhoneKind::Mobile,
                digits,
                old_prefix: Some((*old).to_owned()),
            });
        }
        let kind = kind(&national)?;
        Ok(Self { kind, digits: national, old_prefix: None })
    }

    /// `0912 345 678`; landlines `024 3826 1234`.
    pub fn spaced(&self) -> String {
        let cuts: [usize; 2] = match self.kind {
            PhoneKind::Mobile => [4, 7],
            PhoneKind::Landline => [self.digits.len() - 8, self.digits.len() - 4],
            PhoneKind::Short => [4, self.digits.len()],
        };
        let [first, second] = cuts;
        let parts = [&self.digits[..first], &self.digits[first..second], &self.digits[second..]];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Digits with a leading plus if there was one.
fn digits(text: &str) -> Result<String, PhoneError> {
    let wide: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if wide.chars().any(char::is_alphabetic) {
        return Err(PhoneError::Letters);
    }
    let found: String = wide
        .chars()
        .enumerate()
        .filter(|(at, c)| c.is_ascii_digit() || (*at == 0 && *c == '+'))
        .map(|(_, c)| c)
        .collect();
    if found.trim_start_matches('+').is_empty() { Err(PhoneError::Empty) } else { Ok(found) }
}

/// The number as dialled inside the country.
fn national(digits: &str) -> Result<String, PhoneError> {
    let abroad = digits.strip_prefix('+').or_else(|| digits.strip_prefix("00"));
    if let Some(rest) = abroad {
        let rest = rest.strip_prefix("84").ok_or(PhoneError::Foreign)?;
        return Ok(with_zero(rest));
    }
    match digits.strip_prefix("84") {
        Some(rest) if digits.len() >= 11 => Ok(with_zero(rest)),
        // A spreadsheet ate the zero.
        _ if digits.len() == 9 && digits.starts_with(['3', '5', '7', '8', '9']) => {
            Ok(with_zero(digits))
        }
        _ => Ok(digits.to_owned()),
    }
}

fn with_zero(digits: &str) -> String {
    if digits.starts_with('0') || digits.starts_with("1800") || digits.starts_with("1900") {
        digits.to_owned()
    } else {
        format!("0{digits}")
    }
}

fn kind(national: &str) -> Result<PhoneKind, PhoneError> {
    let mobile =
        national.starts_with(['0']) && national[1..].starts_with(['3', '5', '7', '8', '9']);
    let service = national.starts_with("1800") || national.starts_with("1900");
    match (national.len(), service) {
        (8 | 10, true) => Ok(PhoneKind::Short),
        (10, false) if mobile => Ok(PhoneKind::Mobile),
        (11, false) if national.starts_with("02") => Ok(PhoneKind::Landline),
        (10 | 11, false) => Err(PhoneError::Prefix),
        _ => Err(PhoneError::Length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_of_the_table() {
        for row in include_str!("testdata/phones.tsv").lines().skip(1) {
            let [text, kind, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{row}")
            };
            let found = match Phone::parse(text) {
                Ok(phone) => (format!("{:?}", phone.kind), phone.digits),
                Err(reason) => ("Bad".to_owned(), reason.code().to_owned()),
            };
            assert_eq!(found, (kind.to_owned(), expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn says_which_prefix_was_replaced() {
        let phone = Phone::parse("0168 234 5678").unwrap();
        assert_eq!(
            (phone.old_prefix.as_deref(), phone.spaced().as_str()),
            (Some("0168"), "0382 345 678")
        );
        assert_eq!(Phone::parse("(024) 3826 1234").unwrap().spaced(), "024 3826 1234");
        assert_eq!(Phone::parse("19001234").unwrap().spaced(), "1900 1234");
    }

    #[test]
    fn bad_numbers_say_why() {
        let reason = |text: &str| Phone::parse(text).unwrap_err();
        assert_eq!(reason(" - "), PhoneError::Empty);
        assert_eq!(reason("091234567"), PhoneError::Length);
        assert_eq!(reason("0112345678"), PhoneError::Prefix);
    }

    proptest::proptest! {
        #[test]
        fn never_fails(text in "[+0-9 .()-]{0,16}") {
            if let Ok(phone) = Phone::parse(&text) {
                proptest::prop_assert_eq!(Phone::parse(&phone.spaced()).unwrap().digits, phone.digits);
            }
        }
    }
}
