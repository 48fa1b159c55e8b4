//! `/ho-so/tra-thu` – harassment after writing to us; it goes to the level above only.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::tracking;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::resident::session::Holder;

use super::{TextForm, mends, sent, usable};

/// `pages/ho-so/tra-thu.html`
#[derive(Serialize)]
pub struct RetaliationPage {
    pub text: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for RetaliationPage {
    const TEMPLATE: &'static str = "pages/ho-so/tra-thu.html";
}

#[handler]
pub fn new(_holder: Holder, view: View) -> Result<Response> {
    view.page(&RetaliationPage { text: String::new(), flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    Holder(case): Holder,
    view: View,
    form: Form<TextForm>,
) -> Result<Response> {
    let again = |text, status, flaws| view.page_with(status, &RetaliationPage { text, flaws });
    let form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => return again(form.text, status, flaws),
    };
    if form.text.trim().is_empty() {
        let flaws = vec![view.flaw("text", "flaw-retaliation")?];
        return again(form.text, StatusCode::UNPROCESSABLE_ENTITY, flaws);
    }
    match tracking::report_retaliation(app, case, &form.text).await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, error)?;
            again(form.text, status, flaws)
        }
    }
}
