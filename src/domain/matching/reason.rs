//! Reasons for and against a candidate. The wording in Vietnamese and English is made elsewhere from the codes.

use chrono::NaiveDate;

use crate::text::Post;

/// How firmly a description points to a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Khớp yếu: name only, or a name that had to be bent.
    Weak,
    /// Khớp vừa: name and one of post and unit.
    Medium,
    /// Khớp chắc: name, post and unit, and nobody else like it.
    Sure,
}

impl Strength {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Medium => "medium",
            Self::Sure => "sure",
        }
    }
}

/// Through what a member belongs to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitRole {
    /// Holds the post there.
    Post,
    /// Is managed by it.
    Member,
    /// Lives there.
    Residence,
    /// Is the unit itself.
    Itself,
}

/// One fact that speaks for or against a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The whole name agrees.
    NameEqual,
    /// Several words of the name agree; the description gives no more.
    NamePart,
    /// Only the given name was told, and it agrees.
    GivenNameOnly,
    /// Agrees once tones or marks left out by the writer are passed over.
    NameWithoutTones,
    /// The register has this name without marks.
    RecordWithoutMarks,
    NameInitials,
    NameOtherOrder,
    /// Same letters, other marks.
    NameMarksDiffer,
    /// A slip of the finger in the name was forgiven.
    NameSlip,
    /// Words of the description's name are not in this name.
    NameWordUnknown,
    /// The first word was taken for the given name, the others for a nickname or a spouse's name.
    NicknameForm,
    /// A birth-order name; names were not compared.
    BirthOrderName,
    /// The description gives no name.
    NoNameGiven,
    PostEqual {
        post: Post,
        from: Option<NaiveDate>,
    },
    /// The post told as a past one was indeed held until this day.
    PostHeldBefore {
        post: Post,
        to: Option<NaiveDate>,
    },
    /// Held the post, but no longer at the date of the event.
    PostEnded {
        post: Post,
        to: Option<NaiveDate>,
    },
    /// Came to the post after the date of the event.
    PostNotYet {
        post: Post,
        from: Option<NaiveDate>,
    },
    /// Holds the post, but in another unit than the one told.
    PostElsewhere {
        post: Post,
    },
    /// Holds another post.
    PostDiffers {
        held: Post,
    },
    /// Holds no post at all at that date.
    NoPost,
    UnitEqual {
        role: UnitRole,
    },
    /// Same number, but branch for neighbourhood or the like.
    UnitOtherKind {
        role: UnitRole,
    },
    /// The unit told is above this one.
    UnitAbove {
        role: UnitRole,
    },
    UnitDiffers,
    /// The ward has another name (wards were merged and renamed; a weak reason).
    WardDiffers,
    BirthYearEqual,
    BirthYearDiffers,
    GenderDiffers,
    /// Others match just as well.
    SeveralEqual {
        others: u32,
    },
}

impl Reason {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NameEqual => "name_equal",
            Self::NamePart => "name_part",
            Self::GivenNameOnly => "given_name_only",
            Self::NameWithoutTones => "name_without_tones",
            Self::RecordWithoutMarks => "record_without_marks",
            Self::NameInitials => "name_initials",
            Self::NameOtherOrder => "name_other_order",
            Self::NameMarksDiffer => "name_marks_differ",
            Self::NameSlip => "name_slip",
            Self::NameWordUnknown => "name_word_unknown",
            Self::NicknameForm => "nickname_form",
            Self::BirthOrderName => "birth_order_name",
            Self::NoNameGiven => "no_name_given",
            Self::PostEqual { .. } => "post_equal",
            Self::PostHeldBefore { .. } => "post_held_before",
            Self::PostEnded { .. } => "post_ended",
            Self::PostNotYet { .. } => "post_not_yet",
            Self::PostElsewhere { .. } => "post_elsewhere",
            Self::PostDiffers { .. } => "post_differs",
            Self::NoPost => "no_post",
            Self::UnitEqual { .. } => "unit_equal",
            Self::UnitOtherKind { .. } => "unit_other_kind",
            Self::UnitAbove { .. } => "unit_above",
            Self::UnitDiffers => "unit_differs",
            Self::WardDiffers => "ward_differs",
            Self::BirthYearEqual => "birth_year_equal",
            Self::BirthYearDiffers => "birth_year_differs",
            Self::GenderDiffers => "gender_differs",
            Self::SeveralEqual { .. } => "several_equal",
        }
    }

    /// Does it speak for the candidate?
    pub fn is_for(&self) -> bool {
        matches!(
            self,
            Self::NameEqual
                | Self::NamePart
                | Self::GivenNameOnly
                | Self::NameWithoutTones
                | Self::NameInitials
                | Self::PostEqual { .. }
                | Self::PostHeldBefore { .. }
                | Self::UnitEqual { .. }
                | Self::UnitOtherKind { .. }
                | Self::UnitAbove { .. }
                | Self::BirthYearEqual
        )
    }
}
