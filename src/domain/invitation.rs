//! Links that let a person in once, and what an account is told of itself.

use chrono::TimeDelta;

/// What such a link is for. The stored spellings are never changed, only added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Invitation {
    /// A new account chooses its password.
    Begin,
    /// A forgotten password; the second factor stays.
    Password,
    /// A lost second factor; the password stays.
    Factor,
}

impl Invitation {
    pub const ALL: [Self; 3] = [Self::Begin, Self::Password, Self::Factor];

    /// How long a link is good.
    pub const GOOD: TimeDelta = TimeDelta::hours(24);

    /// Whether a password is chosen; else the present one is asked for.
    pub fn chooses(self) -> bool {
        self != Self::Factor
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::Password => "password",
            Self::Factor => "factor",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What the holder of an account is told by mail, so that nobody else changes it unseen (`security.md`, S-24).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    Password,
    /// Another authenticator app.
    Factor,
    /// A recovery code was used, or all were drawn anew.
    RecoveryCodes,
    Email,
    Role,
    /// Somebody signed in after a long absence.
    BackAgain,
    /// Signing in through the identity provider is open from now on.
    Linked,
    Unlinked,
}

impl Change {
    pub const ALL: [Self; 8] = [
        Self::Password,
        Self::Factor,
        Self::RecoveryCodes,
        Self::Email,
        Self::Role,
        Self::BackAgain,
        Self::Linked,
        Self::Unlinked,
    ];

    /// The stored spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Factor => "factor",
            Self::RecoveryCodes => "recovery_codes",
            Self::Email => "email",
            Self::Role => "role",
            Self::BackAgain => "back_again",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}
