//! `/gui/tep` – the files of a letter, one or several at a time. They are sealed as they arrive; the ticket that opens
//! each lies in the form alone, as the letter does.

use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Redirect};
use poem::{Body, Request, Response, Result, handler};
use serde::Serialize;

use super::draft::{Draft, Step};
use super::{Turn, question, turned};
use crate::app::App;
use crate::app::evidence;
use crate::web::frame::View;
use crate::web::lang;
use crate::web::parts::{Before, Parts};

/// A file that is attached, as its sender sees it.
#[derive(Clone, Debug, Serialize)]
pub struct FileLine {
    /// From 1; what the button to take it away says.
    pub number: usize,
    pub name: String,
    /// In KiB, at least 1.
    pub kib: u64,
    pub sealed_original: bool,
}

/// The files behind the tickets of a draft; those that are no longer good are left out.
pub(super) fn lines(app: &App, draft: &Draft) -> Vec<FileLine> {
    let shown = draft.files.iter().filter_map(|ticket| evidence::shown(app, ticket));
    let line = |(place, shown): (usize, evidence::Shown)| FileLine {
        number: place + 1,
        name: shown.name,
        kib: shown.size.div_ceil(1024),
        sealed_original: shown.sealed_original,
    };
    shown.enumerate().map(line).collect()
}

/// `GET /gui/tep`: an answer is never kept between requests, so a bare address starts anew.
#[handler]
pub fn restart() -> Redirect {
    Redirect::see_other("/gui")
}

/// `POST /gui/tep`: takes files in or away, and goes on.
#[handler]
pub async fn answer(
    Data(app): Data<&App>,
    req: &Request,
    jar: &CookieJar,
    mut view: View,
    body: Body,
) -> Result<Response> {
    let mut parts = Parts::read(app, req, body, |fields| sent_before(app, fields)).await?;
    let mut draft: Draft = parts.form()?;
    if let Some(trouble) = parts.trouble {
        let flaws = vec![trouble.line(&view)?];
        return view.page_with(trouble.status(), &question(app, draft, Step::Files, flaws));
    }
    // What is no longer good is not carried on; the sender chooses it once more.
    draft.files.retain(|ticket| evidence::shown(app, ticket).is_some());
    let new = parts.uploads.iter().map(|upload| upload.ticket.clone());
    draft.files.extend(new);
    let (remove, up) = (std::mem::take(&mut draft.remove), std::mem::take(&mut draft.up));
    if let Some(place) = remove.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
        && place < draft.files.len()
    {
        draft.files.remove(place);
    }
    if let Some(wanted) = turned(&mut draft) {
        let step = match wanted {
            Turn::To(step) => step,
            Turn::Speak(language) => {
                lang::keep(jar, language, view.site.secure());
                view.speak(language);
                Step::Files
            }
        };
        let flaws = parts.lines(&view)?;
        return view.page(&question(app, draft, step, flaws));
    }
    let mut flaws = parts.lines(&view)?;
    if flaws.is_empty() && !up.is_empty() && parts.uploads.is_empty() {
        flaws.push(view.flaw("file", "files-none-chosen")?);
    }
    if !flaws.is_empty() {
        let page = question(app, draft, Step::Files, flaws);
        return view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let next = match (remove.is_empty(), up.is_empty()) {
        (true, true) => draft.after(Step::Files, app.now().day),
        _ => Step::Files,
    };
    view.page(&question(app, draft, next, Vec::new()))
}

fn sent_before(app: &App, fields: &[(String, String)]) -> Before {
    let tickets = fields.iter().filter(|(name, _)| name == "files");
    let shown = tickets.filter_map(|(_, ticket)| evidence::shown(app, ticket));
    shown.fold(Before::default(), |sum, one| Before {
        files: sum.files + 1,
        bytes: sum.bytes + one.size,
    })
}
