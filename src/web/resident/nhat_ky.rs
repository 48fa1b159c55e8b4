//! `/nhat-ky` – where the chain of acts ended on each of the last days, for anybody who wants to keep it.
//!
//! The hash alone: how many acts there were would move with every letter, and the signature over it lets
//! whoever has the public key try out numbers. The hash needs the master key.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::{App, audit};
use crate::render::Page;
use crate::web::frame::View;

/// `pages/nhat-ky/index.html`
#[derive(Serialize)]
pub struct HeadsPage {
    pub heads: Vec<HeadLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct HeadLine {
    pub on: NaiveDate,
    /// 64 hexadecimal digits.
    pub hash: String,
}

impl Page for HeadsPage {
    const TEMPLATE: &'static str = "pages/nhat-ky/index.html";
}

#[handler]
pub async fn show(Data(app): Data<&App>, view: View) -> Result<Response> {
    let heads = audit::heads(app).await?;
    let line = |signed: crate::domain::head::SignedHead| {
        let anchor = signed.head.anchor.to_string();
        let hash = anchor.split_once(':').map_or("", |(_, hash)| hash).to_owned();
        HeadLine { on: signed.head.on, hash }
    };
    view.page(&HeadsPage { heads: heads.into_iter().map(line).collect() })
}
