//! A case as an account may see it.

use chrono::NaiveDate;

use super::recount::{self, DoubtView};
use super::suggest::{self, Suggestion};
use super::words::{Content, Place};
use super::{Answer, App, AppError, Held, calendars, leak, letters, reads, tracking};
use crate::domain::access::{self, Account, Actor, Role, Sight};
use crate::domain::case::{Case, Outcome, Queue};
use crate::domain::clock::{Clock, ClockKind};
use crate::domain::deadline::HoldTerm;
use crate::domain::decide::Context;
use crate::domain::ids::{AccountId, AllegationId, MeasureId, MemberId, OutboxId, UnitId};
use crate::domain::letter::{About, Source};
use crate::domain::notice::{Addressee, Template};
use crate::domain::possible;
use crate::domain::receipt::CaseNumber;
use crate::domain::step::{Act, StepKind};
use crate::domain::worded::Worded;
use crate::rules::Rules;
use crate::store::cases::Loaded;
use crate::store::reads::What;

pub use tracking::PublicMessage;

/// Everything one account may know of a case.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub case: Case,
    pub number: CaseNumber,
    /// False before the officer declared that no interest binds them: then the words below are empty.
    pub opened: bool,
    pub sight: Sight,
    /// Whether the level above is only called to look on; to nobody else it is told.
    pub called: bool,
    pub about: About,
    pub place: String,
    pub happened_on: Option<NaiveDate>,
    pub text: String,
    pub source: Source,
    pub allegations: Vec<AllegationView>,
    pub subjects: Vec<PersonView>,
    pub suggestion: Option<Suggestion>,
    pub candidates: Vec<OfficerView>,
    /// Who could be put in charge only by an exception.
    pub exceptional: Vec<OfficerView>,
    /// Whom the resident asks to keep away, undecided, and the words it was asked in.
    pub challenged: Vec<String>,
    pub challenge: String,
    pub handler: Option<String>,
    pub helper: Option<String>,
    pub clocks: Vec<ClockView>,
    pub messages: Vec<PublicMessage>,
    pub events: Vec<EventView>,
    pub conclusion: Option<Answer>,
    pub measures: Vec<MeasureView>,
    pub paper: Vec<PaperView>,
    /// What this account may do now.
    pub steps: Vec<StepKind>,
    /// Days that wait for a decision, because a calendar or a rule loaded later gives others.
    pub doubts: Vec<DoubtView>,
    /// The words given with the waiting proposal.
    pub proposed_note: String,
    /// Why the proposed summary keeps words that may betray the reporter; empty for none.
    pub proposed_keep_reason: String,
    /// Whom an exceptional assignment is for.
    pub proposed_officer: Option<String>,
    /// What the proposed hold rests on.
    pub proposed_hold: Option<HoldTerm>,
    pub appeal_of: Option<CaseNumber>,
}

#[derive(Clone, Debug)]
pub struct AllegationView {
    pub id: AllegationId,
    pub text: String,
    pub outcome: Option<Outcome>,
    pub evidence: String,
}

/// A member with what tells them apart from others of the same name.
#[derive(Clone, Debug)]
pub struct PersonView {
    pub member: MemberId,
    pub name: String,
    pub birth_year: Option<i32>,
    pub unit: String,
    /// (code of the title, unit) of each post held on the day asked for.
    pub posts: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct OfficerView {
    pub account: AccountId,
    pub unit: UnitId,
    pub name: String,
    pub unit_name: String,
    pub suggested: bool,
    /// Open cases this officer has now.
    pub load: i64,
    /// The last day of a leave they are on today.
    pub away_until: Option<NaiveDate>,
}

/// How a deadline stands, told by shape and word, not by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    OnTime,
    Soon,
    Late,
    Held,
    Done,
}

impl Standing {
    pub fn name(self) -> &'static str {
        match self {
            Self::OnTime => "on-time",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Held => "held",
            Self::Done => "done",
        }
    }
}

