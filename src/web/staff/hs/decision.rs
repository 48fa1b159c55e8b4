//! What all pages on which something is done with a case have in common.
//!
//! A decision is a form (the implementing type), a template of the same name, and the deed that the
//! form asks for. Errors come back field by field with everything that was typed; if somebody else was
//! faster, the page shows the case as it stands now and still keeps what was typed.

use std::marker::PhantomData;

use chrono::NaiveDate;
use poem::http::StatusCode;
use poem::web::{Data, Path, Redirect};
use poem::{Endpoint, FromRequest, IntoResponse, Request, RequestBody, Response, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::view::{CaseView, PersonView};
use crate::app::{self, App, AppError, Words, cases};
use crate::domain::access::Account;
use crate::domain::letter::{FieldFlaw, Flaw};
use crate::domain::step::{Step, StepKind};
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::routing::{Table, form};
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{Mend, Mends};
use crate::web::staff::first_page;

use super::found;
use super::lines::{AllegationLine, Head, PersonLine};

/// A form with which something is done to a case.
pub trait Decision: Default + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Last part of the address, and the name of the template.
    const SLUG: &'static str;
    const TEMPLATE: &'static str;
    /// The page serves when one of these can be taken.
    const STEPS: &'static [StepKind];

    /// The field beside which stands what may betray the sender.
    const RISKY: &'static str = "summary";

    /// What the page offers besides the fields.
    type Choices: Serialize + Send + Sync;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices;

    /// The form before anything is typed.
    fn begin(_at: &Situation<'_>) -> Self {
        Self::default()
    }

    /// Whether the page serves for this account now.
    fn is_offered(at: &Situation<'_>) -> bool {
        Self::STEPS.iter().any(|step| at.case.steps.contains(step))
    }

    /// What to look up in the register before the page is shown.
    fn searches(&self) -> Option<&str> {
        None
    }

    /// Takes what was typed into the search box.
    fn search(&mut self, _text: String) {}

    /// What is asked for.
    ///
    /// # Errors
    /// Everything to mend.
    fn deed(&self, at: &Situation<'_>) -> std::result::Result<Deed, Mends>;
}

/// What a form asks for.
#[derive(Debug)]
pub enum Deed {
    Take(Step, Words),
    /// New allegations first, then the step.
    SplitAndTake(Vec<String>, Step, Words),
    /// A question to the resident while facts are being established.
    Ask(String),
}

impl Deed {
    pub fn noted(step: Step, note: String) -> Self {
        Self::Take(step, Words::Note(note))
    }

    /// With words that leave those who read the letter; `keep` says why risky ones stay, if they do.
    pub fn leaving(step: Step, text: String, keep: String) -> Self {
        Self::Take(step, Words::leaving(text, keep))
    }
}

/// The case as it stands, for whom, and today.
pub struct Situation<'a> {
    pub app: &'a App,
    pub who: &'a Account,
    pub case: &'a CaseView,
    pub today: NaiveDate,
    /// What the search box found.
    pub found: Vec<PersonView>,
}

impl<'a> Situation<'a> {
    pub fn new(app: &'a App, who: &'a Account, case: &'a CaseView) -> Self {
        Self { app, who, case, today: app.now().day, found: Vec::new() }
    }
}

/// `pages/noi-bo/hs/{slug}.html`
#[derive(Serialize)]
pub struct DecisionPage<D: Decision> {
    pub head: Head,
    pub slug: &'static str,
    pub typed: D,
    pub choices: D::Choices,
    pub text: String,
    pub allegations: Vec<AllegationLine>,
    pub subjects: Vec<PersonLine>,
    pub flaws: Vec<FlawLine>,
}

impl<D: Decision> Page for DecisionPage<D> {
    const TEMPLATE: &'static str = D::TEMPLATE;
}

