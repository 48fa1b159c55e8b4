//! `/gui` – a resident's letter, one question a page, without a script and without a trace.
//!
//! Each page posts its answer and, hidden, all earlier ones to its own address; the answer is the
//! next page. The last one stores the letter and answers with the receipt. The key that was made
//! on the first page lets the very same request be sent again and give the very same receipt.

mod draft;
pub mod files;
mod happened;
mod pages;

use poem::http::StatusCode;
use poem::web::cookie::CookieJar;
use poem::web::{Data, Path, Redirect};
use poem::{Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{self, App, AppError};
use crate::caller::Caller;
use crate::domain::letter::{Field, FieldFlaw, Kind, Lang, Source};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::limits::Action;
use crate::render::qr_svg;
use crate::web::forms::{FlawLine, Form, Signed, key, new_key};
use crate::web::frame::View;
use crate::web::resident::PromiseLine;
use crate::web::{lang, resident};

pub use draft::{Draft, Mend, Step};
pub use happened::{Happened, NoSuchDay, parse as parse_happened, written_day};
pub use pages::{FileBounds, NotedPage, Question, ReceiptPage};

/// `GET /gui`: the first question of a new letter.
#[handler]
pub fn new(Data(app): Data<&App>, view: View) -> Result<Response> {
    view.page(&question(app, Draft::default(), Step::Kind, Vec::new()))
}

/// `GET /gui/…`: an answer is never kept between requests, so a bare address starts anew.
#[handler]
pub fn restart(Path(slug): Path<String>) -> Result<Redirect> {
    match Step::from_slug(&slug) {
        Some(_) => Ok(Redirect::see_other("/gui")),
        None => Err(poem::Error::from_status(StatusCode::NOT_FOUND)),
    }
}

/// `GET /gui/xong`: a receipt that was left behind cannot be shown again.
#[handler]
pub fn again() -> Redirect {
    Redirect::see_other("/")
}

/// `POST /gui/…`: one answered page.
#[handler]
pub async fn answer(
    Data(app): Data<&App>,
    caller: Caller,
    Path(slug): Path<String>,
    jar: &CookieJar,
    mut view: View,
    form: Form<Draft>,
) -> Result<Response> {
    let step = Step::from_slug(&slug).ok_or(poem::Error::from_status(StatusCode::NOT_FOUND))?;
    let mut draft = match form.checked() {
        Ok(draft) => draft,
        Err((draft, trouble)) => {
            let flaws = vec![trouble.line(&view)?];
            return view.page_with(trouble.status(), &question(app, draft, step, flaws));
        }
    };
    if step == Step::Told {
        draft.told.clone_from(&draft.kind);
    }
    if let Some(wanted) = turned(&mut draft) {
        let step = match wanted {
            Turn::To(step) => step,
            Turn::Speak(language) => {
                lang::keep(jar, language, view.site.secure());
                view.speak(language);
                step
            }
        };
        return view.page(&question(app, draft, step, Vec::new()));
    }
    let today = app.now().day;
    let mends = draft.mends(step, today);
    if !mends.is_empty() {
        return mend(app, &view, draft, step, &mends);
    }
    if step == Step::Check {
        return submit(app, caller, &view, draft).await;
    }
    let next = draft.after(step, today);
    view.page(&question(app, draft, next, Vec::new()))
}

/// A button that leads elsewhere than onwards.
enum Turn {
    To(Step),
    Speak(Lang),
}

fn turned(draft: &mut Draft) -> Option<Turn> {
    let (go, fix, speak) = (
        Step::from_slug(&std::mem::take(&mut draft.go)),
        Step::from_slug(&std::mem::take(&mut draft.fix)),
        Lang::from_name(&std::mem::take(&mut draft.speak)),
    );
    draft.review |= fix.is_some();
    speak.map(Turn::Speak).or(fix.or(go).map(Turn::To))
}

/// Stores the letter and shows its receipt.
async fn submit(app: &App, caller: Caller, view: &View, mut draft: Draft) -> Result<Response> {
    let today = app.now().day;
    if let Some(step) = draft.incomplete(today) {
        let mends = draft.mends(step, today);
        draft.review = true;
        return mend(app, view, draft, step, &mends);
    }
    let letter = draft.letter(view.lang, today);
    let stored = match app.admit(caller, Action::Letter) {
        Ok(()) => {
            let files = draft.files.clone();
            app::letters::submit_with(app, letter, files, Source::Web, key(&draft.key)).await
        }
        Err(error) => Err(error),
    };
    match stored {
        Ok(submitted) => receipt(view, &draft, &submitted),
        Err(AppError::Flaws(found)) => {
            let step = found.first().map_or(Step::Check, |flaw| asked_on(flaw.field));
            let mends: Vec<Mend> = found.into_iter().map(Mend::Rule).collect();
            mend(app, view, draft, step, &mends)
        }
        // What a file's ticket stood for is gone: the rest of the letter is kept, the file is chosen once more.
        Err(AppError::File(flaw)) => {
            draft.files.clear();
            draft.review = true;
            let flaws = vec![view.file_flaw("", flaw)?];
            let page = question(app, draft, Step::Files, flaws);
            view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(AppError::KeyReused) => {
            draft.key = new_key();
            let flaws = vec![view.flaw("", "flaw-sent-before")?];
            view.page_with(StatusCode::CONFLICT, &question(app, draft, Step::Check, flaws))
        }
        Err(AppError::TooMany(wait)) => {
            let flaws = vec![view.too_many(wait)?];
            let page = question(app, draft, Step::Check, flaws);
            view.page_with(StatusCode::TOO_MANY_REQUESTS, &page)
        }
        Err(AppError::Busy(wait)) => {
            let flaws = vec![view.busy(wait)?];
            let page = question(app, draft, Step::Check, flaws);
            view.page_with(StatusCode::SERVICE_UNAVAILABLE, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn receipt(view: &View, draft: &Draft, stored: &app::letters::Submitted) -> Result<Response> {
    let address = format!("{}/m/{}", view.site.public_url(), stored.receipt.digits());
    let qr =
        qr_svg(&address, &view.text("receipt-qr")?).map_err(poem::error::InternalServerError)?;
    let page = ReceiptPage {
        receipt: stored.receipt.grouped(),
        case_number: stored.case_number.to_string(),
        qr,
        received_on: stored.received_on,
        promise: PromiseLine::of(&stored.promise),
        praise: draft.kind() == Some(Kind::BieuDuong),
        to_sign: draft.full() && draft.named(),
        unsigned: draft.kind() == Some(Kind::ToCao) && !draft.named(),
    };
    view.page_with(StatusCode::OK, &page)
}

/// The form of the receipt page's last button.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NotedForm {
    receipt: String,
    case_number: String,
    noted: bool,
}

/// `POST /gui/xong`: leaves the receipt; asks once more when the code was not ticked as written.
#[handler]
pub async fn leave(
    Data(app): Data<&App>,
    jar: &CookieJar,
    view: View,
    Signed(form): Signed<NotedForm>,
) -> Result<Response> {
    let shown = (Receipt::parse(&form.receipt).ok(), CaseNumber::parse(&form.case_number));
    match shown {
        (Some(receipt), Some(case_number)) if !form.noted => view
            .page(&NotedPage { receipt: receipt.grouped(), case_number: case_number.to_string() }),
        _ => resident::session::leave(app, jar, &view).await,
    }
}

fn mend(app: &App, view: &View, draft: Draft, step: Step, mends: &[Mend]) -> Result<Response> {
    let lines = mends.iter().map(|mend| match mend {
        Mend::Word(field, key) => view.flaw(field, key),
        Mend::Rule(flaw) => view.flaws(std::slice::from_ref::<FieldFlaw>(flaw)).and_then(|lines| {
            lines
                .into_iter()
                .next()
                .ok_or(poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))
        }),
    });
    let lines = lines.collect::<Result<Vec<_>>>()?;
    view.page_with(StatusCode::UNPROCESSABLE_ENTITY, &question(app, draft, step, lines))
}

/// The page of a step, or of the first one still to be answered before the last, with what is to be mended on it.
fn question(app: &App, mut draft: Draft, step: Step, flaws: Vec<FlawLine>) -> Question {
    let today = app.now().day;
    if draft.key.is_empty() {
        draft.key = new_key();
    }
    let mut step = step;
    if step == Step::Check {
        // The last page shows answers, so there must be some, whoever made the request.
        step = draft.incomplete(today).unwrap_or(Step::Check);
        draft.review = step != Step::Check;
    }
    let (limits, files) = (app.settings().evidence.limits(), files::lines(app, &draft));
    Question { files, limits: FileBounds::of(&limits), ..Question::new(draft, step, flaws, today) }
}

fn asked_on(field: Field) -> Step {
    match field {
        Field::Kind => Step::Kind,
        Field::Text => Step::Story,
        Field::Place | Field::HappenedOn => Step::When,
        Field::AboutName | Field::AboutPosition | Field::AboutUnit => Step::About,
        Field::ReporterName | Field::ReporterAddress | Field::ReporterPhone => Step::Reporter,
        Field::Email => Step::Contact,
    }
}
