//! `/noi-bo/tai-khoan/ma` and `/du-phong` – another authenticator app, and recovery codes drawn anew.

use poem::http::StatusCode;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::{App, AppError, own, step_up};
use crate::domain::purpose::Purpose;
use crate::render::Page;
use crate::web::forms::{Form, Nothing, Signed};
use crate::web::frame::View;
use crate::web::signed_in::{STAFF_COOKIE, SignedIn};
use crate::web::staff::ma::CodeForm;
use crate::web::staff::ma_moi::{CodesPage, EnrolPage};

/// Where the form of another app goes.
const ACTION: &str = "/noi-bo/tai-khoan/ma";
/// Where one goes on to.
const OWN: &str = "/noi-bo/tai-khoan";

/// `pages/noi-bo/tai-khoan/du-phong.html`
#[derive(Serialize)]
pub struct AskCodesPage {}

impl Page for AskCodesPage {
    const TEMPLATE: &'static str = "pages/noi-bo/tai-khoan/du-phong.html";
}

#[handler]
pub async fn new(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let offer = own::another_app(app, &staff.0).await?;
    let page = EnrolPage::of(&view, offer, ACTION, OWN.to_owned(), Vec::new())?;
    view.page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    jar: &CookieJar,
    staff: SignedIn,
    view: View,
    form: Form<CodeForm>,
) -> Result<Response> {
    let token = view.site.session(jar, STAFF_COOKIE).unwrap_or_default();
    let (status, line) = match form.checked() {
        Err((_, trouble)) => (trouble.status(), trouble.line(&view)?),
        Ok(form) => match own::set_app(app, &staff.0, &token, &form.code).await {
            Ok(codes) => return view.page(&CodesPage { codes, wanted: OWN.to_owned() }),
            Err(AppError::HalfWay(_)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, view.flaw("code", "flaw-code")?)
            }
            Err(error) => return Err(error.into()),
        },
    };
    let offer = own::another_app(app, &staff.0).await?;
    let page = EnrolPage::of(&view, offer, ACTION, OWN.to_owned(), vec![line])?;
    view.page_with(status, &page)
}

#[handler]
pub fn ask_codes(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let frame = staff.frame(view);
    let SignedIn(staff) = staff;
    step_up::require(app, &staff, Purpose::OwnSignIn)?;
    frame.page(&AskCodesPage {})
}

#[handler]
pub async fn draw_codes(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    _form: Signed<Nothing>,
) -> Result<Response> {
    let codes = own::draw_codes(app, &staff.0).await?;
    view.page(&CodesPage { codes, wanted: OWN.to_owned() })
}
