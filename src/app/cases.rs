//! Taking a case from one state to the next: read, decide, write everything, ring – one transaction.

mod texts;

use std::sync::Arc;

use super::conflict::Ground;
use super::register::Units;
use super::words::{Place, Words};
use super::{App, AppError, Held, appeals, audit, calendars, conflict, leak, notify};
use crate::clock::Now;
use crate::domain::access::{Account, Actor};
use crate::domain::case::Allegation;
use crate::domain::clock::Clock;
use crate::domain::decide::{self, Context, Decision};
use crate::domain::gate::{KeptOut, Reason};
use crate::domain::ids::{AccountId, CaseId, MemberId};
use crate::domain::letter::{self, Field, FieldFlaw, Flaw, limits};
use crate::domain::notice::{Addressee, Notice, is_promised};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::{Act, Step, StepKind};
use crate::mail;
use crate::rules::Rules;
use crate::store::Tx;
use crate::store::audit::{Entry, RESIDENT};
use crate::store::cases::{Key, Loaded};
use crate::store::gate::AddedBy;
use crate::store::parts::{MeasureRow, MessageRow};

pub use texts::{ask, split};

/// Takes one step on behalf of an account.
///
/// `revision` is what the page was made from; a newer one answers [`AppError::Stale`].
///
/// # Errors
/// A refusal that says what to do, or [`AppError::NotFound`] for whom the case does not exist.
pub async fn take_step(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    revision: Option<i64>,
    step: Step,
    words: Words,
) -> Result<(), AppError> {
    let words = checked(words)?;
    let actor = Actor::Account(*who);
    let late = late_subject(app, who, number, &step).await?;
    let units = app.units().await?;
    let tx = app.store().begin().await?;
    let loaded = tx.case_for(who, number).await?;
    if revision.is_some_and(|revision| revision != loaded.case.revision) {
        return Err(AppError::Stale);
    }
    let mut work = Work::new(app, tx, loaded).await?;
    let step = work.prepare(step, &units)?;
    let Some((member, out)) = late else {
        work.take(&actor, &step, &words).await?;
        if let Err(error) = leak::check(&work, who, &step, &words).await {
            let case = work.loaded.case.id;
            drop(work);
            leak::leave_trace(app, who, case, &error).await?;
            return Err(error);
        }
        return work.commit().await;
    };
    // Asked before the new exclusions count: whoever names a subject may be kept out by it.
    decide::decide(&work.loaded.case, &step, &actor, &work.context())?;
    work.keep_out(member, &out).await?;
    let out_too = work.loaded.excluded.accounts.contains(&who.id);
    let taken_by = if out_too { Actor::Scheduler } else { actor };
    work.take(&taken_by, &step, &words).await?;
    work.audit(&actor, "name-subject", "").await?;
    work.commit().await
}

/// Takes a step of the resident or of a job on a case known by its id.
pub(crate) async fn take_step_as(
    app: &App,
    actor: Actor,
    case: CaseId,
    step: Step,
    words: Words,
) -> Result<(), AppError> {
    let words = checked(words)?;
    let tx = app.store().begin().await?;
    let loaded = tx.case(Key::Id(case)).await?;
    let mut work = Work::new(app, tx, loaded).await?;
    work.take(&actor, &step, &words).await?;
    work.commit().await
}

/// Who is kept out when a subject is added late; asked before the transaction begins.
async fn late_subject(
    app: &App,
    who: &Account,
    number: &CaseNumber,
    step: &Step,
) -> Result<Option<(MemberId, KeptOut)>, AppError> {
    let Step::AddSubject { member } = step else { return Ok(None) };
    let loaded = app.store().case_for(who, number).await?;
    let letter = app.store().letter(loaded.case.id).await?;
    let ground = Ground { subjects: [*member].into(), ..Ground::default() };
    let out = conflict::kept_out(app, &app.register().await?, ground, letter.happened_on.into());
    Ok(Some((*member, out)))
}

/// One case while a step is being taken.
pub(crate) struct Work<'a> {
    pub app: &'a App,
    pub tx: Tx,
    pub now: Now,
    pub loaded: Loaded,
    /// The office's hand: a step is written by the office, whoever takes it, because the desk and an officer before
    /// the declaration write into what they may not read. Whoever reads does so with a key of their own.
    pub held: Held,
    /// One and the same from the first look to the last write.
    pub rules: Arc<Rules>,
}

