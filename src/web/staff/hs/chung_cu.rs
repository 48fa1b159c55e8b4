//! `/noi-bo/hs/{number}/chung-cu` – the minutes of evidence: every file with its fingerprints, and what is added.

use chrono::NaiveDate;
use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Redirect};
use poem::{Body, IntoResponse as _, Request, Response, Result, handler};
use serde::Serialize;

use crate::app::evidence::{self, FileView, FilesView, Opened};
use crate::app::{App, AppError};
use crate::domain::evidence::{Origin, Part};
use crate::domain::ids::FileId;
use crate::domain::receipt::CaseNumber;
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::frame::View;
use crate::web::parts::{Before, Parts};
use crate::web::resident::gui::FileBounds;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/hs/chung-cu.html`
#[derive(Serialize)]
pub struct EvidencePage {
    pub number: String,
    pub files: Vec<FileLine>,
    /// What this account may add: `scan` or `officer`.
    pub adds: Option<&'static str>,
    pub limits: FileBounds,
    pub transcript: String,
    pub flaws: Vec<FlawLine>,
}

/// `pages/noi-bo/hs/chung-cu-tep.html`
#[derive(Serialize)]
pub struct FilePage {
    pub number: String,
    pub file: FileLine,
    /// Whether there is a scanner at all.
    pub scanner: bool,
    pub flaws: Vec<FlawLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FileLine {
    pub id: String,
    pub name: String,
    /// `picture`, `paper`, `office`, `sound` or `film`.
    pub family: &'static str,
    /// `resident`, `scan` or `officer`.
    pub origin: &'static str,
    pub on: NaiveDate,
    pub by: Option<String>,
    pub kib: u64,
    pub sha256: String,
    pub copy_sha256: String,
    pub transcript: String,
    pub opens: OpensLine,
    pub has_original: bool,
    pub clean: bool,
}

/// What the reader may open of it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpensLine {
    pub copy: bool,
    pub original: bool,
}

impl Page for EvidencePage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/chung-cu.html";
}

impl Page for FilePage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/chung-cu-tep.html";
}

impl From<FileView> for FileLine {
    fn from(file: FileView) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name,
            family: file.kind.family().name(),
            origin: file.origin.name(),
            on: file.added_on,
            by: file.added_by,
            kib: file.size.div_ceil(1024),
            sha256: file.sha256,
            copy_sha256: file.copy_sha256,
            transcript: file.transcript,
            opens: OpensLine { copy: file.opens.copy, original: file.opens.original },
            has_original: file.has_original,
            clean: file.clean,
        }
    }
}

impl EvidencePage {
    pub fn new(app: &App, files: FilesView, transcript: String, flaws: Vec<FlawLine>) -> Self {
        Self {
            number: files.number.to_string(),
            files: files.files.into_iter().map(FileLine::from).collect(),
            adds: files.adds.map(Origin::name),
            limits: FileBounds::of(&app.settings().evidence.limits()),
            transcript,
            flaws,
        }
    }
}

fn parsed(number: &str) -> Result<CaseNumber, AppError> {
    CaseNumber::parse(number).ok_or(AppError::NotFound)
}

fn parsed_file(id: &str) -> Result<FileId, AppError> {
    id.parse().map(FileId).map_err(|_| AppError::NotFound)
}

/// `GET …/chung-cu`
#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    req: &Request,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let files = evidence::list(app, &staff.0.account, &parsed(&number)?).await?;
    let notice = (req.uri().query() == Some("da-ghi")).then_some("notice-done");
    let view = staff.frame(view).noticing(notice);
    view.page(&EvidencePage::new(app, files, String::new(), Vec::new()))
}

/// `POST …/chung-cu`: scans by the desk, evidence by whoever verifies it.
#[handler]
pub(super) async fn create(
    Data(app): Data<&App>,
    req: &Request,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
    body: Body,
) -> Result<Response> {
    let (who, number) = (&staff.0.account, parsed(&number)?);
    // Asked before a byte is read: for whom the case does not exist, this address does not either.
    let files = evidence::list(app, who, &number).await?;
    if files.adds.is_none() {
        return Err(AppError::NotFound.into());
    }
    let parts = Parts::read(app, req, body, |_| Before::default()).await?;
    let view = staff.frame(view);
    let transcript = parts.typed("transcript").to_owned();
    let again = |status, files, flaws| {
        view.page_with(status, &EvidencePage::new(app, files, transcript.clone(), flaws))
    };
    if let Some(trouble) = parts.trouble {
        return again(trouble.status(), files, vec![trouble.line(&view)?]);
    }
    let mut flaws = parts.lines(&view)?;
    if flaws.is_empty() && parts.uploads.is_empty() {
        flaws.push(view.flaw("file", "files-none-chosen")?);
    }
    // All or none: whoever adds evidence sees at once what is missing, and chooses again.
    if !flaws.is_empty() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, files, flaws);
    }
    let tickets: Vec<String> = parts.uploads.iter().map(|upload| upload.ticket.clone()).collect();
    match evidence::add(app, who, &number, &tickets, &transcript).await {
        Ok(()) => {
            let to = format!("/noi-bo/hs/{number}/chung-cu?da-ghi");
            Ok(Redirect::see_other(to).into_response())
        }
        Err(AppError::Flaws(_)) => {
            let flaws = vec![view.flaw("transcript", "flaw-transcript")?];
            again(StatusCode::UNPROCESSABLE_ENTITY, files, flaws)
        }
        Err(AppError::File(flaw)) => {
            let flaws = vec![view.file_flaw("", flaw)?];
            again(StatusCode::UNPROCESSABLE_ENTITY, files, flaws)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET …/chung-cu/{id}`: one file, with what is to be known before it is opened.
