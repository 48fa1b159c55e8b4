//! The days on which the demonstration letters were received and worked on, one after the other.

use std::collections::VecDeque;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::letters::{received, submit};
use super::moves::{self, Move};
use super::plan::plan;
use super::{REACHED, register};
use crate::app::duties::{self, Duty};
use crate::app::{App, AppError, reminders};
use crate::clock::{SetClock, hanoi};
use crate::demo::{Committee, DemoLetter};
use crate::domain::access::{Account, sees};
use crate::domain::case::Queue;
use crate::domain::ids::AccountId;
use crate::domain::receipt::CaseNumber;
use crate::store::Page;
use crate::store::cases::{Key, Loaded};

/// A letter with what is still to happen to it.
pub(super) struct Scene<'a> {
    pub letter: &'a DemoLetter,
    /// Its place among the letters; decides whose turn it is.
    pub place: usize,
    pub base: NaiveDate,
    received: NaiveDate,
    number: Option<CaseNumber>,
    moves: VecDeque<(NaiveDate, Move)>,
}

/// Plays every day from `reached` to `base`: in the morning the reminders, at ten the letters and the work.
pub(super) async fn play(
    app: &App,
    committee: &Committee,
    base: NaiveDate,
    reached: NaiveDate,
) -> anyhow::Result<()> {
    let cast = Cast::new(committee)?;
    let clock = Arc::new(SetClock::at(app.now().at));
    let then = app.with_clock(clock.clone());
    let mut scenes: Vec<Scene<'_>> = committee
        .letters
        .iter()
        .enumerate()
        .map(|(place, letter)| Scene {
            letter,
            place,
            base,
            received: received(letter, base),
            number: None,
            moves: plan(letter, received(letter, base), base, app.rules().calendar()).into(),
        })
        .collect();
    for day in reached.iter_days().take_while(|day| *day <= base) {
        clock.set(hour(day, 8).min(app.now().at));
        remind(&then).await?;
        clock.set(hour(day, 10).min(app.now().at));
        let mut busy = false;
        for scene in &mut scenes {
            busy |= scene.play(&then, &cast, day).await?;
        }
        if busy {
            let tx = app.store().begin().await?;
            tx.set_fact(REACHED, &day.to_string()).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// This hour of a day in Hanoi.
pub(super) fn hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    let local = day.and_time(time).and_local_timezone(hanoi());
    local.single().map_or_else(|| day.and_time(time).and_utc(), |local| local.to_utc())
}

/// The jobs of a morning, where there is something for them to do.
async fn remind(then: &App) -> Result<(), AppError> {
    if !then.store().waking(then.now().day, Page { skip: 0, limit: 1 }).await?.is_empty() {
        reminders::remind_due(then).await?;
        duties::discharge(then, Duty::PassReply).await?;
    }
    Ok(())
}

impl Scene<'_> {
    /// Does what falls on this day; answers whether there was anything.
    async fn play(&mut self, app: &App, cast: &Cast, day: NaiveDate) -> Result<bool, AppError> {
        if day < self.received {
            return Ok(false);
        }
        let mut busy = false;
        if self.number.is_none() {
            let submitted = submit(app, self.letter, self.place, self.base, &cast.desk).await?;
            self.number = Some(submitted.case_number);
            busy = true;
        }
        while let Some((_, one)) = self.moves.pop_front_if(|(due, _)| *due <= day) {
            busy = true;
            let Some(number) = &self.number else { break };
            let loaded = app.store().case(Key::Number(number)).await?;
            match moves::make(app, cast, self, &loaded, &one).await {
                Ok(()) => {}
                // The letter stays where it is: better one case in another state than no demonstration.
                Err(AppError::Refused(why)) => {
                    tracing::warn!(demo.letter = self.place + 1, step = ?one, %why, "a demonstration letter stopped early");
                    self.moves.clear();
                }
                Err(error) => return Err(error),
            }
        }
        Ok(busy)
    }
}

/// Who acts.
pub(super) struct Cast {
    pub desk: Account,
    triage: [Account; 2],
    approver: Account,
    above: [Account; 2],
    /// Officers for matters that no branch may handle.
    pub officers: Vec<Account>,
    all: Vec<Account>,
}

impl Cast {
    fn new(committee: &Committee) -> anyhow::Result<Self> {
        let find = |login: &str| {
            let found = committee.accounts.iter().find(|account| account.login == login);
            found.map(register::account).ok_or_else(|| anyhow::anyhow!("no account {login}"))
        };
        Ok(Self {
            desk: find("tiepnhan")?,
            triage: [find("kiemtra")?, find("kiemtra2")?],
            approver: find("pheduyet")?,
            above: [find("captren")?, find("captren2")?],
            officers: vec![find("kiemtravien1")?, find("kiemtravien2")?, find("xacminh")?],
            all: committee.accounts.iter().map(register::account).collect(),
        })
    }

    /// Whoever triages the queue; the two take turns.
    pub fn triage(&self, loaded: &Loaded, place: usize) -> Result<Account, AppError> {
        let mut two = match loaded.case.queue {
            Queue::Committee => self.triage,
            Queue::Above => self.above,
        };
        two.rotate_left(place % 2);
        first(&two, loaded, None)
    }

    /// A second person: neither who proposed nor who handles.
    pub fn second(&self, loaded: &Loaded) -> Result<Account, AppError> {
        let proposer = loaded.case.pending.as_ref().map(|pending| pending.by);
        match loaded.case.queue {
            Queue::Committee => first(&[self.approver], loaded, proposer),
            Queue::Above => first(&self.above, loaded, proposer),
        }
    }

    /// The officer in charge.
    pub fn officer(&self, loaded: &Loaded) -> Result<Account, AppError> {
        let officer = loaded.case.state.assignment().map(|to| to.officer);
        let found = self.all.iter().find(|account| Some(account.id) == officer);
        found.copied().ok_or(AppError::NotFound)
    }

    /// Who hands a notice over: the desk what came on paper, else whoever has the case.
    pub fn desk_or_officer(&self, loaded: &Loaded, place: usize) -> Result<Account, AppError> {
        let officer = || self.officer(loaded).or_else(|_| self.triage(loaded, place));
        if loaded.case.paper { Ok(self.desk) } else { officer() }
    }
}

/// The first who may know of the case and is not `but`.
fn first(some: &[Account], loaded: &Loaded, but: Option<AccountId>) -> Result<Account, AppError> {
    let free = |account: &&Account| {
        Some(account.id) != but && sees(account, &loaded.case, &loaded.excluded)
    };
    some.iter().find(free).copied().ok_or(AppError::NotFound)
}