impl<D: Decision> DecisionPage<D> {
    pub fn new(typed: D, at: &Situation<'_>, flaws: Vec<FlawLine>) -> Self {
        Self {
            head: Head::of(at.case),
            slug: D::SLUG,
            choices: typed.choices(at),
            typed,
            text: at.case.text.clone(),
            allegations: AllegationLine::all(at.case),
            subjects: at.case.subjects.iter().map(PersonLine::of).collect(),
            flaws,
        }
    }
}

/// The page's own fields, and the revision it was made from.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, bound(serialize = "D: Serialize", deserialize = "D: Default + DeserializeOwned"))]
struct Typed<D> {
    revision: String,
    #[serde(flatten)]
    fields: D,
}

/// Adds the page of a decision to the routes.
pub fn routed<D: Decision>(route: Table) -> Table {
    let path = format!("/noi-bo/hs/:number/{}", D::SLUG);
    route.at(&path, form(Show::<D>(PhantomData), Take::<D>(PhantomData)))
}

struct Show<D>(PhantomData<D>);
struct Take<D>(PhantomData<D>);

impl<D: Decision> Endpoint for Show<D> {
    type Output = Response;

    async fn call(&self, req: Request) -> Result<Response> {
        let (req, mut body) = req.split();
        let door = Door::of(&req, &mut body).await?;
        let case = door.case().await?;
        let at = Situation::new(&door.app, &door.staff.0.account, &case);
        if !D::is_offered(&at) {
            let to = format!("/noi-bo/hs/{}?khong-con", case.number);
            return Ok(Redirect::see_other(to).into_response());
        }
        let mut typed = D::begin(&at);
        let query = req.uri().query().unwrap_or_default();
        if let Some((_, text)) =
            form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "tim")
        {
            typed.search(text.into_owned());
        }
        door.page(StatusCode::OK, typed, &case, Vec::new()).await
    }
}

impl<D: Decision> Endpoint for Take<D> {
    type Output = Response;

    async fn call(&self, req: Request) -> Result<Response> {
        let (req, mut body) = req.split();
        let door = Door::of(&req, &mut body).await?;
        let form = Form::<Typed<D>>::from_request(&req, &mut body).await?;
        let case = door.case().await?;
        let typed = match form.checked() {
            Ok(typed) => typed,
            Err((typed, trouble)) => {
                let lines = vec![trouble.line(&door.view)?];
                return door.page(trouble.status(), typed.fields, &case, lines).await;
            }
        };
        if typed.revision.parse() != Ok(case.case.revision) {
            return door.stale(typed.fields, &case).await;
        }
        let at = Situation::new(&door.app, &door.staff.0.account, &case);
        if !D::is_offered(&at) {
            let lines = vec![door.view.flaw("", "flaw-step-gone")?];
            return door.page(StatusCode::CONFLICT, typed.fields, &case, lines).await;
        }
        match typed.fields.deed(&at) {
            Ok(deed) => door.take(deed, typed.fields, &case).await,
            Err(mends) => {
                let lines = mends.0.iter().map(|mend| mend.line(&door.view));
                let lines = lines.collect::<Result<Vec<_>>>()?;
                door.page(StatusCode::UNPROCESSABLE_ENTITY, typed.fields, &case, lines).await
            }
        }
    }
}

/// Who asks, for which case.
struct Door {
    app: App,
    staff: SignedIn,
    view: View,
    number: String,
}

impl Door {
    async fn of(req: &Request, body: &mut RequestBody) -> Result<Self> {
        let app = Data::<&App>::from_request(req, body).await?.0.clone();
        let staff = SignedIn::from_request(req, body).await?;
        let Path(number) = Path::<String>::from_request(req, body).await?;
        let view = staff.frame(View::from_request(req, body).await?);
        Ok(Self { app, staff, view, number })
    }

    async fn case(&self) -> Result<CaseView, AppError> {
        found(&self.app, &self.staff.0.account, &self.number).await
    }

