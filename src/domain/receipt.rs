//! The two numbers a resident gets: the secret receipt and the harmless case number.

use std::fmt;

/// Damm's quasigroup of order 10: catches every single slip and every swap of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The check digit that makes the whole row of digits end on zero.
fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(*digit)])
}

/// The secret: 19 random digits and a check digit. Whoever holds it can read the case.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt([u8; 20]);

/// Why a typed receipt cannot be one, told before the database is asked (`ux.md` R20).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptFlaw {
    Empty,
    /// Not 20 digits; carries how many were typed.
    Length(usize),
    /// Eight digits after `HS`: the case number of the same paper.
    IsCaseNumber,
    /// A slip of the finger.
    CheckDigit,
}

impl Receipt {
    /// A receipt from 19 random digits, each 0–9.
    pub fn new(random: [u8; 19]) -> Self {
        let mut digits = [0; 20];
        digits[..19].copy_from_slice(&random.map(|digit| digit % 10));
        digits[19] = damm(&digits[..19]);
        Self(digits)
    }

    /// Reads what was typed: any separators, full-width digits too.
    ///
    /// # Errors
    /// What the reader should look at again.
    pub fn parse(typed: &str) -> Result<Self, ReceiptFlaw> {
        let digits: Vec<u8> = typed.chars().filter_map(digit).collect();
        let case_number = typed.trim().to_ascii_uppercase().starts_with("HS");
        match <[u8; 20]>::try_from(digits) {
            Ok(digits) if damm(&digits) == 0 => Ok(Self(digits)),
            Ok(_) => Err(ReceiptFlaw::CheckDigit),
            Err(digits) if digits.is_empty() => Err(ReceiptFlaw::Empty),
            Err(digits) if case_number && digits.len() == 8 => Err(ReceiptFlaw::IsCaseNumber),
            Err(digits) => Err(ReceiptFlaw::Length(digits.len())),
        }
    }

    /// The 20 digits without separators, for key derivation and the QR code.
    pub fn digits(&self) -> String {
        self.0.iter().map(|digit| char::from(b'0' + digit)).collect()
    }

    /// As printed: five groups of four.
    pub fn grouped(&self) -> String {
        let digits = self.digits();
        let groups: Vec<&str> = (0..5).map(|group| &digits[group * 4..group * 4 + 4]).collect();
        groups.join(" ")
    }
}

/// A receipt never shows itself in a log by accident.
impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(…)")
    }
}

fn digit(c: char) -> Option<u8> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// `HS-4718-9353`: seven random digits and a check digit; may be spoken and mailed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// A number from any random value; only its last seven decimal digits count.
    pub fn new(random: u32) -> Self {
        let digits: Vec<u8> =
            format!("{:07}", random % 10_000_000).bytes().map(|byte| byte - b'0').collect();
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        Self(format!("HS-{}-{}{}", &text[..4], &text[4..], damm(&digits)))
    }

    /// Reads a case number as people type it.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: Vec<u8> = typed.chars().filter_map(digit).collect();
        if digits.len() != 8 || damm(&digits) != 0 {
            return None;
        }
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        Some(Self(format!("HS-{}-{}", &text[..4], &text[4..])))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_caught() {
        let receipt = Receipt::new([4, 8, 2, 9, 1, 0, 5, 7, 3, 3, 6, 0, 9, 2, 1, 0, 6, 6, 3]);
        for place in 0..20 {
            for wrong in 0..10 {
                let mut digits = receipt.0;
                if digits[place] != wrong {
                    digits[place] = wrong;
                    assert_ne!(damm(&digits), 0, "slip at {place}");
                }
            }
            let mut digits = receipt.0;
            if place < 19 && digits[place] != digits[place + 1] {
                digits.swap(place, place + 1);
                assert_ne!(damm(&digits), 0, "swap at {place}");
            }
        }
    }

    #[test]
    fn a_receipt_is_read_as_people_type_it() {
        let receipt = Receipt::new([7; 19]);
        let full_width: String = receipt
            .digits()
            .chars()
            .map(|c| char::from_u32(u32::from(c) - 48 + 0xFF10).unwrap())
            .collect();
        for typed in
            [receipt.digits(), receipt.grouped(), receipt.grouped().replace(' ', "-"), full_width]
        {
            assert_eq!(Receipt::parse(&typed), Ok(receipt.clone()), "{typed}");
        }
        assert_eq!(Receipt::parse(" "), Err(ReceiptFlaw::Empty));
        assert_eq!(Receipt::parse("1234"), Err(ReceiptFlaw::Length(4)));
        assert_eq!(Receipt::parse(CaseNumber::new(47).as_str()), Err(ReceiptFlaw::IsCaseNumber));
        assert_eq!(format!("{receipt:?}"), "Receipt(…)");
    }

    #[test]
    fn a_case_number_checks_itself() {
        let number = CaseNumber::new(4_718_935);
        assert_eq!(number.as_str(), "HS-4718-9353");
        assert_eq!(CaseNumber::parse("hs 4718 9353"), Some(number));
        assert_eq!(CaseNumber::parse("HS-4718-9354"), None);
    }
}
