//! A letter while it is being written. It lives in the form alone: no word is stored before the last
//! button, and nothing stays on a shared phone. Of files only sealed bytes lie in the store until then;
//! what opens them is in the form.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::letter::{About, Field, FieldFlaw, Kind, Lane, Lang, RawLetter, RawReporter};

use super::happened::{self, Happened};

/// Everything the pages of `/gui` ask, as typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// A kind's name, or [`UNSURE`].
    pub kind: String,
    /// The kind whose rules the reader has been told.
    pub told: String,
    /// [`ANONYMOUS`] or [`NAMED`].
    pub identity: String,
    pub text: String,
    /// One of the choices of [`happened`], such as [`happened::ON_A_DAY`].
    pub when: String,
    pub day: String,
    pub month: String,
    pub year: String,
    pub when_text: String,
    pub place: String,
    pub about_name: String,
    pub about_position: String,
    pub about_unit: String,
    pub reporter_name: String,
    pub reporter_address: String,
    pub reporter_phone: String,
    /// [`NO_NEWS`] or [`BY_EMAIL`].
    pub contact: String,
    pub email: String,
    pub truth: bool,
    /// Tickets of the files that are attached.
    pub files: Vec<String>,
    /// Idempotency key, made when the first page is shown.
    pub key: String,
    /// Whether the reader came from the check page and goes straight back there.
    pub review: bool,
    /// Button: show this step, checked or not.
    pub go: String,
    /// Button on the check page: mend this step.
    pub fix: String,
    /// Button: the same step in this language.
    pub speak: String,
    /// Button: take the file of this number away.
    pub remove: String,
    /// Button: take the chosen files in, and stay.
    pub up: String,
}

/// “I am not sure”: taken as a report of a fact, which triage then sorts (`ux.md` R2).
pub const UNSURE: &str = "khong_chac";
pub const ANONYMOUS: &str = "anonymous";
pub const NAMED: &str = "named";
pub const NO_NEWS: &str = "none";
pub const BY_EMAIL: &str = "email";

/// Something to mend: the input it leads to, and the key of its sentence or the domain's finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    Word(&'static str, &'static str),
    Rule(FieldFlaw),
}

/// The pages, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Kind,
    /// What to know before a complaint or a denunciation.
    Told,
    Identity,
    Story,
    When,
    About,
    Files,
    Reporter,
    Contact,
    Check,
}

impl Step {
    pub const ALL: [Self; 10] = [
        Self::Kind,
        Self::Told,
        Self::Identity,
        Self::Story,
        Self::When,
        Self::About,
        Self::Files,
        Self::Reporter,
        Self::Contact,
        Self::Check,
    ];

    /// The last part of the address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Kind => "loai",
            Self::Told => "can-biet",
            Self::Identity => "cach-gui",
            Self::Story => "noi-dung",
            Self::When => "luc-nao",
            Self::About => "ai",
            Self::Files => "tep",
            Self::Reporter => "ve-toi",
            Self::Contact => "lien-he",
            Self::Check => "kiem-tra",
        }
    }

    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// The form fields that this page shows itself; all others travel hidden.
    pub fn shows(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["kind"],
            Self::Told => &["told"],
            Self::Identity => &["identity"],
            Self::Story => &["text"],
            Self::When => &["when", "day", "month", "year", "when_text", "place"],
            Self::About => &["about_name", "about_position", "about_unit"],
            // Tickets travel hidden on their own page, too.
            Self::Files => &[],
            Self::Reporter => &["reporter_name", "reporter_address", "reporter_phone"],
            Self::Contact => &["contact", "email"],
            Self::Check => &["truth"],
        }
    }
}

impl Draft {
    pub fn kind(&self) -> Option<Kind> {
        if self.kind == UNSURE { Some(Kind::PhanAnh) } else { Kind::from_name(&self.kind) }
    }

    pub fn named(&self) -> bool {
        self.identity == NAMED
    }

    /// Whether the letter starts a legal procedure: complaint or denunciation.
    pub fn full(&self) -> bool {
        self.kind().is_some_and(|kind| kind.lane() == Lane::Full)
    }

