//! Days and closed lists as JSON.

use std::borrow::Cow;

use chrono::NaiveDate;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{
    ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type,
};
use serde_json::Value;

use crate::app::reads::What;
use crate::app::tracking::{MessageKind, Sender};
use crate::app::view::Standing;
use crate::domain::access::{Role, Sight};
use crate::domain::case::{Outcome, PublicStatus, Queue, Track};
use crate::domain::clock::ClockKind;
use crate::domain::evidence::{FileKind, Origin};
use crate::domain::interest::Tie;
use crate::domain::letter::{Kind, Lang, Source};
use crate::domain::purpose::Purpose;
use crate::domain::step::{Complexity, HoldType, RecordReason, RefusalReason, StepKind};

/// A calendar day in Hanoi, `YYYY-MM-DD`. The framework would call the format `naive-date`, which
/// no client knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

impl From<NaiveDate> for Day {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl Type for Day {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "string_date".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "date")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ParseFromJSON for Day {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        match value {
            Some(Value::String(text)) => Ok(Self(text.parse()?)),
            other => Err(ParseError::expected_type(other.unwrap_or_default())),
        }
    }
}

impl ToJSON for Day {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.0.to_string()))
    }
}

/// A closed list of the domain, spelled in JSON as everywhere else.
pub trait Vocabulary: Copy + Send + Sync + 'static {
    const TITLE: &'static str;
    const TERMS: &'static [Self];

    fn spelling(self) -> &'static str;
}

/// A word of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term<T>(pub T);

impl<T: Vocabulary> Term<T> {
    fn read(text: &str) -> Option<Self> {
        T::TERMS.iter().copied().find(|term| term.spelling() == text).map(Self)
    }
}

impl<T: Vocabulary> Type for Term<T> {
    const IS_REQUIRED: bool = true;

    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        T::TITLE.into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Reference(T::TITLE.to_owned())
    }

    fn register(registry: &mut Registry) {
        registry.create_schema::<Self, _>(T::TITLE.to_owned(), |_| MetaSchema {
            enum_items: T::TERMS.iter().map(|term| term.spelling().into()).collect(),
            ..MetaSchema::new("string")
        });
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl<T: Vocabulary> ParseFromJSON for Term<T> {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let value = value.unwrap_or_default();
        value.as_str().and_then(Self::read).ok_or_else(|| ParseError::expected_type(value))
    }
}

impl<T: Vocabulary> ParseFromParameter for Term<T> {
    fn parse_from_parameter(value: &str) -> ParseResult<Self> {
        Self::read(value).ok_or_else(|| ParseError::expected_type(value.into()))
    }
}

impl<T: Vocabulary> ToJSON for Term<T> {
    fn to_json(&self) -> Option<Value> {
        Some(self.0.spelling().into())
    }
}

macro_rules! vocabularies {
    ($($title:literal $list:ty = $terms:expr;)+) => {$(
        impl Vocabulary for $list {
            const TITLE: &'static str = $title;
            const TERMS: &'static [Self] = &$terms;

            fn spelling(self) -> &'static str {
                self.name()
            }
        }
    )+};
}

vocabularies! {
    "LetterKind" Kind = Kind::ALL;
    "Language" Lang = [Lang::Vi, Lang::En];
    "Source" Source = Source::ALL;
    "Role" Role = Role::ALL;
    "Purpose" Purpose = Purpose::ALL;
    "Track" Track = Track::ALL;
    "Queue" Queue = Queue::ALL;
    "Outcome" Outcome = Outcome::ALL;
    "ClockKind" ClockKind = ClockKind::ALL;
    "RefusalReason" RefusalReason = RefusalReason::ALL;
    "RecordReason" RecordReason = RecordReason::ALL;
    "HoldType" HoldType = HoldType::ALL;
    "Complexity" Complexity = Complexity::ALL;
    "Step" StepKind = StepKind::ALL;
    "Tie" Tie = Tie::ALL;
    "ReadKind" What = What::ALL;
    "FileKind" FileKind = FileKind::ALL;
    "FileOrigin" Origin = Origin::ALL;
    "Sight" Sight = [Sight::Head, Sight::Points, Sight::Whole];
    "Sender" Sender = [Sender::Resident, Sender::Office];
    "MessageKind" MessageKind =
        [MessageKind::Text, MessageKind::Question, MessageKind::Notice, MessageKind::Answer];
    "Standing" Standing =
        [Standing::OnTime, Standing::Soon, Standing::Late, Standing::Held, Standing::Done];
    "Status" PublicStatus = [
        PublicStatus::Received,
        PublicStatus::Screening,
        PublicStatus::Handling,
        PublicStatus::Answered,
        PublicStatus::Finished,
    ];
}
