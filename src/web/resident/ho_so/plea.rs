//! `/ho-so/xem-lai` – a review of the result; `/ho-so/tra-thu` – harassment after writing to us, which goes to the
//! level above only. Two forms of one text.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::tracking;
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, key};
use crate::web::frame::View;
use crate::web::resident::session::Holder;

use super::{TextForm, mends, sent, usable};

/// What the resident asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plea {
    Review,
    Protection,
}

/// `pages/ho-so/xem-lai.html`, `pages/ho-so/tra-thu.html`
#[derive(Serialize)]
pub struct PleaPage {
    #[serde(skip)]
    pub plea: Plea,
    pub text: String,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for PleaPage {
    const TEMPLATE: &'static str = "pages/ho-so/xem-lai.html";

    fn template(&self) -> &'static str {
        match self.plea {
            Plea::Review => Self::TEMPLATE,
            Plea::Protection => "pages/ho-so/tra-thu.html",
        }
    }
}

impl Plea {
    fn page(self, TextForm { text, key }: TextForm, flaws: Vec<FlawLine>) -> PleaPage {
        PleaPage { plea: self, text, key, flaws }
    }

    /// What to say when nothing was written.
    fn empty(self) -> &'static str {
        match self {
            Self::Review => "flaw-appeal",
            Self::Protection => "flaw-retaliation",
        }
    }

    async fn create(
        self,
        app: &App,
        caller: Caller,
        Holder(case, _): Holder,
        view: View,
        form: Form<TextForm>,
    ) -> Result<Response> {
        let again = |form, status, flaws| view.page_with(status, &self.page(form, flaws));
        let mut form = match usable(&view, form)? {
            Ok(form) => form,
            Err((form, status, flaws)) => return again(form, status, flaws),
        };
        if form.text.trim().is_empty() {
            let flaws = vec![view.flaw("text", self.empty())?];
            return again(form, StatusCode::UNPROCESSABLE_ENTITY, flaws);
        }
        let sending = async {
            app.admit(caller, Action::Message)?;
            match self {
                Self::Review => tracking::appeal(app, case, &form.text, key(&form.key)).await,
                Self::Protection => {
                    tracking::report_retaliation(app, case, &form.text, key(&form.key)).await
                }
            }
        };
        match sending.await {
            Ok(()) => Ok(sent()),
            Err(error) => {
                let (status, flaws) = mends(&view, &mut form.key, error)?;
                again(form, status, flaws)
            }
        }
    }
}

#[handler]
pub fn new_review(_holder: Holder, view: View) -> Result<Response> {
    view.page(&Plea::Review.page(TextForm::blank(), Vec::new()))
}

#[handler]
pub async fn create_review(
    Data(app): Data<&App>,
    caller: Caller,
    holder: Holder,
    view: View,
    form: Form<TextForm>,
) -> Result<Response> {
    Plea::Review.create(app, caller, holder, view, form).await
}

#[handler]
pub fn new_protection(_holder: Holder, view: View) -> Result<Response> {
    view.page(&Plea::Protection.page(TextForm::blank(), Vec::new()))
}

#[handler]
pub async fn create_protection(
    Data(app): Data<&App>,
    caller: Caller,
    holder: Holder,
    view: View,
    form: Form<TextForm>,
) -> Result<Response> {
    Plea::Protection.create(app, caller, holder, view, form).await
}
