//! `/ho-so/tra-thu` – harassment after writing to us; it goes to the level above only.

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

/// `pages/ho-so/tra-thu.html`
#[derive(Serialize)]
pub struct RetaliationPage {
    pub text: String,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for RetaliationPage {
    const TEMPLATE: &'static str = "pages/ho-so/tra-thu.html";
}

#[handler]
pub fn new(_holder: Holder, view: View) -> Result<Response> {
    let TextForm { text, key } = TextForm::blank();
    view.page(&RetaliationPage { text, key, flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    Holder(case): Holder,
    view: View,
    form: Form<TextForm>,
) -> Result<Response> {
    let again = |form, status, flaws| {
        let TextForm { text, key } = form;
        view.page_with(status, &RetaliationPage { text, key, flaws })
    };
    let mut form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => return again(form, status, flaws),
    };
    if form.text.trim().is_empty() {
        let flaws = vec![view.flaw("text", "flaw-retaliation")?];
        return again(form, StatusCode::UNPROCESSABLE_ENTITY, flaws);
    }
    let sending = async {
        app.admit(caller, Action::Message)?;
        tracking::report_retaliation(app, case, &form.text, key(&form.key)).await
    };
    match sending.await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, &mut form.key, error)?;
            again(form, status, flaws)
        }
    }
}
