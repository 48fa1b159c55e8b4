//! The pages.
//!
//! # How a staff page is made
//!
//! A page is a `Serialize` struct that implements [`crate::render::Page`] and names its template,
//! for example `pages/noi-bo/viec/index.html`, which starts with `{% extends "layout.html" %}` and
//! fills the blocks `title`, `main`, `id` (the page id at the foot) and, in one common parent of
//! all staff templates, `nav` (links), `start` (where the name of the site leads) and `foot`.
//! `parts/form.html` has the form macros (`csrf`, `line`, `area`, `choice`). Words come from
//! `t("key", name=value)`; days through `|day` and `|short_day`, whole numbers through `|number`,
//! what a reader typed through `|typed`. A missing key or field is an error, not an empty place.
//!
//! ```ignore
//! #[handler]
//! pub async fn index(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
//!     let work = app::worklist::of(app, &staff.0).await?;
//!     staff.frame(view).page(&WorklistPage::new(work))
//! }
//!
//! #[handler]
//! pub async fn create(Data(app): Data<&App>, staff: SignedIn, view: View, form: Form<AnswerForm>)
//!     -> Result<Response>
//! {
//!     match form.checked() {
//!         Ok(form) => …,                       // act, then Redirect::see_other
//!         Err((form, trouble)) => {            // show again what was typed
//!             let flaws = vec![trouble.line(&view)?];
//!             staff.frame(view).page_with(trouble.status(), &AnswerPage { form, flaws })
//!         }
//!     }
//! }
//! ```
//!
//! * [`SignedIn`] is a signed-in account; without a session it redirects to `/noi-bo`.
//! * [`forms::Form`] reads a form and keeps what was typed even when the token has expired;
//!   [`forms::Signed`] is for buttons without text and ends in an error page instead.
//! * A page with `flaws: Vec<FlawLine>` gets its summary box and title prefix from the layout;
//!   [`View::flaws`] makes them from what the domain found, [`View::flaw`] from a key.
//! * [`View::noticing`] puts a green line on top (“saved”), by a key `notice-…`.
//! * An [`AppError`](crate::app::AppError) may be returned with `?`: it becomes an error page.
//!   What an account may not see must be `NotFound`.
//! * Routes are built by [`routing::page`], [`routing::form`] and [`routing::action`], which answer
//!   a wrong method with `Allow`. They are added in [`routes`], next to `resident::routes`.

pub mod assets;
pub mod csrf;
pub mod denials;
pub mod errors;
pub mod forms;
pub mod frame;
pub mod headers;
pub mod lang;
mod lich;
pub mod parts;
pub mod resident;
pub mod routing;
pub mod sheet;
mod signed_in;
pub mod staff;
pub mod upload;

use poem::EndpointExt;
use poem::endpoint::BoxEndpoint;

use crate::app::App;
use crate::render::RenderError;

pub use frame::{Site, View};
pub use signed_in::{STAFF_COOKIE, SignedIn};

use routing::{Known, Table};

fn table() -> Table {
    staff::routes(resident::routes(Table::new()))
        .at("/lich/:name", routing::page(lich::show))
        .at("/assets/icon.svg", routing::page(assets::icon))
        .at("/favicon.ico", routing::page(assets::icon))
        .at("/robots.txt", routing::page(assets::robots))
}

/// Every address of a page, with the methods it answers.
pub fn known() -> Vec<Known> {
    table().known()
}

/// All pages. `csrf_key` is this installation's own secret, the same in all its processes.
///
/// # Errors
/// A template or locale file that cannot be read.
pub fn routes(app: App, csrf_key: [u8; 32]) -> Result<BoxEndpoint<'static>, RenderError> {
    let site = Site::new(app.settings())?;
    Ok(table()
        .into_route()
        .map_to_response()
        .around(lang::remember)
        .around(errors::to_pages)
        .around(denials::note)
        .boxed()
        .with(csrf::guard(&site, csrf_key))
        .map_to_response()
        .around(headers::secure)
        .around(headers::compress)
        .data(site)
        .data(app)
        .boxed())
}