#[handler]
pub(super) async fn one(
    Data(app): Data<&App>,
    Path((number, id)): Path<(String, String)>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let (number, id) = (parsed(&number)?, parsed_file(&id)?);
    let view = staff.frame(view);
    let page = file_page(app, &staff, &number, id, Vec::new()).await?;
    view.page(&page)
}

async fn file_page(
    app: &App,
    staff: &SignedIn,
    number: &CaseNumber,
    id: FileId,
    flaws: Vec<FlawLine>,
) -> Result<FilePage> {
    let (files, file) = evidence::file(app, &staff.0.account, number, id).await?;
    let number = number.to_string();
    Ok(FilePage { number, file: file.into(), scanner: files.scanner, flaws })
}

/// `GET …/chung-cu/{id}/tep`: the copy.
#[handler]
pub(super) async fn copy(
    Data(app): Data<&App>,
    Path((number, id)): Path<(String, String)>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    given(app, (&number, &id), &staff, view, Part::Copy).await
}

/// `GET …/chung-cu/{id}/goc`: what was sent, for intake alone.
#[handler]
pub(super) async fn original(
    Data(app): Data<&App>,
    Path((number, id)): Path<(String, String)>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    given(app, (&number, &id), &staff, view, Part::Original).await
}

async fn given(
    app: &App,
    (number, id): (&str, &str),
    staff: &SignedIn,
    view: View,
    part: Part,
) -> Result<Response> {
    let (number, id) = (parsed(number)?, parsed_file(id)?);
    match evidence::open(app, &staff.0.account, &number, id, part).await {
        Ok(opened) => Ok(answer(opened)),
        Err(AppError::File(flaw)) => {
            let view = staff.frame(view);
            let flaws = vec![view.file_flaw("", flaw)?];
            let page = file_page(app, staff, &number, id, flaws).await?;
            view.page_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// A file that no browser runs, frames, keeps or guesses about (`security.md`, S-47).
fn answer(opened: Opened) -> Response {
    let [disposition, policy] = opened.headers();
    let media_type = opened.media_type;
    Response::builder()
        .content_type(media_type)
        .header(header::CONTENT_DISPOSITION, disposition)
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .body(Body::from_bytes_stream(opened.pieces()))
}