#[derive(Clone, Debug)]
pub struct ClockView {
    pub clock: Clock,
    pub standing: Standing,
    /// Days left, or days late.
    pub days: i64,
    /// The rule's legal basis and title.
    pub basis: Worded,
    pub title: Worded,
    /// False for a rule that nobody has confirmed yet ("chờ xác nhận").
    pub confirmed: bool,
    /// The term in the rule's own words: number and unit code.
    pub term: Option<(u32, &'static str)>,
    /// What each hold rests on, in their order.
    pub holds: Vec<HoldTerm>,
    /// The calendar in force and the day that it and the rules in force give, where that is another one.
    pub now: Option<(String, NaiveDate)>,
}

#[derive(Clone, Debug)]
pub struct EventView {
    pub on: NaiveDate,
    pub step: StepKind,
    pub act: Option<StepKind>,
    /// Display name of the account, or the code of the actor.
    pub actor: String,
    pub before: String,
    pub after: String,
    pub note: String,
    /// Why words of a summary were kept that may betray the reporter.
    pub keep_reason: String,
}

#[derive(Clone, Debug)]
pub struct MeasureView {
    pub id: MeasureId,
    pub text: String,
    pub due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
}

/// A legal notice to hand over on paper.
#[derive(Clone, Debug)]
pub struct PaperView {
    pub id: OutboxId,
    pub addressee: Addressee,
    pub template: Template,
    pub delivered: bool,
}

/// A case for one account.
///
/// # Errors
/// [`AppError::NotFound`] for whom the case does not exist.
pub async fn view(app: &App, who: &Account, number: &CaseNumber) -> Result<CaseView, AppError> {
    let loaded = app.store().case_for(who, number).await?;
    let sight = access::sight(who, &loaded.case, &loaded.excluded).ok_or(AppError::NotFound)?;
    // Noted before it is shown: whoever comes to be kept out later has read what is noted here.
    reads::note(app, who, What::of(sight), &[loaded.case.id]).await?;
    let mut view = skeleton(app, who, loaded.clone(), sight).await?;
    if sight == Sight::Whole {
        open(app, &mut view, &loaded, who).await?;
    } else if sight == Sight::Points {
        points(app, &mut view, &loaded, who).await?;
    }
    // Quiet checks would tell who handles the case that the reporter complained of harassment (25).
    if who.role != Role::Above {
        view.clocks.retain(|one| one.clock.kind != ClockKind::CheckIn);
    }
    Ok(view)
}

/// What needs no opened letter: state, clocks, people to tell.
async fn skeleton(
    app: &App,
    who: &Account,
    loaded: Loaded,
    sight: Sight,
) -> Result<CaseView, AppError> {
    let letter = app.store().letter(loaded.case.id).await?;
    let rules = calendars::knowing(app, &loaded.clocks).await?;
    let units = app.units().await?;
    let to = loaded.case.state.assignment();
    let on = letter.happened_on.unwrap_or(letter.received_on);
    let subjects: Vec<MemberId> = loaded.case.subjects.iter().copied().collect();
    let paper = app.store().paper_for(loaded.case.id).await?;
    let appeal_of = match loaded.case.appeal_of {
        Some(earlier) => app.store().number_unless_out(who.id, earlier).await?,
        None => None,
    };
    Ok(CaseView {
        opened: sight == Sight::Whole,
        sight,
        called: who.role == Role::Above
            && loaded.case.above.called
            && loaded.case.queue == Queue::Committee,
        about: About::default(),
        place: String::new(),
        happened_on: letter.happened_on,
        text: String::new(),
        source: letter.source,
        allegations: Vec::new(),
        // The declaration page shows the name, and nothing of the content.
        subjects: suggest::people(app, &units, &subjects, on).await?,
        suggestion: None,
        candidates: Vec::new(),
        exceptional: Vec::new(),
        challenged: Vec::new(),
        challenge: String::new(),
        handler: officer_name(app, to.map(|to| to.officer)).await?,
        helper: to.and_then(|to| to.coordinating).map(|unit| units.name(unit)),
        clocks: loaded.clocks.iter().map(|clock| clock_view(app, clock)).collect(),
        messages: Vec::new(),
        events: Vec::new(),
        conclusion: None,
        measures: Vec::new(),
        paper: paper
            .into_iter()
            .map(|paper| PaperView {
                id: paper.id,
                addressee: paper.addressee,
                template: paper.template,
                delivered: paper.delivered_at.is_some(),
            })
            .collect(),
        steps: steps(app, who, &loaded, &rules),
        doubts: recount::doubts(app, &loaded.clocks).await?,
        proposed_note: String::new(),
        proposed_keep_reason: String::new(),
        proposed_officer: None,
        proposed_hold: match loaded.case.pending.as_ref().map(|pending| &pending.act) {
            Some(Act::Hold { hold, .. }) => Some(rules.book.hold(*hold)),
            _ => None,
        },
        appeal_of,
        number: loaded.number,
        case: loaded.case,
    })
}

async fn officer_name(app: &App, officer: Option<AccountId>) -> Result<Option<String>, AppError> {
    let Some(id) = officer else { return Ok(None) };
    Ok(app.store().account(id).await?.map(|row| row.display_name))
}

/// What a coordinating branch needs to establish facts, and nothing the sender wrote word by word.
async fn points(
    app: &App,
    view: &mut CaseView,
    loaded: &Loaded,
    who: &Account,
) -> Result<(), AppError> {
    let id = loaded.case.id;
    let held = app.held_by(who, id).await?;
    let letter = app.store().letter(id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    view.place = content.place;
    view.allegations = allegations(app, &held).await?;
    // Until triage splits it, the letter's own words stand for what is alleged.
    let own = letters::first_words(&content.text);
    let subjects: Vec<MemberId> = loaded.case.subjects.iter().copied().collect();
    let members = app.store().members(&subjects).await?;
    let subjects: Vec<String> =
        members.into_iter().map(|member| member.full_name).chain([content.name]).collect();
    let is_neutral = |text: &str| leak::is_neutral(text, &content.text, &subjects);
    view.allegations.retain(|one| one.text != own && is_neutral(&one.text));
    for one in &mut view.allegations {
        (one.outcome, one.evidence) = (None, String::new());
    }
    Ok(())
}

async fn allegations(app: &App, held: &Held) -> Result<Vec<AllegationView>, AppError> {
    let rows = app.store().allegations(held.case).await?;
    rows.into_iter()
        .map(|row| {
            let evidence = match &row.evidence {
                Some(sealed) => held.unseal(Place::Evidence, sealed)?,
                None => String::new(),
            };
            let text = held.unseal(Place::Allegation, &row.content)?;
            Ok(AllegationView { id: row.id, text, outcome: row.outcome, evidence })
        })
        .collect()
}

/// The words of the letter and of everyone who worked on it.
async fn open(
    app: &App,
    view: &mut CaseView,
    loaded: &Loaded,
    who: &Account,
) -> Result<(), AppError> {
    let id = loaded.case.id;
    let held = app.held_by(who, id).await?;
    let letter = app.store().letter(id).await?;
    let content: Content = held.unseal_value(Place::Letter, &letter.content)?;
    view.about = content.about();
    view.place = content.place;
    view.text = content.text;
    view.allegations = allegations(app, &held).await?;
    for row in app.store().measures(id).await? {
        view.measures.push(MeasureView {
            id: row.measure.id,
            text: held.unseal(Place::Measure, &row.content)?,
            due_on: row.measure.due_on,
            done_on: row.measure.done_on,
        });
    }
    view.messages = tracking::messages(app, &held).await?;
    view.events = events(app, &held, who).await?;
    if let Some(proposed) = proposed(&loaded.case, &view.events) {
        let (note, keep) = (proposed.note.clone(), proposed.keep_reason.clone());
        (view.proposed_note, view.proposed_keep_reason) = (note, keep);
    }
    if let Some(sealed) = app.store().conclusion(id).await? {
        view.conclusion = Some(held.unseal_value(Place::Conclusion, &sealed)?);
    }
    second_person(app, view, loaded).await?;
    if matches!(who.role, Role::Triage | Role::Above) && view.case.state.is_open() {
        let on = letter.happened_on.unwrap_or(letter.received_on);
        let (subjects, excluded) = (&loaded.case.subjects, &loaded.excluded);
        let found = suggest::suggestion(app, &view.about, subjects, excluded, on).await?;
        if view.steps.iter().any(|step| matches!(step, StepKind::Assign | StepKind::Reorganise)) {
            view.candidates = suggest::candidates(app, Some(who), excluded, found.unit).await?;
        }
        if view.steps.contains(&StepKind::ProposeAssignDespite) {
            view.exceptional = suggest::exceptional(app, who, excluded).await?;
        }
        view.suggestion = Some(found);
    }
    Ok(())
}

/// What a second person needs to decide on an exception or on what the resident asks.
async fn second_person(app: &App, view: &mut CaseView, loaded: &Loaded) -> Result<(), AppError> {
    let asked: Vec<AccountId> = loaded.case.challenged.iter().copied().collect();
    if !asked.is_empty() {
        let rows = app.store().accounts(&asked).await?;
        view.challenged = rows.into_iter().map(|row| row.display_name).collect();
        view.challenged.sort();
        let told = view.events.iter().rev().find(|event| event.step == StepKind::Challenge);
        view.challenge = told.map(|event| event.note.clone()).unwrap_or_default();
    }
    if let Some(Act::AssignDespite { to }) = loaded.case.pending.as_ref().map(|one| &one.act) {
        let (units, name) = (app.units().await?, officer_name(app, Some(to.officer)).await?);
        view.proposed_officer = name.map(|name| format!("{name} – {}", units.name(to.unit)));
    }
    Ok(())
}

fn proposed<'a>(case: &Case, events: &'a [EventView]) -> Option<&'a EventView> {
    let pending = case.pending.as_ref()?;
    events.iter().rev().find(|event| event.step == pending.act.kind())
}

