//! `/ho-so/bo-sung` – more information, or the answer to a question.

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

use super::{CasePage, TextForm, mends, sent, usable};

/// `pages/ho-so/bo-sung.html`
#[derive(Serialize)]
pub struct WritePage {
    /// The open question, if the office asked one.
    pub question: Option<String>,
    pub finished: bool,
    pub text: String,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for WritePage {
    const TEMPLATE: &'static str = "pages/ho-so/bo-sung.html";
}

#[handler]
pub async fn new(Data(app): Data<&App>, holder: Holder, view: View) -> Result<Response> {
    show(app, &holder, &view, StatusCode::OK, TextForm::blank(), Vec::new()).await
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    holder: Holder,
    view: View,
    form: Form<TextForm>,
) -> Result<Response> {
    let mut form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => {
            return show(app, &holder, &view, status, form, flaws).await;
        }
    };
    let sending = async {
        app.admit(caller, Action::Message)?;
        tracking::write(app, holder.0, &form.text, key(&form.key)).await
    };
    match sending.await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, &mut form.key, error)?;
            show(app, &holder, &view, status, form, flaws).await
        }
    }
}

async fn show(
    app: &App,
    holder: &Holder,
    view: &View,
    status: StatusCode,
    form: TextForm,
    flaws: Vec<FlawLine>,
) -> Result<Response> {
    let case = CasePage::new(app, tracking::view(app, &holder.1).await?, view.lang);
    let question = case.messages.iter().find(|line| line.what == "question");
    let question = question.filter(|_| case.asks_until.is_some()).map(|line| line.text.clone());
    let finished = case.status == "finished";
    let TextForm { text, key } = form;
    view.page_with(status, &WritePage { question, finished, text, key, flaws })
}