    /// The pages that this letter goes through.
    pub fn steps(&self) -> impl Iterator<Item = Step> + use<> {
        let (full, named) = (self.full(), self.named());
        Step::ALL.into_iter().filter(move |step| match step {
            Step::Told => full,
            Step::Reporter => named,
            _ => true,
        })
    }

    /// What has to be mended on one page.
    pub fn mends(&self, step: Step, today: NaiveDate) -> Vec<Mend> {
        let fields: &[Field] = match step {
            Step::Kind => return unless(self.kind().is_some(), "kind", "flaw-kind"),
            Step::Told => return unless(self.told == self.kind, "told", "flaw-told"),
            Step::Identity => {
                let chosen = [ANONYMOUS, NAMED].contains(&self.identity.as_str());
                return unless(chosen, "identity", "flaw-identity");
            }
            Step::Check => {
                let stood_for = self.truth || !self.full();
                return unless(stood_for, "truth", "flaw-truth");
            }
            Step::Files => return Vec::new(),
            Step::Story => &[Field::Text],
            Step::When => &[Field::HappenedOn, Field::Place],
            Step::About => &[Field::AboutName, Field::AboutPosition, Field::AboutUnit],
            Step::Reporter => &[Field::ReporterName, Field::ReporterAddress, Field::ReporterPhone],
            Step::Contact => &[Field::Email],
        };
        let mut mends = self.own_mends(step, today);
        let found = self.letter(Lang::Vi, today).parse(today).err().unwrap_or_default();
        mends.extend(found.into_iter().filter(|flaw| fields.contains(&flaw.field)).map(Mend::Rule));
        mends
    }

    /// The page after `step`: the next one, or from the check page the first that is not complete.
    pub fn after(&self, step: Step, today: NaiveDate) -> Step {
        if self.review {
            return self.incomplete(today).unwrap_or(Step::Check);
        }
        self.steps().skip_while(|at| *at != step).nth(1).unwrap_or(Step::Check)
    }

    pub fn before(&self, step: Step) -> Option<Step> {
        self.steps().take_while(|at| *at != step).last()
    }

    /// The first page before the last that would not be let through.
    pub fn incomplete(&self, today: NaiveDate) -> Option<Step> {
        self.steps()
            .filter(|step| *step != Step::Check)
            .find(|step| !self.mends(*step, today).is_empty())
    }

    /// The letter, as the application takes it.
    pub fn letter(&self, lang: Lang, today: NaiveDate) -> RawLetter {
        let happened = happened::parse(self, today).unwrap_or(Happened::Unknown);
        let reporter = self.named().then(|| RawReporter {
            name: self.reporter_name.clone(),
            address: self.reporter_address.clone(),
            phone: self.reporter_phone.clone(),
        });
        RawLetter {
            kind: self.kind().map_or("", Kind::name).to_owned(),
            about: About {
                name: self.about_name.clone(),
                position: self.about_position.clone(),
                unit: self.about_unit.clone(),
            },
            place: self.place.clone(),
            happened_on: happened.day(),
            text: happened.added_to(&self.text),
            reporter,
            email: (self.contact == BY_EMAIL).then(|| self.email.clone()),
            lang,
        }
    }

    /// What the form asks for and the letter's own rules do not know.
    fn own_mends(&self, step: Step, today: NaiveDate) -> Vec<Mend> {
        let typed = !self.email.trim().is_empty();
        match step {
            Step::When => match happened::parse(self, today) {
                Ok(_) => Vec::new(),
                Err((field, key)) => vec![Mend::Word(field, key)],
            },
            Step::Contact => match self.contact.as_str() {
                BY_EMAIL if !typed => vec![Mend::Word("email", "flaw-email-empty")],
                NO_NEWS if typed => vec![Mend::Word("contact", "flaw-contact-both")],
                BY_EMAIL | NO_NEWS => Vec::new(),
                _ => vec![Mend::Word("contact", "flaw-contact")],
            },
            _ => Vec::new(),
        }
    }
}

fn unless(fine: bool, field: &'static str, key: &'static str) -> Vec<Mend> {
    if fine { Vec::new() } else { vec![Mend::Word(field, key)] }
}