async fn events(app: &App, held: &Held, who: &Account) -> Result<Vec<EventView>, AppError> {
    let mut rows = app.store().events(held.case).await?;
    // That the reporter is being harassed is for the level above alone (`workflow.md`, 25).
    rows.retain(|row| who.role == Role::Above || row.step != StepKind::ReportRetaliation);
    let ids: Vec<AccountId> = rows.iter().filter_map(|row| row.account).collect();
    let accounts = app.store().accounts(&ids).await?;
    rows.into_iter()
        .map(|row| {
            let name = accounts.iter().find(|one| Some(one.account.id) == row.account);
            let opened = |sealed: &Option<Vec<u8>>| match sealed {
                Some(sealed) => held.unseal(Place::Note, sealed),
                None => Ok(String::new()),
            };
            let (note, keep_reason) = (opened(&row.note)?, opened(&row.keep_reason)?);
            Ok(EventView {
                on: row.on,
                step: row.step,
                act: row.act,
                actor: name.map_or(row.actor, |one| one.display_name.clone()),
                before: row.before,
                after: row.after,
                note,
                keep_reason,
            })
        })
        .collect()
}

fn steps(app: &App, who: &Account, loaded: &Loaded, rules: &Rules) -> Vec<StepKind> {
    let context = Context {
        today: app.now().day,
        timing: rules.timing(),
        excluded: &loaded.excluded,
        clocks: &loaded.clocks,
        bounds: app.bounds(),
    };
    possible::steps(&loaded.case, &Actor::Account(*who), &context)
}

