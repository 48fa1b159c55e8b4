//! Where the chain of acts ended on a day, as it leaves the house: whoever keeps it can tell later whether what
//! came before was written anew (security S-59).

use std::fmt;

use chrono::NaiveDate;

/// How many acts there were, and the keyed hash of the last one, which every one before it goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub count: u64,
    pub hash: [u8; 32],
}

impl Anchor {
    /// Reads `COUNT:HASH` as it is printed.
    pub fn parse(text: &str) -> Option<Self> {
        let (count, hash) = text.trim().split_once(':')?;
        Some(Self { count: count.parse().ok()?, hash: from_hex(hash)? })
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.count)?;
        digits(f, &self.hash)
    }
}

/// The end of the chain on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub on: NaiveDate,
    pub anchor: Anchor,
}

impl Head {
    /// The bytes that are signed. Every part but the day has one length, and the day comes last.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"gopy audit head v1\0".to_vec();
        bytes.extend(self.anchor.count.to_be_bytes());
        bytes.extend(self.anchor.hash);
        bytes.extend(self.on.to_string().as_bytes());
        bytes
    }
}

/// A head with the signature (Ed25519) under it, and the public key that the signature is checked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    pub head: Head,
    pub key: [u8; 32],
    pub signature: [u8; 64],
}

impl SignedHead {
    /// The five lines of the mail to the witnesses; each fits a line of any mail program.
    pub fn lines(&self) -> String {
        let Head { on, anchor } = self.head;
        let (first, second) = self.signature.split_at(32);
        format!(
            "gopy-head {on} {}\nhash {}\nkey  {}\nsig1 {}\nsig2 {}",
            anchor.count,
            Digits(&anchor.hash),
            Digits(&self.key),
            Digits(first),
            Digits(second),
        )
    }

    /// Finds the lines in a text, such as a saved mail, wherever they stand and however they are indented or quoted.
    pub fn find(text: &str) -> Option<Self> {
        let words =
            text.split(|c: char| c.is_whitespace() || c == '>').filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        let start = words.iter().position(|word| *word == "gopy-head")?;
        let after = |name: &str| {
            let at = words.iter().skip(start).position(|word| *word == name)?;
            from_hex::<32>(words.get(start + at + 1)?)
        };
        let anchor = Anchor { count: words.get(start + 2)?.parse().ok()?, hash: after("hash")? };
        let head = Head { on: words.get(start + 1)?.parse().ok()?, anchor };
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&after("sig1")?);
        signature[32..].copy_from_slice(&after("sig2")?);
        Some(Self { head, key: after("key")?, signature })
    }
}

struct Digits<'a>(&'a [u8]);

impl fmt::Display for Digits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        digits(f, self.0)
    }
}

fn digits(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Reads exactly as many bytes as asked for.
pub fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let right = text.len() == N * 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    bytes.filter(|_| right)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> SignedHead {
        let anchor = Anchor { count: 1234, hash: [0xab; 32] };
        let on = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let mut signature = [0xcd; 64];
        signature[63] = 7;
        SignedHead { head: Head { on, anchor }, key: [0x0f; 32], signature }
    }

    #[test]
    fn what_is_printed_is_read_again() {
        let signed = signed();
        let anchor = signed.head.anchor;
        assert_eq!(Anchor::parse(&format!(" {anchor}\n")), Some(anchor));
        let mail =
            format!("Kính gửi ông/bà,\n\n> {}\n\nhết", signed.lines().replace('\n', "\r\n> "));
        assert_eq!(SignedHead::find(&mail), Some(signed));
        assert!(signed.lines().lines().all(|line| line.len() <= 72), "{}", signed.lines());
    }

    #[test]
    fn what_is_damaged_is_not_read() {
        let lines = signed().lines();
        assert_eq!(SignedHead::find(&lines.replace("sig2", "sig")), None);
        assert_eq!(SignedHead::find(&lines.replace("hash ab", "hash zb")), None);
        assert_eq!(SignedHead::find(&lines.replace("1234", "-1")), None);
        assert_eq!(SignedHead::find(""), None);
        for wrong in ["12", "12:", ":ab", "12:abab", "x:1", "12:ế"] {
            assert_eq!(Anchor::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_part_is_signed() {
        let Head { on, anchor } = signed().head;
        let other_day = Head { on: on.succ_opt().unwrap(), anchor };
        let more = Head { on, anchor: Anchor { count: 1235, ..anchor } };
        let another = Head { on, anchor: Anchor { hash: [0xac; 32], ..anchor } };
        for other in [other_day, more, another] {
            assert_ne!(signed().head.bytes(), other.bytes());
        }
    }
}
