//! Pages of text: how it works, a lost code, privacy, accessibility.

use poem::{Response, Result, handler};
use serde::Serialize;

use crate::render::Page;
use crate::web::frame::View;

/// A page without facts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HelpPage {
    #[serde(skip)]
    pub template: &'static str,
}

impl Page for HelpPage {
    const TEMPLATE: &'static str = "pages/help/guide.html";

    fn template(&self) -> &'static str {
        self.template
    }
}

impl HelpPage {
    pub const GUIDE: Self = Self { template: Self::TEMPLATE };
    pub const LOST_CODE: Self = Self { template: "pages/help/lost-code.html" };
    pub const PRIVACY: Self = Self { template: "pages/help/privacy.html" };
    pub const ACCESSIBILITY: Self = Self { template: "pages/help/accessibility.html" };
}

/// `/tro-giup`
#[handler]
pub fn guide(view: View) -> Result<Response> {
    view.page(&HelpPage::GUIDE)
}

/// `/mat-ma`
#[handler]
pub fn lost_code(view: View) -> Result<Response> {
    view.page(&HelpPage::LOST_CODE)
}

/// `/quyen-rieng-tu`
#[handler]
pub fn privacy(view: View) -> Result<Response> {
    view.page(&HelpPage::PRIVACY)
}

/// `/tiep-can`
#[handler]
pub fn accessibility(view: View) -> Result<Response> {
    view.page(&HelpPage::ACCESSIBILITY)
}
