//! The pages for everybody.

pub mod gui;
pub mod help;
pub mod ho_so;
pub mod home;
pub mod nhat_ky;
pub mod qr;
pub mod session;
pub mod thong_ke;
pub mod tinh_han;
pub mod tra_cuu;

use chrono::NaiveDate;
use serde::Serialize;

use super::routing::{Table, action, form, page};
use crate::app::Promise;

/// What a resident can count on next; `what` is `notice` or `answer`.
#[derive(Clone, Debug, Serialize)]
pub struct PromiseLine {
    pub what: &'static str,
    pub due_on: NaiveDate,
    pub provisional: bool,
}

impl PromiseLine {
    pub fn of(promise: &Promise) -> Self {
        Self { what: promise.what.name(), due_on: promise.due_on, provisional: promise.provisional }
    }
}

/// Adds the resident's pages to the routes.
pub fn routes(route: Table) -> Table {
    route
        .at("/", page(home::show))
        .at("/gui", page(gui::new))
        .at("/gui/xong", form(gui::again, gui::leave))
        .at("/gui/tep", form(gui::files::restart, gui::files::answer))
        .at("/gui/:slug", form(gui::restart, gui::answer))
        .at("/tra-cuu", form(tra_cuu::new, tra_cuu::create))
        .at("/m/:digits", form(qr::show, qr::create))
        .at("/ho-so", page(ho_so::show))
        .at("/ho-so/cach-tinh", page(ho_so::why::show))
        .at("/ho-so/bo-sung", form(ho_so::write::new, ho_so::write::create))
        .at("/ho-so/tep", form(ho_so::files::new, ho_so::files::create))
        .at("/ho-so/xem-lai", form(ho_so::plea::new_review, ho_so::plea::create_review))
        .at("/ho-so/rut", form(ho_so::withdraw::new, ho_so::withdraw::create))
        .at("/ho-so/tra-thu", form(ho_so::plea::new_protection, ho_so::plea::create_protection))
        .at("/ho-so/thay-nguoi", form(ho_so::challenge::new, ho_so::challenge::create))
        .at("/ho-so/thoat", action(session::destroy))
        .at("/thong-ke", page(thong_ke::show))
        .at("/nhat-ky", page(nhat_ky::show))
        .at("/tinh-han", page(tinh_han::show))
        .at("/tro-giup", page(help::guide))
        .at("/mat-ma", page(help::lost_code))
        .at("/quyen-rieng-tu", page(help::privacy))
        .at("/tiep-can", page(help::accessibility))
}
