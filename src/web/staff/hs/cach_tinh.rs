//! `/noi-bo/hs/{number}/cach-tinh/{clock}/{seq}` – the slip of a deadline: on a page to print, and as a PDF.

use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::{App, AppError, count};
use crate::domain::clock::ClockKind;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::sheet::Sheet;
use crate::web::signed_in::SignedIn;

use super::found;
use super::lines::{ClockLine, Head};

/// `pages/noi-bo/hs/cach-tinh.html`
#[derive(Serialize)]
pub struct SlipPage {
    pub head: Head,
    pub clock: ClockLine,
    pub sheet: Sheet,
}

impl Page for SlipPage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/cach-tinh.html";
}

/// Number of the case, kind of the clock, and which of its kind.
type Which = Path<(String, String, u32)>;

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    which: Which,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let view = staff.frame(view);
    let page = slip(app, &staff, &view, which).await?;
    view.page(&page)
}

#[handler]
pub(super) async fn pdf(
    Data(app): Data<&App>,
    which: Which,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let page = slip(app, &staff, &view, which).await?;
    let name = format!("phieu-tinh-han-{}-{}", page.head.number, page.clock.kind);
    page.sheet.pdf(&view, &name)
}

/// The slip, for whom the case exists.
async fn slip(
    app: &App,
    staff: &SignedIn,
    view: &View,
    Path((number, kind, seq)): Which,
) -> Result<SlipPage> {
    let case = found(app, &staff.0.account, &number).await?;
    let kind = ClockKind::from_name(&kind).ok_or(AppError::NotFound)?;
    let wanted =
        |one: &&crate::app::view::ClockView| one.clock.kind == kind && one.clock.seq == seq;
    let clock = case.clocks.iter().find(wanted).ok_or(AppError::NotFound)?;
    let rules = app.rules();
    let count = count::of_clock(&rules, &clock.clock)?;
    let sheet = Sheet::of_clock(view, &case.number, clock, count.as_ref(), app.now().day)?;
    Ok(SlipPage { head: Head::of(&case), clock: ClockLine::of(clock, view.lang), sheet })
}
