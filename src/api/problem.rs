//! What went wrong, as a problem document (RFC 9457) with a stable code.
//!
//! A [`Problem`] carries codes only; the door puts it into words in the reader's language.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use poem::error::ResponseError;
use poem::http::StatusCode;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type;
use poem_openapi::{ApiResponse, Object};

use crate::app::AppError;
use crate::app::sign_in::HalfWay;
use crate::domain::decide::Refusal;
use crate::domain::evidence::FileFlaw;
use crate::domain::leak::Risk;
use crate::domain::letter::{Field, FieldFlaw, Lang};

pub const MEDIA_TYPE: &str = "application/problem+json";

/// The kinds of problem. Their names are public and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Malformed,
    BadParameter,
    BadKey,
    SignIn,
    WrongLogin,
    Forgery,
    NotFound,
    MethodNotAllowed,
    TooSlow,
    Refused(Refusal),
    Stale,
    TooLarge,
    MediaType,
    BadFields,
    KeyReused,
    IdentityRisk,
    TooMany,
    Internal,
    Unavailable,
    CodeNeeded,
    EnrolmentNeeded,
    StepUp,
}

impl Code {
    /// Those that do not depend on the workflow, for the documentation and the test of the words.
    pub const GENERAL: [Self; 21] = [
        Self::Malformed,
        Self::BadParameter,
        Self::BadKey,
        Self::SignIn,
        Self::WrongLogin,
        Self::Forgery,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::TooSlow,
        Self::Stale,
        Self::TooLarge,
        Self::MediaType,
        Self::BadFields,
        Self::KeyReused,
        Self::IdentityRisk,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
        Self::CodeNeeded,
        Self::EnrolmentNeeded,
        Self::StepUp,
    ];

    pub fn name(self) -> String {
        match self {
            Self::Malformed => "malformed",
            Self::BadParameter => "bad-parameter",
            Self::BadKey => "bad-idempotency-key",
            Self::SignIn => "sign-in",
            Self::WrongLogin => "wrong-login",
            Self::Forgery => "forgery",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::TooSlow => "too-slow",
            Self::Refused(refusal) => return format!("refusal-{}", refusal.name()),
            Self::Stale => "stale",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::BadFields => "bad-fields",
            Self::KeyReused => "idempotency-key-reused",
            Self::IdentityRisk => "identity-risk",
            Self::TooMany => "too-many-requests",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::CodeNeeded => "code-needed",
            Self::EnrolmentNeeded => "enrolment-needed",
            Self::StepUp => "step-up",
        }
        .to_owned()
    }

    pub fn status(self) -> StatusCode {
        match self {
            Self::Malformed | Self::BadParameter | Self::BadKey => StatusCode::BAD_REQUEST,
            Self::SignIn | Self::WrongLogin | Self::CodeNeeded => StatusCode::UNAUTHORIZED,
            Self::Forgery | Self::EnrolmentNeeded | Self::StepUp => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Refused(_) | Self::Stale => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BadFields | Self::KeyReused | Self::IdentityRisk => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What an error of the framework comes to.
    pub fn of_status(status: StatusCode) -> Self {
        let known = Self::GENERAL.into_iter().find(|code| code.status() == status);
        match known {
            Some(code) => code,
            None if status.is_client_error() => Self::Malformed,
            None => Self::Internal,
        }
    }
}

/// What can be wrong with the shape of a body, besides the flaws of a letter.
pub const SHAPE_FLAWS: [&str; 6] =
    ["missing", "unknown-field", "wrong-type", "unknown-choice", "not-an-id", "out-of-range"];

/// One field that needs mending; `field` is its path in the body, such as `about.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    pub field: String,
    pub code: &'static str,
    /// The number that the sentence needs, if it needs one.
    pub limit: Option<usize>,
    /// The words that the sentence quotes, if it quotes any.
    pub fragment: Option<String>,
}

impl BadField {
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, limit: None, fragment: None }
    }
}

/// A request that is not carried out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    pub fields: Vec<BadField>,
    /// The language the body asks for; the request's own when there is none.
    pub lang: Option<Lang>,
    /// How long to wait before the next try.
    pub wait: Option<Duration>,
}

impl Problem {
    pub fn fields(fields: Vec<BadField>) -> Self {
        Self { fields, ..Code::BadFields.into() }
    }

    /// For words typed along with a step: the field that carried them.
    #[must_use]
    pub fn about(mut self, field: &str) -> Self {
        for bad in self.fields.iter_mut().filter(|bad| bad.field == path(Field::Text)) {
            field.clone_into(&mut bad.field);
        }
        self
    }

    /// For what was not typed into a body but into the address.
    #[must_use]
    pub fn in_parameter(mut self, name: &str) -> Self {
        if self.code == Code::BadFields {
            self.code = Code::BadParameter;
            for bad in &mut self.fields {
                name.clone_into(&mut bad.field);
            }
        }
        self
    }

    /// For a letter that is itself a field of the body.
    #[must_use]
    pub fn within(mut self, field: &str) -> Self {
        for bad in &mut self.fields {
            bad.field = format!("{field}.{}", bad.field);
        }
        self
    }

