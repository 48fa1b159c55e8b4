//! E-mail addresses of residents.

use super::Flaw;

/// An address that can stand in a mail header: ASCII domain, no white space, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Longest address that mail servers must accept (RFC 5321, 4.5.3.1).
    const MAX: usize = 254;

    /// # Errors
    /// [`Flaw::Email`] when it could not be written to or could break a header.
    pub fn parse(raw: &str) -> Result<Self, Flaw> {
        let address = raw.trim();
        let (local, domain) = address.rsplit_once('@').ok_or(Flaw::Email)?;
        let clean = |part: &str, extra: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
        };
        let dots =
            |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let fits = address.len() <= Self::MAX && local.len() <= 64;
        let labels =
            domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
        let fine =
            clean(local, "!#$%&'*+-/=?^_`{|}~.") && clean(domain, "-.") && domain.contains('.');
        if fits && fine && labels && dots(local) && dots(domain) {
            Ok(Self(address.to_owned()))
        } else {
            Err(Flaw::Email)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_break_a_header_are_refused() {
        for good in ["a@b.vn", "nguyen.van-an+x@thu.example.vn"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.vn",
            "a@b",
            "a b@c.vn",
            "a@b..vn",
            "a@-b.vn",
            "a@b.vn\r\nBcc:c@d.vn",
            "á@b.vn",
            "<a@b.vn>",
            "a,b@c.vn",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(Flaw::Email), "{bad}");
        }
    }
}
