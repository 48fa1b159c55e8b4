//! What is asked for so heavily that whoever is signed in proves anew that it is them (`security.md`, S-23).

/// One such thing. A proof is good for one purpose alone, for a few minutes. The stored spellings are never changed,
/// only added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// Opening who wrote.
    OpenIdentity,
    /// Giving one's share of the key to the vault, or being given it.
    ShareKey,
    /// Changing who gets in, and as what: accounts, roles, links.
    ChangeAccount,
    /// One's own password, second factor, recovery codes or address.
    OwnSignIn,
    /// Taking lists or files away.
    Export,
    /// Destroying what was kept.
    Delete,
    /// Putting a backup in place.
    Restore,
}

impl Purpose {
    pub const ALL: [Self; 7] = [
        Self::OpenIdentity,
        Self::ShareKey,
        Self::ChangeAccount,
        Self::OwnSignIn,
        Self::Export,
        Self::Delete,
        Self::Restore,
    ];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenIdentity => "open_identity",
            Self::ShareKey => "share_key",
            Self::ChangeAccount => "change_account",
            Self::OwnSignIn => "own_sign_in",
            Self::Export => "export",
            Self::Delete => "delete",
            Self::Restore => "restore",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}
