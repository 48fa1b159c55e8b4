//! From the notices a decision owes to rows in the outbox, one per recipient.

use chrono::{DateTime, Utc};

use super::{App, AppError, fresh_id};
use crate::clock::Now;
use crate::domain::access::{Role, sees};
use crate::domain::case::{Case, Exclusions, Queue};
use crate::domain::ids::{AccountId, OutboxId};
use crate::domain::notice::{Addressee, Notice, Template};
use crate::domain::post::{self, Channel, MailArgs};
use crate::domain::receipt::CaseNumber;
use crate::store::Tx;
use crate::store::accounts::AccountRow;
use crate::store::outbox::Owed;

/// The case a batch of notices is about.
pub(crate) struct About<'a> {
    pub case: &'a Case,
    pub number: &'a CaseNumber,
    pub excluded: &'a Exclusions,
    /// Who made the proposal that a second person just answered.
    pub proposer: Option<AccountId>,
    /// A day by which the reader should act.
    pub by: Option<chrono::NaiveDate>,
    pub now: Now,
    /// When whoever triages is told that it waits.
    pub intake_at: DateTime<Utc>,
}

/// The hour at which whoever triages is told of a letter that comes in now.
pub(crate) fn next_round(app: &App, now: Now) -> DateTime<Utc> {
    let hours = &app.settings().mail.arrivals_at;
    Now::from_local(post::next_round(now.local(), hours, app.rules().calendar())).at
}

/// Writes the notices into the outbox of this very transaction.
///
/// Nobody excluded gets a row; the sending job asks again when the mail leaves.
pub(crate) async fn owe(
    app: &App,
    tx: &Tx,
    about: &About<'_>,
    notices: &[Notice],
) -> Result<(), AppError> {
    let mut rows = Vec::new();
    for (addressee, template) in notices {
        for account in recipients(tx, about, *addressee).await? {
            rows.push(Owed {
                id: OutboxId(fresh_id()),
                case: Some(about.case.id),
                addressee: *addressee,
                account,
                template: *template,
                channel: channel(*addressee),
                args: MailArgs::Case { number: about.number.clone(), by: about.by },
                due_at: match template {
                    Template::Intake => about.intake_at,
                    _ => about.now.at,
                },
            });
        }
    }
    tx.owe(&rows, &app.settings().mail.from, about.now.at).await?;
    Ok(())
}

fn channel(addressee: Addressee) -> Channel {
    match addressee {
        Addressee::ReporterOnPaper | Addressee::SubjectUnit | Addressee::OtherBody => {
            Channel::Paper
        }
        _ => Channel::Mail,
    }
}

/// One entry per recipient; `None` stands for the resident and for paper.
async fn recipients(
    tx: &Tx,
    about: &About<'_>,
    addressee: Addressee,
) -> Result<Vec<Option<AccountId>>, AppError> {
    let to = about.case.state.assignment();
    let (triage, approver) = match about.case.queue {
        Queue::Committee => (Role::Triage, Role::Approver),
        Queue::Above => (Role::Above, Role::Above),
    };
    let accounts = match addressee {
        Addressee::Reporter => {
            let contact = tx.contact(about.case.id).await?;
            return Ok(contact.map(|_| None).into_iter().collect());
        }
        Addressee::ReporterOnPaper | Addressee::SubjectUnit | Addressee::OtherBody => {
            return Ok(vec![None]);
        }
        // Of a case the holder of an account hears as what they are in it.
        Addressee::Account => return Ok(Vec::new()),
        Addressee::Handler => one(tx, to.map(|to| to.officer)).await?,
        Addressee::Proposer => one(tx, about.proposer).await?,
        Addressee::Helper => match to.and_then(|to| to.coordinating) {
            Some(unit) => tx.accounts_of_unit(unit).await?,
            None => Vec::new(),
        },
        Addressee::Triage => tx.accounts_with(&[triage]).await?,
        Addressee::Approver => tx.accounts_with(&[approver]).await?,
        Addressee::Above => tx.accounts_with(&[Role::Above]).await?,
        Addressee::Custodian => tx.accounts_with(&[Role::Custodian]).await?,
        // Told of deadlines alone by the ladder, and of the end of the chain.
        Addressee::DutyMailbox | Addressee::Witness => Vec::new(),
    };
    // The level above is told of results and alarms even of cases outside its own queue.
    let may_know = |row: &AccountRow| {
        let out = about.excluded.accounts.contains(&row.account.id);
        // Custodians are asked about cases that they do not see.
        let asked = matches!(addressee, Addressee::Above | Addressee::Custodian);
        !out && (asked || sees(&row.account, about.case, about.excluded))
    };
    Ok(accounts
        .iter()
        .filter(|row| !row.disabled && may_know(row))
        .map(|row| Some(row.account.id))
        .collect())
}

async fn one(tx: &Tx, account: Option<AccountId>) -> Result<Vec<AccountRow>, AppError> {
    match account {
        Some(id) => Ok(tx.account(id).await?.into_iter().collect()),
        None => Ok(Vec::new()),
    }
}
