//! `/noi-bo/to-chuc/nhap` – lists of units, members and posts in and out.

use chrono::NaiveDate;
use poem::http::{StatusCode, header};
use poem::web::{Data, Path, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::organisation::{self, File, Format};
use crate::app::{App, AppError};
use crate::domain::access::Role;
use crate::domain::import::{Effect, Kind, Line, Note, Plan};
use crate::i18n;
use crate::render::Page;
use crate::web::forms::{FlawLine, Signed};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;
use crate::web::staff::fields::{self, Mend, Mends};
use crate::web::upload::Upload;

/// Lines of one sort that a page shows.
const SHOWN: usize = 20;

/// Flaws that a page shows; nobody mends more at a time.
const FLAWS: usize = 200;

/// `pages/noi-bo/to-chuc/nhap.html`
#[derive(Serialize)]
pub struct ImportPage {
    pub kinds: [&'static str; 3],
    pub typed: ImportForm,
    pub flaws: Vec<FlawLine>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportForm {
    pub kind: String,
    pub from: String,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/nhap.html";
}

/// `pages/noi-bo/to-chuc/xem-truoc.html`
#[derive(Serialize)]
pub struct PreviewPage {
    pub file: String,
    pub kind: &'static str,
    /// With what the clerk agrees; nothing when there is nothing to agree to.
    pub draft: Option<String>,
    pub wrong: usize,
    pub mends: Vec<MendLine>,
    pub notes: Vec<NoteLine>,
    pub read: usize,
    pub unchanged: usize,
    pub groups: Vec<Group>,
    pub vanished: usize,
    pub gone: Vec<GoneLine>,
}

#[derive(Serialize)]
pub struct MendLine {
    pub place: String,
    pub what: String,
}

#[derive(Serialize)]
pub struct NoteLine {
    pub text: String,
    pub samples: Vec<(String, String)>,
}

/// The first lines of one effect.
#[derive(Serialize)]
pub struct Group {
    pub effect: &'static str,
    pub count: usize,
    pub lines: Vec<ChangeLine>,
}

#[derive(Serialize)]
pub struct ChangeLine {
    pub row: u32,
    pub key: String,
    pub name: String,
    /// Column, before, after.
    pub details: Vec<(&'static str, String, String)>,
}

#[derive(Serialize)]
pub struct GoneLine {
    pub key: String,
    pub name: String,
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "pages/noi-bo/to-chuc/xem-truoc.html";
}

impl ImportPage {
    pub fn new(typed: ImportForm, flaws: Vec<FlawLine>) -> Self {
        Self { kinds: Kind::ALL.map(Kind::name), typed, flaws }
    }
}

impl PreviewPage {
    /// # Errors
    /// 500 when a sentence is missing.
    pub fn new(view: &View, file: String, kind: Kind, draft: Uuid, plan: &Plan) -> Result<Self> {
        let words = view.site.renderer().locales();
        let missing = poem::error::InternalServerError;
        let mend = |flaw| {
            let (place, what) = i18n::import::flaw(words, view.lang, flaw).map_err(missing)?;
            Ok(MendLine { place, what })
        };
        let note = |note: &Note| {
            let text = i18n::import::note(words, view.lang, note).map_err(missing)?;
            let samples = match note {
                Note::Decoded { samples, .. } => samples.clone(),
                _ => Vec::new(),
            };
            Ok(NoteLine { text, samples })
        };
        let agree = plan.is_sound() && !plan.changes.is_empty();
        let gone = plan.vanished.iter().take(SHOWN);
        Ok(Self {
            file,
            kind: kind.name(),
            draft: agree.then(|| draft.to_string()),
            wrong: plan.flaws.len(),
            mends: plan.flaws.iter().take(FLAWS).map(mend).collect::<Result<_>>()?,
            notes: plan.notes.iter().take(FLAWS).map(note).collect::<Result<_>>()?,
            read: plan.read,
            unchanged: plan.unchanged,
            groups: Effect::ALL.map(|effect| group(plan, effect)).into(),
            vanished: plan.vanished.len(),
            gone: gone
                .map(|(key, name)| GoneLine { key: key.clone(), name: name.clone() })
                .collect(),
        })
    }
}

fn group(plan: &Plan, effect: Effect) -> Group {
    let line = |line: &Line| ChangeLine {
        row: line.row,
        key: line.key.clone(),
        name: line.name.clone(),
        details: line
            .details
            .iter()
            .map(|one| (one.column, one.before.clone(), one.after.clone()))
            .collect(),
    };
    let lines = plan.lines.iter().filter(|line| line.effect == effect);
    Group {
        effect: effect.name(),
        count: plan.count(effect),
        lines: lines.take(SHOWN).map(line).collect(),
    }
}

/// Only administrators bring lists in; for others there is no such page.
fn admin(staff: SignedIn) -> Result<SignedIn, AppError> {
    if staff.0.account.role == Role::Admin { Ok(staff) } else { Err(AppError::NotFound) }
}

#[handler]
pub fn new(req: &Request, staff: SignedIn, view: View) -> Result<Response> {
    let staff = admin(staff)?;
    let notice = (req.uri().query() == Some("da-ghi")).then_some("notice-imported");
    staff.frame(view).noticing(notice).page(&ImportPage::new(ImportForm::default(), Vec::new()))
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    upload: Upload,
) -> Result<Response> {
    let staff = admin(staff)?;
    let view = staff.frame(view);
    let typed =
        ImportForm { kind: upload.typed("kind").to_owned(), from: upload.typed("from").to_owned() };
    let again = |status, flaws| view.page_with(status, &ImportPage::new(typed.clone(), flaws));
    if let Some(trouble) = upload.trouble {
        return again(trouble.status(), vec![trouble.line(&view)?]);
    }
    let file = match asked(&typed, upload, app.now().day) {
        Ok(file) => file,
        Err(mends) => {
            let flaws = mends.0.iter().map(|mend| mend.line(&view)).collect::<Result<Vec<_>>>()?;
            return again(StatusCode::UNPROCESSABLE_ENTITY, flaws);
        }
    };
    let (name, kind) = (file.name.clone(), file.kind);
    let (draft, plan) = organisation::preview(app, &staff.0.account, file).await?;
    let status = if plan.is_sound() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PreviewPage::new(&view, name, kind, draft, &plan)?;
    view.page_with(status, &page)
}

fn asked(typed: &ImportForm, upload: Upload, today: NaiveDate) -> Result<File, Mends> {
    let mut mends = Mends::default();
    let kind = Kind::from_name(&typed.kind).ok_or(Mend::at("kind", "flaw-import-kind"));
    let kind = mends.take(kind);
    let key = if upload.too_large { "flaw-import-too-big" } else { "flaw-import-file" };
    let file = mends.take(upload.file.ok_or(Mend::at("file", key)));
    let on = match typed.from.trim() {
        "" => Some(None),
        from => {
            let read = fields::day("from", from, today).ok().filter(|day| *day <= today);
            mends.take(read.map(Some).ok_or(Mend::at("from", "flaw-import-from")))
        }
    };
    match (kind, file, on) {
        (Some(kind), Some((name, content)), Some(on)) => Ok(File { kind, name, content, on }),
        _ => Err(mends),
    }
}

/// What the clerk agreed to.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    pub draft: String,
}

#[handler]
pub async fn confirm(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    Signed(form): Signed<ConfirmForm>,
) -> Result<Response> {
    let staff = admin(staff)?;
    let draft = form.draft.parse().map_err(|_| AppError::NotFound)?;
    match organisation::confirm(app, &staff.0.account, draft).await {
        Ok(_) => Ok(Redirect::see_other("/noi-bo/to-chuc/nhap?da-ghi").into_response()),
        Err(AppError::Stale) => {
            let view = staff.frame(view).at("/noi-bo/to-chuc/nhap");
            let flaws = vec![view.flaw("file", "flaw-import-stale")?];
            view.page_with(StatusCode::CONFLICT, &ImportPage::new(ImportForm::default(), flaws))
        }
        Err(error) => Err(error.into()),
    }
}

/// `/noi-bo/to-chuc/xuat/members.xlsx`
#[handler]
pub async fn export(
    Data(app): Data<&App>,
    staff: SignedIn,
    Path(file): Path<String>,
) -> Result<Response> {
    let format = Format::of(&file).ok_or(AppError::NotFound)?;
    let kind = file.split('.').next().and_then(Kind::from_name).ok_or(AppError::NotFound)?;
    let bytes = organisation::export_for(app, &staff.0, kind, format).await?;
    let media = match format {
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Csv => "text/csv; charset=utf-8",
    };
    let name = format!("attachment; filename=\"{}.{}\"", kind.name(), format.ending());
    Ok(Response::builder()
        .content_type(media)
        .header(header::CONTENT_DISPOSITION, name)
        .body(bytes))
}