    async fn page<D: Decision>(
        &self,
        status: StatusCode,
        typed: D,
        case: &CaseView,
        flaws: Vec<FlawLine>,
    ) -> Result<Response> {
        let who = &self.staff.0.account;
        let mut at = Situation::new(&self.app, who, case);
        if let Some(text) = typed.searches().filter(|text| !text.trim().is_empty()) {
            at.found = app::search::people(&self.app, who, text).await.or_else(empty)?;
        }
        self.view.page_with(status, &DecisionPage::new(typed, &at, flaws))
    }

    /// Somebody was faster: the case as it is now, and what was typed.
    async fn stale<D: Decision>(&self, typed: D, case: &CaseView) -> Result<Response> {
        let at = Situation::new(&self.app, &self.staff.0.account, case);
        let key = if D::is_offered(&at) { "flaw-stale" } else { "flaw-step-gone" };
        let lines = vec![self.view.flaw("", key)?];
        self.page(StatusCode::CONFLICT, typed, case, lines).await
    }

    async fn take<D: Decision>(&self, deed: Deed, typed: D, case: &CaseView) -> Result<Response> {
        let declined = matches!(deed, Deed::Take(Step::Recuse, _));
        match self.done(deed, case).await {
            Ok(()) => self.after(case, declined).await,
            Err(AppError::Stale) => self.stale(typed, &self.case().await?).await,
            Err(AppError::Refused(refusal)) => {
                let lines = vec![self.view.flaw("", &format!("refusal-{}", refusal.name()))?];
                // The case as it is now: allegations may have been replaced before the refusal.
                self.page(StatusCode::CONFLICT, typed, &self.case().await?, lines).await
            }
            Err(AppError::Risks(risks)) => {
                let lines = self.view.risks(D::RISKY, &risks)?;
                self.page(StatusCode::UNPROCESSABLE_ENTITY, typed, case, lines).await
            }
            Err(AppError::Flaws(found)) => {
                let lines = self.flaws(&found)?;
                self.page(StatusCode::UNPROCESSABLE_ENTITY, typed, case, lines).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn done(&self, deed: Deed, case: &CaseView) -> Result<(), AppError> {
        let (app, who, number) = (&self.app, &self.staff.0.account, &case.number);
        let revision = Some(case.case.revision);
        match deed {
            Deed::Take(step, words) => {
                cases::take_step(app, who, number, revision, step, words).await
            }
            Deed::SplitAndTake(texts, step, words) => {
                cases::split(app, who, number, revision, texts).await?;
                cases::take_step(app, who, number, revision, step, words).await
            }
            Deed::Ask(question) => cases::ask(app, who, number, question).await,
        }
    }

    /// Back to the case, or to the first list when the case is out of sight from here on.
    async fn after(&self, case: &CaseView, declined: bool) -> Result<Response> {
        let first = first_page(self.staff.0.account.role);
        let to = match self.case().await {
            Ok(_) => format!("/noi-bo/hs/{}?da-ghi", case.number),
            Err(AppError::NotFound) if declined => format!("{first}?da-khai"),
            Err(AppError::NotFound) => format!("{first}?da-ghi"),
            Err(error) => return Err(error.into()),
        };
        Ok(Redirect::see_other(to).into_response())
    }

    fn flaws(&self, found: &[FieldFlaw]) -> Result<Vec<FlawLine>> {
        let mend = |flaw: &FieldFlaw| match flaw.flaw {
            Flaw::TooLong { max } => Mend::at("", "flaw-too-long").n(max),
            Flaw::Empty => Mend::at("", "flaw-empty"),
            _ => Mend::at("", "flaw-unreadable"),
        };
        found.iter().map(|flaw| mend(flaw).line(&self.view)).collect()
    }
}

/// A search that finds no words finds nobody.
fn empty(error: AppError) -> Result<Vec<PersonView>, AppError> {
    match error {
        AppError::Flaws(_) => Ok(Vec::new()),
        error => Err(error),
    }
}
