//! `/noi-bo/lich-ics` – making and taking away the secret link of one's own calendar.

use chrono::NaiveDate;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Request, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::{App, feeds};
use crate::render::Page;
use crate::web::forms::Signed;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

use super::first_page;

/// `pages/noi-bo/lich-ics.html`
#[derive(Serialize)]
pub struct FeedPage {
    /// Since when a link works.
    pub made_on: Option<NaiveDate>,
    /// When a calendar last asked.
    pub read_on: Option<NaiveDate>,
    /// The address, on this page only and never again.
    pub address: Option<String>,
}

impl Page for FeedPage {
    const TEMPLATE: &'static str = "pages/noi-bo/lich-ics.html";
}

/// `go` is `make` or `revoke`.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    go: String,
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    req: &Request,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let who = &staff.0.account;
    if !feeds::is_for(who.role) {
        return Ok(Redirect::see_other(first_page(who.role)).into_response());
    }
    let feed = feeds::of(app, who).await?;
    let page = FeedPage {
        made_on: feed.map(|feed| feed.made_on),
        read_on: feed.and_then(|feed| feed.read_on),
        address: None,
    };
    let revoked = req.uri().query() == Some("da-huy");
    staff.frame(view).noticing(revoked.then_some("notice-feed-revoked")).page(&page)
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    Signed(form): Signed<FeedForm>,
) -> Result<Response> {
    let who = &staff.0.account;
    if form.go != "make" {
        feeds::revoke(app, who).await?;
        return Ok(Redirect::see_other("/noi-bo/lich-ics?da-huy").into_response());
    }
    let secret = feeds::create(app, who).await?;
    let address = format!("{}/lich/{secret}.ics", view.site.public_url());
    let made_on = Some(app.now().day);
    staff.frame(view).page(&FeedPage { made_on, read_on: None, address: Some(address) })
}
