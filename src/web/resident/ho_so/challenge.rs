//! `/ho-so/thay-nguoi` – the resident asks that an officer keep away from the case.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::tracking;
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, key, new_key};
use crate::web::frame::View;
use crate::web::resident::session::Holder;

use super::{mends, sent, usable};

/// `pages/ho-so/thay-nguoi.html`
#[derive(Serialize)]
pub struct ChallengePage {
    pub officer: String,
    pub text: String,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for ChallengePage {
    const TEMPLATE: &'static str = "pages/ho-so/thay-nguoi.html";
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChallengeForm {
    officer: String,
    text: String,
    key: String,
}

impl ChallengeForm {
    fn page(self, flaws: Vec<FlawLine>) -> ChallengePage {
        ChallengePage { officer: self.officer, text: self.text, key: self.key, flaws }
    }
}

#[handler]
pub fn new(_holder: Holder, view: View) -> Result<Response> {
    let form = ChallengeForm { key: new_key(), ..ChallengeForm::default() };
    view.page(&form.page(Vec::new()))
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    Holder(case, _): Holder,
    view: View,
    form: Form<ChallengeForm>,
) -> Result<Response> {
    let again = |form: ChallengeForm, status, flaws| view.page_with(status, &form.page(flaws));
    let mut form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => return again(form, status, flaws),
    };
    let mut flaws = Vec::new();
    if form.officer.trim().is_empty() {
        flaws.push(view.flaw("officer", "flaw-challenge-who")?);
    }
    if form.text.trim().is_empty() {
        flaws.push(view.flaw("text", "flaw-challenge-why")?);
    }
    if !flaws.is_empty() {
        return again(form, StatusCode::UNPROCESSABLE_ENTITY, flaws);
    }
    let sending = async {
        app.admit(caller, Action::Message)?;
        tracking::challenge(app, case, &form.officer, &form.text, key(&form.key)).await
    };
    match sending.await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, &mut form.key, error)?;
            again(form, status, flaws)
        }
    }
}