    #[must_use]
    pub fn in_lang(self, lang: Option<Lang>) -> Self {
        Self { lang: lang.or(self.lang), ..self }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self { code, fields: Vec::new(), lang: None, wait: None }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            // Calendars and accounts are changed by pages and commands alone; the interface has no such operation.
            AppError::Lines(_) | AppError::Account(_) => Code::BadFields.into(),
            AppError::Password(_) => Code::BadFields.into(),
            AppError::Flaws(flaws) => Self::fields(flaws.into_iter().map(BadField::from).collect()),
            AppError::File(flaw) => Self::fields(vec![BadField::from(flaw)]),
            AppError::Refused(Refusal::NotYours) => Code::NotFound.into(),
            AppError::Refused(refusal) => Code::Refused(refusal).into(),
            // A receipt that cannot be one is answered like one that is not known.
            AppError::NotFound | AppError::Gone(_) | AppError::Receipt(_) => Code::NotFound.into(),
            AppError::Stale => Code::Stale.into(),
            AppError::KeyReused => Code::KeyReused.into(),
            AppError::Denied | AppError::HalfWay(HalfWay::WrongCode) => Code::WrongLogin.into(),
            AppError::HalfWay(HalfWay::CodeNeeded) => Code::CodeNeeded.into(),
            AppError::HalfWay(HalfWay::EnrolmentNeeded) => Code::EnrolmentNeeded.into(),
            AppError::StepUp(_) => Code::StepUp.into(),
            // Nobody comes to the interface from there.
            AppError::Provider(_) => Code::WrongLogin.into(),
            AppError::Vault(hitch) => Self::fields(vec![BadField::new("passphrase", hitch.code())]),
            AppError::TooMany(wait) => Self { wait: Some(wait), ..Code::TooMany.into() },
            AppError::Busy(wait) => Self { wait: Some(wait), ..Code::Unavailable.into() },
            AppError::Risks(risks) => Self {
                fields: risks.into_iter().map(BadField::from).collect(),
                ..Code::IdentityRisk.into()
            },
            broken @ AppError::Broken(..) => {
                tracing::error!(error = &broken as &dyn StdError, "an API operation failed");
                Code::Internal.into()
            }
        }
    }
}

impl From<FieldFlaw> for BadField {
    fn from(found: FieldFlaw) -> Self {
        let field = path(found.field).to_owned();
        Self { field, code: found.flaw.name(), limit: found.flaw.limit(), fragment: None }
    }
}

impl From<FileFlaw> for BadField {
    fn from(flaw: FileFlaw) -> Self {
        let limit = flaw.limit().and_then(|limit| usize::try_from(limit).ok());
        Self { limit, ..Self::new("file", flaw.name()) }
    }
}

impl From<Risk> for BadField {
    fn from(risk: Risk) -> Self {
        Self { fragment: Some(risk.fragment), ..Self::new(path(Field::Text), risk.reason.name()) }
    }
}

/// Where a field of the letter stands in the body.
fn path(field: Field) -> &'static str {
    match field {
        Field::Kind => "kind",
        Field::AboutName => "about.name",
        Field::AboutPosition => "about.position",
        Field::AboutUnit => "about.unit",
        Field::Place => "happened.place",
        Field::HappenedOn => "happened.on",
        Field::Text => "text",
        Field::ReporterName => "reporter.name",
        Field::ReporterAddress => "reporter.address",
        Field::ReporterPhone => "reporter.phone",
        Field::Email => "email",
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code.name())
    }
}

impl StdError for Problem {}

impl ResponseError for Problem {
    fn status(&self) -> StatusCode {
        self.code.status()
    }
}

/// In the document every operation owes this answer; `document` spells out the statuses.
impl ApiResponse for Problem {
    fn meta() -> MetaResponses {
        let content =
            vec![MetaMediaType { content_type: MEDIA_TYPE, schema: ProblemOut::schema_ref() }];
        let any = MetaResponse {
            description: "What went wrong.",
            status: None,
            status_range: None,
            content,
            headers: Vec::new(),
        };
        MetaResponses { responses: vec![any] }
    }

    fn register(registry: &mut Registry) {
        ProblemOut::register(registry);
    }
}

/// A problem document (RFC 9457).
#[derive(Object)]
#[oai(rename = "Problem", skip_serializing_if_is_none)]
pub struct ProblemOut {
    /// Leads to the description of the code.
    #[oai(rename = "type")]
    pub kind: String,
    /// A short heading in the reader's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened and what to do, in the reader's language.
    pub detail: String,
    /// The stable code, to be compared by programs.
    pub code: String,
    /// Every field that needs mending.
    pub errors: Option<Vec<FieldOut>>,
    /// For failures of the server: the number under which the log knows it.
    pub id: Option<String>,
}

/// One field that needs mending.
#[derive(Object)]
#[oai(rename = "FieldProblem")]
pub struct FieldOut {
    /// The field's path in the body, or the parameter's name.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// What to do, in the reader's language.
    pub detail: String,
}