pub(crate) fn clock_view(app: &App, clock: &Clock) -> ClockView {
    let today = app.now().day;
    let rules = app.rules();
    let rule = clock.own_rule(rules.timing()).ok();
    let rule = rule.as_deref();
    let renewed = clock.renewed(rules.timing()).ok();
    let late = clock.days_late(today);
    let left = (clock.due_on - today).num_days();
    let span = (clock.due_on - clock.anchor_on).num_days();
    let standing = match () {
        () if !clock.is_open() && late == 0 => Standing::Done,
        () if 0 < late => Standing::Late,
        () if clock.open_hold().is_some() => Standing::Held,
        () if left <= 3 || left * 5 <= span => Standing::Soon,
        () => Standing::OnTime,
    };
    ClockView {
        standing,
        days: if 0 < late { late } else { left },
        basis: rule.map(|rule| rule.basis.clone()).unwrap_or_default(),
        title: rule.map(|rule| rule.title.clone()).unwrap_or_default(),
        confirmed: rule.is_none_or(|rule| !rule.confidence.needs_confirmation()),
        term: rule.and_then(|rule| Some((rule.term.length()?, rule.term.unit().code()))),
        now: renewed
            .filter(|now| clock.is_open() && now.due_on != clock.due_on)
            .map(|now| (now.calendar, now.due_on)),
        holds: clock.holds.iter().map(|hold| rules.book.hold(hold.kind)).collect(),
        clock: clock.clone(),
    }
}
