//! `/m/<digits>` – where the QR code of a receipt leads.
//!
//! Messengers fetch addresses to preview them, so reading it shows one button and nothing else,
//! the same for every address below `/m/`. The path is a secret: it is logged nowhere.

use poem::web::cookie::CookieJar;
use poem::web::{Data, Path};
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::App;
use crate::caller::Caller;
use crate::render::Page;
use crate::web::forms::{Nothing, Signed};
use crate::web::frame::View;

use super::tra_cuu;

/// `pages/tra-cuu/qr.html`
#[derive(Serialize)]
pub struct QrPage {}

impl Page for QrPage {
    const TEMPLATE: &'static str = "pages/tra-cuu/qr.html";
}

#[handler]
pub fn show(view: View) -> Result<Response> {
    view.at("/tra-cuu").page(&QrPage {})
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    caller: Caller,
    Path(digits): Path<String>,
    jar: &CookieJar,
    view: View,
    _form: Signed<Nothing>,
) -> Result<Response> {
    tra_cuu::open(app, caller, jar, &view.at("/tra-cuu"), &digits).await
}
