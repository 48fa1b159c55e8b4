//! `/noi-bo/ket` – the vault as its custodians see it: their keys, and who holds a share. Nothing of any case.

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::vault::{self, Again, Custody, Hitch, KeyView, PersonView};
use crate::app::{App, AppError, step_up};
use crate::domain::access::Account;
use crate::domain::purpose::Purpose;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/ket.html`
#[derive(Serialize)]
pub struct CustodyPage {
    pub mine: Option<KeyLine>,
    pub people: Vec<PersonLine>,
    pub made_on: Option<NaiveDate>,
    pub may_make: bool,
    pub holds: bool,
    /// `no`, `needed`, `begun-by-me` or `begun`.
    pub again: &'static str,
}

#[derive(Debug, Serialize)]
pub struct KeyLine {
    pub mark: String,
    pub made_on: NaiveDate,
}

#[derive(Debug, Serialize)]
pub struct PersonLine {
    pub name: String,
    pub me: bool,
    pub key: Option<KeyLine>,
    pub holds: bool,
    pub gone: bool,
}

impl Page for CustodyPage {
    const TEMPLATE: &'static str = "pages/noi-bo/ket.html";
}

impl From<KeyView> for KeyLine {
    fn from(view: KeyView) -> Self {
        Self { mark: view.mark, made_on: view.made_on }
    }
}

impl From<PersonView> for PersonLine {
    fn from(view: PersonView) -> Self {
        let key = view.key.map(KeyLine::from);
        Self { name: view.name, me: view.me, key, holds: view.holds, gone: view.gone }
    }
}

impl From<Custody> for CustodyPage {
    fn from(view: Custody) -> Self {
        Self {
            mine: view.mine.map(KeyLine::from),
            people: view.people.into_iter().map(PersonLine::from).collect(),
            made_on: view.made_on,
            may_make: view.may_make,
            holds: view.holds,
            again: match view.again {
                Again::No => "no",
                Again::Needed => "needed",
                Again::Begun { by_me: true } => "begun-by-me",
                Again::Begun { by_me: false } => "begun",
            },
        }
    }
}

/// What a custodian can do with keys and shares, each on a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// A key of one's own, also in place of a lost one.
    Key,
    /// Another passphrase for it.
    Words,
    /// The vault.
    Make,
    /// The shares anew.
    Share,
}

impl Deed {
    pub const ALL: [Self; 4] = [Self::Key, Self::Words, Self::Make, Self::Share];

    pub fn slug(self) -> &'static str {
        match self {
            Self::Key => "khoa",
            Self::Words => "cum-tu",
            Self::Make => "lap",
            Self::Share => "chia",
        }
    }

    fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.slug() == slug)
    }

    /// The input that a hitch leads to.
    fn field(self, hitch: Hitch) -> &'static str {
        match (hitch, self) {
            (Hitch::Wrong, Self::Key) => "password",
            (Hitch::Wrong, _) => "passphrase",
            (Hitch::Short | Hitch::Guessable, _) => "new",
            (Hitch::Unlike, _) => "again",
            _ => "",
        }
    }
}

/// `pages/noi-bo/ket-viec.html`
#[derive(Serialize)]
pub struct CustodyDeedPage {
    pub deed: &'static str,
    /// Whether there is a key already, whose share would be lost.
    pub replaces: bool,
    /// Who will hold a share.
    pub names: Vec<String>,
    pub flaws: Vec<FlawLine>,
}

impl Page for CustodyDeedPage {
    const TEMPLATE: &'static str = "pages/noi-bo/ket-viec.html";
}

/// What is typed is never shown again.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustodyForm {
    password: String,
    passphrase: String,
    new: String,
    again: String,
}

impl CustodyDeedPage {
    async fn of(
        app: &App,
        who: &Account,
        deed: Deed,
        flaws: Vec<FlawLine>,
    ) -> Result<Self, AppError> {
        let custody = vault::custody(app, who).await?;
        let keyed = custody.people.iter().filter(|one| one.key.is_some() && !one.gone);
        let names = keyed.map(|one| one.name.clone()).collect();
        Ok(Self { deed: deed.slug(), replaces: custody.mine.is_some(), names, flaws })
    }
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let custody = vault::custody(app, &staff.0.account).await?;
    let notice = match req.uri().query() {
        Some("khoa") => Some("notice-vault-key"),
        Some("cum-tu") => Some("notice-vault-words"),
        Some("lap") => Some("notice-vault-made"),
        Some("chia") => Some("notice-vault-shared"),
        Some("chia-tiep") => Some("notice-vault-begun"),
        _ => None,
    };
    staff.frame(view).noticing(notice).page(&CustodyPage::from(custody))
}

#[handler]
pub async fn new(
    Data(app): Data<&App>,
    Path(slug): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let deed = Deed::from_slug(&slug).ok_or(AppError::NotFound)?;
    let page = CustodyDeedPage::of(app, &staff.0.account, deed, Vec::new()).await?;
    step_up::require(app, &staff.0, Purpose::ShareKey)?;
    staff.frame(view).page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    Path(slug): Path<String>,
    staff: SignedIn,
    view: View,
    form: Form<CustodyForm>,
) -> Result<Response> {
    let deed = Deed::from_slug(&slug).ok_or(AppError::NotFound)?;
    let (view, who) = (staff.frame(view), &staff.0.account);
    // Whoever is no custodian finds nothing here, before anything is asked of them.
    vault::custody(app, who).await?;
    step_up::require(app, &staff.0, Purpose::ShareKey)?;
    let (status, flaw) = match form.checked() {
        Err((_, trouble)) => (trouble.status(), trouble.line(&view)?),
        Ok(typed) => match carry_out(app, who, deed, &typed).await {
            Ok(said) => {
                let to = format!("/noi-bo/ket?{said}");
                return Ok(Redirect::see_other(to).into_response());
            }
            Err(AppError::Vault(hitch)) => {
                let line = view.flaw(deed.field(hitch), hitch.flaw())?;
                (StatusCode::UNPROCESSABLE_ENTITY, line)
            }
            Err(error) => return Err(error.into()),
        },
    };
    let page = CustodyDeedPage::of(app, who, deed, vec![flaw]).await?;
    view.page_with(status, &page)
}

async fn carry_out(
    app: &App,
    who: &Account,
    deed: Deed,
    typed: &CustodyForm,
) -> Result<&'static str, AppError> {
    let (words, again) = (&typed.new, &typed.again);
    match deed {
        Deed::Key => vault::make_key(app, who, &typed.password, words, again).await?,
        Deed::Words => vault::change_words(app, who, &typed.passphrase, words, again).await?,
        Deed::Make => vault::make(app, who, &typed.passphrase).await?,
        Deed::Share => {
            let done = vault::share_again(app, who, &typed.passphrase).await?;
            return Ok(if done { "chia" } else { "chia-tiep" });
        }
    }
    Ok(deed.slug())
}
