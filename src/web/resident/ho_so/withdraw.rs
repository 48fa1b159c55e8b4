//! `/ho-so/rut` – taking the letter back. Whether someone pressed for it is asked, and the answer
//! page is the same whatever was said.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::tracking::{self, Pressed};
use crate::caller::Caller;
use crate::limits::Action;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form, key, new_key};
use crate::web::frame::View;
use crate::web::resident::session::Holder;

use super::{mends, sent, usable};

/// `pages/ho-so/rut.html`
#[derive(Serialize)]
pub struct WithdrawPage {
    pub typed: WithdrawForm,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for WithdrawPage {
    const TEMPLATE: &'static str = "pages/ho-so/rut.html";
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    pub text: String,
    /// Whether someone pressed, threatened or promised: `no`, `yes` or `unsaid`.
    pub pressed: String,
    pub key: String,
}

#[handler]
pub fn new(_holder: Holder, view: View) -> Result<Response> {
    let (typed, key) = (WithdrawForm::default(), new_key());
    view.page(&WithdrawPage { typed, key, flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    Holder(case, _): Holder,
    view: View,
    form: Form<WithdrawForm>,
) -> Result<Response> {
    let again = |typed: WithdrawForm, status, flaws| {
        let key = typed.key.clone();
        view.page_with(status, &WithdrawPage { typed, key, flaws })
    };
    let mut form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => return again(form, status, flaws),
    };
    let Some(pressed) = Pressed::from_name(&form.pressed) else {
        let flaws = vec![view.flaw("pressed", "flaw-pressed")?];
        return again(form, StatusCode::UNPROCESSABLE_ENTITY, flaws);
    };
    let sending = async {
        app.admit(caller, Action::Message)?;
        tracking::withdraw(app, case, &form.text, pressed, key(&form.key)).await
    };
    match sending.await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, &mut form.key, error)?;
            again(form, status, flaws)
        }
    }
}
