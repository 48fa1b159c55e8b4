//! Who reads a mail, asked at the moment it leaves: much may have changed since it was owed.

use std::collections::BTreeSet;

use super::{App, AppError, Claimed, Fate};
use crate::app::grants;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::letter::{EmailAddress, Lang};
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::MailArgs;
use crate::domain::receipt::CaseNumber;

/// Whom a mail would reach now.
pub enum Reader {
    Somebody(Person),
    /// It ends here, and not for a fault of the mail.
    Nobody(Fate),
    /// There is somebody, but what stands for their address is none.
    Unreachable,
}

pub struct Person {
    pub address: EmailAddress,
    pub lang: Lang,
    /// The facts without what this person may no longer know.
    pub args: MailArgs,
}

/// # Errors
/// When the database fails or the sealed address does not open.
pub async fn of(app: &App, mail: &Claimed) -> Result<Reader, AppError> {
    match (mail.addressee, mail.case, mail.account) {
        (Addressee::Reporter, Some(case), _) => resident(app, mail, case).await,
        (Addressee::DutyMailbox, _, _) => Ok(duty_mailbox(app, mail)),
        (Addressee::Witness, None, _) => Ok(witness(mail)),
        (Addressee::Reporter, None, _) | (_, _, None) => Ok(Reader::Unreachable),
        (_, case, Some(account)) => staff(app, mail, case, account).await,
    }
}

/// The numbers of cases and nothing else, like any mail.
fn duty_mailbox(app: &App, mail: &Claimed) -> Reader {
    match app.settings().office.duty_email.as_str() {
        "" => Reader::Nobody(Fate::Withheld),
        address => somebody(address, Lang::Vi, mail.args.clone()),
    }
}

async fn resident(app: &App, mail: &Claimed, case: CaseId) -> Result<Reader, AppError> {
    let Some(sealed) = app.store().contact(case).await? else {
        return Ok(Reader::Nobody(Fate::PageOnly));
    };
    let address = grants::contact(app, case, &sealed).await?;
    // Anybody can type anybody's address into a letter; the first try alone counts.
    if mail.template == Template::Received && mail.attempts == 1 && !app.may_confirm_to(&address) {
        return Ok(Reader::Nobody(Fate::PageOnly));
    }
    let lang = app.store().letter(case).await?.lang;
    Ok(somebody(&address, lang, mail.args.clone()))
}

fn witness(mail: &Claimed) -> Reader {
    match &mail.args {
        MailArgs::Head { to, .. } => somebody(to.as_str(), Lang::Vi, mail.args.clone()),
        _ => Reader::Unreachable,
    }
}

/// Never to an account that is disabled, or kept out of the case by now (`mails.md` 5.1).
async fn staff(
    app: &App,
    mail: &Claimed,
    case: Option<CaseId>,
    id: AccountId,
) -> Result<Reader, AppError> {
    let store = app.store();
    let Some(account) = store.account(id).await?.filter(|account| !account.disabled) else {
        return Ok(Reader::Nobody(Fate::Withheld));
    };
    if let Some(case) = case
        && store.is_excluded(case, id).await?
    {
        return Ok(Reader::Nobody(Fate::Withheld));
    }
    if let MailArgs::Account { at: Some(before), .. } = &mail.args {
        return Ok(somebody(before.as_str(), account.lang, mail.args.clone()));
    }
    match known(app, id, &mail.args).await? {
        Some(args) => Ok(somebody(&account.email, account.lang, args)),
        None => Ok(Reader::Nobody(Fate::Withheld)),
    }
}

/// A morning bundle without the cases this account is kept out of; nothing when none is left.
async fn known(app: &App, id: AccountId, args: &MailArgs) -> Result<Option<MailArgs>, AppError> {
    let MailArgs::Deadlines(lines) = args else { return Ok(Some(args.clone())) };
    let numbers: BTreeSet<CaseNumber> = lines.iter().map(|line| line.number.clone()).collect();
    let secret = app.store().kept_from(id, &numbers).await?;
    let mut lines = lines.clone();
    lines.retain(|line| !secret.contains(&line.number));
    Ok((!lines.is_empty()).then_some(MailArgs::Deadlines(lines)))
}

fn somebody(address: &str, lang: Lang, args: MailArgs) -> Reader {
    match EmailAddress::parse(address) {
        Ok(address) => Reader::Somebody(Person { address, lang, args }),
        Err(_) => Reader::Unreachable,
    }
}
