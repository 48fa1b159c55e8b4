//! What a resident writes once the case is open. Each may come with an idempotency key: the same key
//! with the same words is stored once, however often it arrives.

use super::cases::Work;
use super::words::Words;
use super::{App, AppError, challenges, notify};
use crate::domain::access::Actor;
use crate::domain::case::State;
use crate::domain::ids::CaseId;
use crate::domain::letter::{self, Field, FieldFlaw, Flaw, limits};
use crate::domain::notice::{Addressee, Template};
use crate::domain::step::Step;
use crate::store::cases::Key;
use crate::store::sent_keys::Taken;

/// Whether someone pressed, threatened or promised when a letter is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    No,
    Yes,
    Unsaid,
}

impl Pressed {
    pub const ALL: [Self; 3] = [Self::No, Self::Yes, Self::Unsaid];

    pub fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unsaid => "unsaid",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pressed| pressed.name() == name)
    }

    /// What the level above is told when the answer is not a clear no. Vietnamese whatever the page's
    /// language, as those who read it are.
    fn warning(self) -> Option<&'static str> {
        match self {
            Self::No => None,
            Self::Yes => Some("Khi xin rút, người gửi cho biết có người ép, dọa hoặc hứa hẹn."),
            Self::Unsaid => {
                Some("Khi xin rút, người gửi không muốn nói có ai ép, dọa hoặc hứa hẹn hay không.")
            }
        }
    }
}

/// Writes to whoever handles the case; also the answer to an open question.
///
/// # Errors
/// [`AppError::Flaws`] for an empty or too long text, [`AppError::KeyReused`] when the key stands for another.
pub async fn write(app: &App, case: CaseId, text: &str, key: Option<&str>) -> Result<(), AppError> {
    let text = message(text)?;
    let Some(mut work) = begin(app, case, key, &["write", &text]).await? else { return Ok(()) };
    if matches!(work.loaded.case.state, State::NeedInfo { .. }) {
        work.take(&Actor::Resident, &Step::Resume, &Words::Note(text)).await?;
        return work.commit().await;
    }
    work.message("resident", "text", &text).await?;
    let reader = match work.loaded.case.state.assignment() {
        Some(_) => Addressee::Handler,
        None => Addressee::Triage,
    };
    notify::owe(app, &work.tx, &work.about(None), &[(reader, Template::Reply)]).await?;
    work.audit(&Actor::Resident, "write", "").await?;
    work.commit().await
}

/// Takes the letter back. Whether the matter ends is decided by two others; the level above, and only
/// it, is told in the same breath when someone may have pressed for it.
///
/// # Errors
/// A refusal when the case is past the point where that means anything; then nothing is told either.
pub async fn withdraw(
    app: &App,
    case: CaseId,
    why: &str,
    pressed: Pressed,
    key: Option<&str>,
) -> Result<(), AppError> {
    let why = letter::text_within(why, limits::MESSAGE)
        .map_err(|flaw| AppError::Flaws(vec![FieldFlaw { field: Field::Text, flaw }]))?;
    let what = ["withdraw", pressed.name(), &why];
    let Some(mut work) = begin(app, case, key, &what).await? else { return Ok(()) };
    if let Some(warning) = pressed.warning() {
        let warning = Words::Note(warning.to_owned());
        work.take(&Actor::Resident, &Step::ReportRetaliation, &warning).await?;
    }
    work.take(&Actor::Resident, &Step::Withdraw, &Words::Note(why)).await?;
    work.commit().await
}

/// Asks for review: a new linked case one level up.
///
/// # Errors
/// A refusal once the window is over.
pub async fn appeal(app: &App, case: CaseId, why: &str, key: Option<&str>) -> Result<(), AppError> {
    step(app, case, Step::Appeal, why, key).await
}

/// Tells the level above, and only it, that the resident is being harassed.
///
/// # Errors
/// [`AppError::Flaws`] when nothing is told.
pub async fn report_retaliation(
    app: &App,
    case: CaseId,
    text: &str,
    key: Option<&str>,
) -> Result<(), AppError> {
    step(app, case, Step::ReportRetaliation, text, key).await
}

/// Asks that an officer keep away from the case; heeded at once, until a second person decides.
///
/// # Errors
/// [`AppError::Flaws`] when nobody or no reason is given; a refusal while an earlier wish is undecided.
pub async fn challenge(
    app: &App,
    case: CaseId,
    officer: &str,
    why: &str,
    key: Option<&str>,
) -> Result<(), AppError> {
    let officer = letter::line(officer, limits::LINE)
        .map_err(|flaw| AppError::Flaws(vec![FieldFlaw { field: Field::AboutName, flaw }]))?;
    if officer.is_empty() {
        let flaw = FieldFlaw { field: Field::AboutName, flaw: Flaw::Empty };
        return Err(AppError::Flaws(vec![flaw]));
    }
    let why = message(why)?;
    let what = ["challenge", &officer, &why];
    let Some(mut work) = begin(app, case, key, &what).await? else { return Ok(()) };
    challenges::challenge(&mut work, &officer, &why).await?;
    work.audit(&Actor::Resident, "ask-to-keep-away", "").await?;
    work.commit().await
}

async fn step(
    app: &App,
    case: CaseId,
    step: Step,
    text: &str,
    key: Option<&str>,
) -> Result<(), AppError> {
    let text = message(text)?;
    let what = [step.kind().name(), &text];
    let Some(mut work) = begin(app, case, key, &what).await? else { return Ok(()) };
    work.take(&Actor::Resident, &step, &Words::Note(text)).await?;
    work.commit().await
}

fn message(text: &str) -> Result<String, AppError> {
    letter::parse_message(text).map_err(|flaw| AppError::Flaws(vec![flaw]))
}

/// Opens the case for writing, or nothing when the very same was stored before.
pub(super) async fn begin<'a>(
    app: &'a App,
    case: CaseId,
    key: Option<&str>,
    what: &[&str],
) -> Result<Option<Work<'a>>, AppError> {
    let tx = app.store().begin().await?;
    tx.hold_case(case).await?;
    if let Some(key) = key {
        // Short answers could be guessed from a plain hash, so this one is keyed.
        let hashed = |text: &str| app.keys().lookup("reply", format!("{case}\0{text}").as_bytes());
        match tx.take_key(case, &hashed(key), &hashed(&what.join("\0"))).await? {
            Taken::New => {}
            Taken::Same => return Ok(None),
            Taken::Other => return Err(AppError::KeyReused),
        }
    }
    let loaded = tx.case(Key::Id(case)).await?;
    Ok(Some(Work::new(app, tx, loaded).await?))
}
