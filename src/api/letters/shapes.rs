//! Letters, promises and messages as JSON. The shapes are public and stable.

use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object};

use crate::api::types::{Day, Term, Vocabulary};
use crate::app::letters::Submitted;
use crate::app::tracking::{MessageKind, PublicMessage, Sender, Tracking};
use crate::app::{Promise, Promised};
use crate::domain::case::PublicStatus;
use crate::domain::letter::{About, Kind, Lang, RawLetter, RawReporter};

/// A letter to the committee.
#[derive(Object)]
#[oai(rename = "NewLetter")]
pub struct LetterIn {
    /// What the writer wants; triage may see it differently.
    pub kind: Term<Kind>,
    /// Whom or what it is about, in the writer's own words.
    pub about: Option<AboutText>,
    /// Where and when it happened.
    pub happened: Option<HappenedIn>,
    /// 20 to 10,000 characters.
    pub text: String,
    /// Who writes; null to stay unnamed.
    pub reporter: Option<ReporterIn>,
    /// Where to tell that there is news. Mails carry neither text nor receipt.
    pub email: Option<String>,
    /// The language to answer in.
    pub lang: Option<Term<Lang>>,
}

/// Whom or what a letter is about. Each part up to 200 characters.
#[derive(Object, Default)]
#[oai(rename = "About")]
pub struct AboutText {
    pub name: Option<String>,
    pub position: Option<String>,
    pub unit: Option<String>,
}

/// Where and when it happened.
#[derive(Object, Default)]
#[oai(rename = "Happened")]
pub struct HappenedIn {
    /// Up to 300 characters.
    pub place: Option<String>,
    /// Not after today.
    pub on: Option<Day>,
}

/// Who writes. It is sealed, and opened only by two custodians together.
#[derive(Object)]
#[oai(rename = "Reporter")]
pub struct ReporterIn {
    pub name: String,
    /// Needed for `khieu_nai` and `to_cao`, whose answers are served on paper.
    pub address: Option<String>,
    pub phone: Option<String>,
}

/// What a sender keeps.
#[derive(Object)]
#[oai(rename = "Submitted")]
pub struct SubmittedOut {
    /// May be spoken and mailed.
    pub case_number: String,
    /// The secret: 20 digits. It is told this once and stored nowhere in the clear.
    pub receipt: String,
    pub received_on: Day,
    pub promise: PromiseOut,
}

/// What the committee owes next.
#[derive(Object)]
#[oai(rename = "Promise")]
pub struct PromiseOut {
    /// `notice`: who deals with it, or why nobody does; `answer`: the result; `nothing`: all was given.
    pub what: Term<Owed>,
    pub due_on: Option<Day>,
    /// Counted over days whose holidays are not yet decreed.
    pub provisional: bool,
}

/// The secret of one case.
#[derive(Object)]
#[oai(rename = "Lookup")]
pub struct LookupIn {
    /// 20 digits; separators and full-width digits are accepted.
    pub receipt: String,
}

/// Where a case stands, as far as its sender may know.
#[derive(Object)]
#[oai(rename = "Tracking")]
pub struct TrackingOut {
    pub case_number: String,
    pub status: Term<PublicStatus>,
    pub received_on: Day,
    pub promise: PromiseOut,
    pub messages: Vec<MessageOut>,
}

/// A message between the sender and the office.
#[derive(Object)]
#[oai(rename = "Message")]
pub struct MessageOut {
    pub on: Day,
    pub from: Term<Sender>,
    pub what: Term<MessageKind>,
    /// An answer has four paragraphs: what was checked, found, done, and what the reader can do.
    pub text: String,
}

/// A message from the sender.
#[derive(Object)]
#[oai(rename = "NewMessage")]
pub struct MessageIn {
    pub receipt: String,
    /// Up to 5,000 characters. It also answers an open question.
    pub text: String,
}

/// The sender asks that an officer keep away from the case.
#[derive(Object)]
#[oai(rename = "NewChallenge")]
pub struct ChallengeIn {
    pub receipt: String,
    /// Name, post or unit.
    pub officer: String,
    /// Why; up to 5,000 characters.
    pub text: String,
}

/// A message that was taken in.
#[derive(Object)]
#[oai(rename = "MessageTaken")]
pub struct MessageTakenOut {
    pub on: Day,
}

#[derive(ApiResponse)]
pub enum LetterTaken {
    /// The letter is stored, and the case is open.
    #[oai(status = 201)]
    Created(Json<SubmittedOut>),
}

#[derive(ApiResponse)]
pub enum MessageTaken {
    /// The message is stored.
    #[oai(status = 201)]
    Created(Json<MessageTakenOut>),
}

/// What may be promised; in the domain, nothing is no promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    Given(Promised),
    Nothing,
}

impl Vocabulary for Owed {
    const TITLE: &'static str = "PromiseKind";
    const TERMS: &'static [Self] =
        &[Self::Given(Promised::Notice), Self::Given(Promised::Answer), Self::Nothing];

    fn spelling(self) -> &'static str {
        match self {
            Self::Given(promised) => promised.name(),
            Self::Nothing => "nothing",
        }
    }
}

impl LetterIn {
    /// The letter as the domain reads it; `lang` is the request's own language.
    pub fn raw(self, lang: Lang) -> RawLetter {
        let about = self.about.unwrap_or_default();
        let happened = self.happened.unwrap_or_default();
        RawLetter {
            kind: self.kind.0.name().to_owned(),
            about: About {
                name: about.name.unwrap_or_default(),
                position: about.position.unwrap_or_default(),
                unit: about.unit.unwrap_or_default(),
            },
            place: happened.place.unwrap_or_default(),
            happened_on: happened.on.map(|day| day.0),
            text: self.text,
            reporter: self.reporter.map(|reporter| RawReporter {
                name: reporter.name,
                address: reporter.address.unwrap_or_default(),
                phone: reporter.phone.unwrap_or_default(),
            }),
            email: self.email,
            lang: self.lang.map_or(lang, |lang| lang.0),
        }
    }
}

impl From<About> for AboutText {
    fn from(about: About) -> Self {
        let About { name, position, unit } = about;
        Self { name: Some(name), position: Some(position), unit: Some(unit) }
    }
}

impl From<Submitted> for SubmittedOut {
    fn from(submitted: Submitted) -> Self {
        Self {
            case_number: submitted.case_number.to_string(),
            receipt: submitted.receipt.digits(),
            received_on: Day(submitted.received_on),
            promise: Some(submitted.promise).into(),
        }
    }
}

impl From<Option<Promise>> for PromiseOut {
    fn from(promise: Option<Promise>) -> Self {
        match promise {
            Some(promise) => Self {
                what: Term(Owed::Given(promise.what)),
                due_on: Some(Day(promise.due_on)),
                provisional: promise.provisional,
            },
            None => Self { what: Term(Owed::Nothing), due_on: None, provisional: false },
        }
    }
}

impl From<Tracking> for TrackingOut {
    fn from(tracking: Tracking) -> Self {
        Self {
            case_number: tracking.case_number.to_string(),
            status: Term(tracking.status),
            received_on: Day(tracking.received_on),
            promise: tracking.promise.into(),
            messages: tracking.messages.into_iter().map(MessageOut::from).collect(),
        }
    }
}

impl From<PublicMessage> for MessageOut {
    fn from(message: PublicMessage) -> Self {
        let text = message.answer.map_or(message.text, |answer| {
            [answer.checked, answer.found, answer.done, answer.next].join("\n\n")
        });
        Self { on: Day(message.on), from: Term(message.from), what: Term(message.what), text }
    }
}
