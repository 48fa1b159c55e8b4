//! `/ho-so/rut` – taking the letter back. Whether someone pressed for it is asked, and the answer
//! page is the same whatever was said.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::app::tracking;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::resident::session::Holder;

use super::{mends, sent, usable};

/// `pages/ho-so/rut.html`
#[derive(Serialize)]
pub struct WithdrawPage {
    pub typed: WithdrawForm,
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
}

/// What the level above is told when the answer is not a clear no; the handlers never see it.
/// Vietnamese whatever the page's language, as those who read it are.
const PRESSED: &str = "Khi xin rút, người gửi cho biết có người ép, dọa hoặc hứa hẹn.";
const UNSAID: &str = "Khi xin rút, người gửi không muốn nói có ai ép, dọa hoặc hứa hẹn hay không.";

#[handler]
pub fn new(_holder: Holder, view: View) -> Result<Response> {
    view.page(&WithdrawPage { typed: WithdrawForm::default(), flaws: Vec::new() })
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    Holder(case): Holder,
    view: View,
    form: Form<WithdrawForm>,
) -> Result<Response> {
    let again = |typed, status, flaws| view.page_with(status, &WithdrawPage { typed, flaws });
    let form = match usable(&view, form)? {
        Ok(form) => form,
        Err((form, status, flaws)) => return again(form, status, flaws),
    };
    let warning = match form.pressed.as_str() {
        "no" => None,
        "yes" => Some(PRESSED),
        "unsaid" => Some(UNSAID),
        _ => {
            let flaws = vec![view.flaw("pressed", "flaw-pressed")?];
            return again(form, StatusCode::UNPROCESSABLE_ENTITY, flaws);
        }
    };
    // The warning first: should the second fail, too much care was taken, not too little.
    if let Some(warning) = warning {
        tracking::report_retaliation(app, case, warning).await?;
    }
    match tracking::withdraw(app, case, &form.text).await {
        Ok(()) => Ok(sent()),
        Err(error) => {
            let (status, flaws) = mends(&view, error)?;
            again(form, status, flaws)
        }
    }
}
