//! `/ho-so/tep` – more files for a case, sent by whoever holds its receipt.

use poem::http::StatusCode;
use poem::web::Data;
use poem::{Body, Request, Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::app::evidence;
use crate::render::Page;
use crate::web::forms::{FlawLine, key, new_key};
use crate::web::frame::View;
use crate::web::parts::{Before, Parts};
use crate::web::resident::gui::FileBounds;
use crate::web::resident::session::Holder;

use super::{mends, sent};

/// `pages/ho-so/tep.html`
#[derive(Serialize)]
pub struct FilesPage {
    pub limits: FileBounds,
    /// How many were taken just now, where others were not.
    pub taken: usize,
    /// Idempotency key.
    pub key: String,
    pub flaws: Vec<FlawLine>,
}

impl Page for FilesPage {
    const TEMPLATE: &'static str = "pages/ho-so/tep.html";
}

fn page(app: &App, taken: usize, flaws: Vec<FlawLine>) -> FilesPage {
    let limits = FileBounds::of(&app.settings().evidence.limits());
    FilesPage { limits, taken, key: new_key(), flaws }
}

#[handler]
pub fn new(Data(app): Data<&App>, _holder: Holder, view: View) -> Result<Response> {
    view.page(&page(app, 0, Vec::new()))
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    req: &Request,
    holder: Holder,
    view: View,
    body: Body,
) -> Result<Response> {
    let parts = Parts::read(app, req, body, |_| Before::default()).await?;
    if let Some(trouble) = parts.trouble {
        let flaws = vec![trouble.line(&view)?];
        return view.page_with(trouble.status(), &page(app, 0, flaws));
    }
    let mut typed = parts.typed("key").to_owned();
    let added = evidence::add_under_receipt(app, holder.0, &parts.uploads, key(&typed)).await;
    let mut flaws = parts.lines(&view)?;
    let taken = match added {
        Ok(()) => parts.uploads.len(),
        Err(crate::app::AppError::File(flaw)) => {
            flaws.push(view.file_flaw("", flaw)?);
            0
        }
        Err(error) => {
            let (status, flaws) = mends(&view, &mut typed, error)?;
            return view.page_with(status, &page(app, 0, flaws));
        }
    };
    if flaws.is_empty() && taken == 0 {
        flaws.push(view.flaw("file", "files-none-chosen")?);
    }
    if flaws.is_empty() {
        return Ok(sent());
    }
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page(app, taken, flaws))
}