impl<'a> Work<'a> {
    /// Takes up a case with the rules in force, and with every calendar that its clocks were counted with.
    pub async fn new(app: &'a App, tx: Tx, loaded: Loaded) -> Result<Self, AppError> {
        let rules = calendars::knowing(app, &loaded.clocks).await?;
        let held = app.held_by_office(&tx, loaded.case.id).await?;
        Ok(Self { app, tx, now: app.now(), loaded, held, rules })
    }
}

impl Work<'_> {
    pub async fn commit(self) -> Result<(), AppError> {
        self.settle().await?;
        self.commit_settled().await
    }

    /// The same where whoever may read the case holds its key already, and nobody else.
    pub async fn commit_settled(self) -> Result<(), AppError> {
        self.tx.commit().await?;
        self.app.ring();
        Ok(())
    }

    fn context(&self) -> Context<'_> {
        Context {
            today: self.now.day,
            timing: self.rules.timing(),
            excluded: &self.loaded.excluded,
            clocks: &self.loaded.clocks,
            bounds: self.app.bounds(),
        }
    }

    pub fn about(&self, proposer: Option<AccountId>) -> notify::About<'_> {
        notify::About {
            case: &self.loaded.case,
            number: &self.loaded.number,
            excluded: &self.loaded.excluded,
            proposer,
            by: None,
            now: self.now,
            intake_at: self.now.at,
        }
    }

    /// Owes these notices about the case as it stands now.
    pub(super) async fn notify(&self, notices: &[Notice]) -> Result<(), AppError> {
        notify::owe(self.app, &self.tx, &self.about(None), notices).await
    }

    /// Facts that only the register knows are put into the step here.
    fn prepare(&self, step: Step, units: &Units) -> Result<Step, AppError> {
        let (body, despite) = match step {
            Step::Propose(Act::Transfer { body, .. }) => (body, false),
            Step::Propose(Act::TransferDespite { body }) => (body, true),
            step => return Ok(step),
        };
        let body = text_line(&body, limits::LINE)?;
        if body.is_empty() {
            return Err(flaw(Flaw::Empty));
        }
        let boomerang = units.means_one_of(&body, &self.loaded.excluded.units, self.now.day);
        Ok(Step::Propose(match (boomerang, despite) {
            // No exception where none is needed: it is an ordinary transfer.
            (true, true) => Act::TransferDespite { body },
            (boomerang, _) => Act::Transfer { body, boomerang },
        }))
    }

    /// Decides and writes; what follows by itself (monitoring after a conclusion) follows here.
    pub async fn take(
        &mut self,
        actor: &Actor,
        step: &Step,
        words: &Words,
    ) -> Result<(), AppError> {
        let decision = decide::decide(&self.loaded.case, step, actor, &self.context())?;
        self.hold_unit(&decision.case.state).await?;
        let days = self.days_of(step, &decision.clocks);
        let proposer = self.loaded.case.pending.as_ref().map(|pending| pending.by);
        self.write(&decision, step, words).await?;
        self.loaded.case = decision.case.clone();
        self.loaded.excluded = self.tx.exclusions(self.loaded.case.id).await?;
        for clock in &decision.clocks {
            let mine = |one: &&mut Clock| one.kind == clock.kind && one.seq == clock.seq;
            match self.loaded.clocks.iter_mut().find(mine) {
                Some(old) => *old = clock.clone(),
                None => self.loaded.clocks.push(clock.clone()),
            }
        }
        let detail = if days.is_empty() { decision.event.after } else { days.as_str() };
        self.audit(actor, decision.event.step.name(), detail).await?;
        // Before anyone is told: whoever must hear of a late subject sits where the case then lies.
        if matches!(step, Step::AddSubject { .. } | Step::Challenge { .. }) {
            self.raise_if_forsaken().await?;
        }
        notify::owe(self.app, &self.tx, &self.about(proposer), &decision.notices).await?;
        if decision.opens_appeal {
            appeals::open(self, words).await?;
        }
        if *step == Step::Conclude && !self.loaded.case.measures.is_empty() {
            Box::pin(self.take(&Actor::Scheduler, &Step::Monitor, &Words::None)).await?;
        }
        Ok(())
    }

    async fn write(&self, decision: &Decision, step: &Step, words: &Words) -> Result<(), AppError> {
        let (tx, id) = (&self.tx, self.loaded.case.id);
        let mut all = self.loaded.clocks.clone();
        for clock in &decision.clocks {
            all.retain(|one| (one.kind, one.seq) != (clock.kind, clock.seq));
            all.push(clock.clone());
        }
        tx.replace_case(&decision.case, &all).await?;
        tx.put_clocks(id, &decision.clocks).await?;
        let sealed = |text: &str| (!text.is_empty()).then(|| self.held.seal(Place::Note, text));
        let days = self.days_of(step, &decision.clocks);
        let note = [words.note(), &days].into_iter().filter(|text| !text.is_empty());
        let note = sealed(&note.collect::<Vec<_>>().join("\n"));
        let keep = sealed(&words.reasons());
        tx.add_event(id, decision.case.revision, &decision.event, note, keep).await?;
        // Whoever is kept out already is so for a reason of its own, which may be taken back.
        let free = |account: &AccountId| !self.loaded.excluded.accounts.contains(account);
        if let Some(account) = decision.recused.filter(free) {
            tx.exclude(id, &[(account, Reason::Recused.name())], &[], self.now.day).await?;
        }
        if let Some(account) = decision.admitted {
            tx.admit(id, account, self.now.day).await?;
        }
        self.write_parts(decision, step, words).await?;
        self.tell_resident(decision, step, words).await
    }

    async fn write_parts(
        &self,
        decision: &Decision,
        step: &Step,
        words: &Words,
    ) -> Result<(), AppError> {
        let (held, tx, id) = (&self.held, &self.tx, self.loaded.case.id);
        match (step, words) {
            (Step::Draft { .. }, Words::Draft(draft)) => {
                for Allegation { id: allegation, outcome } in &decision.case.allegations {
                    let evidence = draft.evidence.iter().find(|(of, _)| of == allegation);
                    if let (Some(outcome), Some((_, evidence))) = (outcome, evidence) {
                        let sealed = held.seal(Place::Evidence, evidence);
                        tx.put_finding(*allegation, *outcome, sealed).await?;
                    }
                }
                let rows = decision.case.measures.iter().map(|measure| {
                    let text = draft.measures.iter().find(|(of, _)| *of == measure.id);
                    let text = text.map_or("", |(_, text)| text.as_str());
                    MeasureRow {
                        measure: measure.clone(),
                        content: held.seal(Place::Measure, text),
                    }
                });
                tx.put_measures(id, rows.collect()).await?;
                let sealed = held.seal_value(Place::Conclusion, &draft.answer)?;
                tx.put_conclusion(id, self.now.day, sealed).await?;
            }
            // Whose receipt is confirmed has it in hand.
            (Step::ConfirmReceipt, _) => {
                tx.papers_delivered(id, Addressee::OtherBody, self.now.at).await?;
            }
            (Step::FinishMeasure { measure }, _) => tx.measure_done(*measure, self.now.day).await?,
            (Step::AddSubject { member }, _) => {
                tx.add_subject(id, *member, self.now.day, AddedBy::Staff).await?;
            }
            (Step::Challenge { officers }, _) => tx.challenge(id, officers, self.now.day).await?,
            (Step::RuleChallenge { upheld }, _) => {
                tx.rule_challenge(id, *upheld, self.now.day).await?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Puts on the resident's page what the step owes them in words.
    async fn tell_resident(
        &self,
        decision: &Decision,
        step: &Step,
        words: &Words,
    ) -> Result<(), AppError> {
        let note = words.note();
        match step {
            Step::Ask { .. } => self.message("office", "question", note).await,
            Step::Resume if decision.event.actor == Actor::Resident => {
                self.message("resident", "text", note).await
            }
            // A report of retaliation stays in its sealed event: whoever handles the case reads messages.
            Step::Withdraw => self.message("resident", "text", note).await,
            Step::RuleChallenge { .. } => self.message("office", "notice", note).await,
            Step::Confirm => self.tell_confirmed(decision).await,
            Step::MoveDay { .. } | Step::Firm => self.tell_moved(decision).await,
            Step::Reorganise { to } => self.tell_new_office(to.unit).await,
            Step::Conclude => {
                let sealed = self.tx.conclusion(decision.case.id).await?;
                let Some(sealed) = sealed else { return Ok(()) };
                let answer = self.held.unseal(Place::Conclusion, &sealed)?;
                self.message("office", "answer", &answer).await
            }
            _ => Ok(()),
        }
    }

    /// A day on the resident's page that moved because of a calendar or a rule.
    async fn tell_moved(&self, decision: &Decision) -> Result<(), AppError> {
        let moved = decision.clocks.iter().filter(|new| {
            let same = |old: &&Clock| (old.kind, old.seq) == (new.kind, new.seq);
            let old = self.loaded.clocks.iter().find(same);
            is_promised(new.kind) && old.is_some_and(|old| old.due_on != new.due_on)
        });
        let lang = self.tx.letter(decision.case.id).await?.lang;
        for clock in moved {
            let text = mail::new_day(lang, clock.kind, clock.due_on);
            self.message("office", "notice", &text).await?;
        }
        Ok(())
    }

    /// The explanation given with a proposal reaches the resident when a second person confirms it.
    async fn tell_confirmed(&self, decision: &Decision) -> Result<(), AppError> {
        let Some(act) = decision.event.act else { return Ok(()) };
        let told = matches!(
            act,
            StepKind::ProposeRefuse
                | StepKind::ProposeTransfer
                | StepKind::ProposeTransferDespite
                | StepKind::ProposeRecord
                | StepKind::ProposeHold
                | StepKind::ProposeExtend
                | StepKind::ProposeAddTrack
        );
        if !told {
            return Ok(());
        }
        let events = self.tx.events(decision.case.id).await?;
        let proposed = events.iter().rev().find(|event| event.step == act);
        let Some(note) = proposed.and_then(|event| event.note.as_ref()) else { return Ok(()) };
        let text = self.held.unseal(Place::Note, note)?;
        self.message("office", "notice", &text).await
    }

    pub(super) async fn message(
        &self,
        sender: &str,
        what: &str,
        text: &str,
    ) -> Result<(), AppError> {
        if text.is_empty() {
            return Ok(());
        }
        let id = self.loaded.case.id;
        let content = self.held.seal(Place::Message, text);
        let row =
            MessageRow { on: self.now.day, sender: sender.into(), what: what.into(), content };
        Ok(self.tx.add_message(id, row).await?)
    }

    pub(super) async fn audit(
        &self,
        actor: &Actor,
        action: &str,
        detail: &str,
    ) -> Result<(), AppError> {
        let actor = match actor {
            Actor::Resident => RESIDENT.to_owned(),
            Actor::Scheduler => "scheduler".to_owned(),
            Actor::Account(account) => account.id.to_string(),
        };
        let entry = Entry {
            actor,
            action: action.to_owned(),
            object: self.loaded.case.id.to_string(),
            detail: detail.to_owned(),
        };
        let at = audit::instant(self.loaded.case.kind, self.now);
        Ok(self.tx.audit(self.app.keys(), at, self.now.day, &[entry]).await?)
    }
}

fn flaw(flaw: Flaw) -> AppError {
    AppError::Flaws(vec![FieldFlaw { field: Field::Text, flaw }])
}

fn text_line(text: &str, max: usize) -> Result<String, AppError> {
    letter::text_within(text, max).map_err(flaw)
}

/// Every word that comes with a step passes the same door as the letter's.
fn checked(words: Words) -> Result<Words, AppError> {
    let line = |text: String| text_line(&text, limits::MESSAGE);
    let keep = |reason: Option<String>| reason.map(line).transpose();
    Ok(match words {
        Words::None => Words::None,
        Words::Note(text) => Words::Note(line(text)?),
        Words::Summary { text, keep_reason } => {
            Words::Summary { text: line(text)?, keep_reason: keep(keep_reason)? }
        }
        Words::Exception { text, exception, keep_reason } => {
            let (text, exception) = (line(text)?, line(exception)?);
            Words::Exception { text, exception, keep_reason: keep(keep_reason)? }
        }
        Words::Draft(mut draft) => {
            for (_, text) in &mut draft.evidence {
                *text = line(std::mem::take(text))?;
            }
            for (_, text) in &mut draft.measures {
                *text = line(std::mem::take(text))?;
            }
            draft.keep_reason = line(std::mem::take(&mut draft.keep_reason))?;
            let answer = &mut draft.answer;
            for block in
                [&mut answer.checked, &mut answer.found, &mut answer.done, &mut answer.next]
            {
                *block = line(std::mem::take(block))?;
                if block.is_empty() {
                    return Err(flaw(Flaw::Empty));
                }
            }
            Words::Draft(draft)
        }
    })
}
