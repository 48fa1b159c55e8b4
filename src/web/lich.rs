//! `/lich/{secret}.ics` – what an officer's own calendar reads (RFC 5545).
//!
//! It holds case numbers and days: no kind, no state, no name. The path is a secret: it is logged nowhere, and
//! whatever is not the secret of an open account is the page that does not exist.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component as _, Event, EventLike as _, Property};
use poem::http::header;
use poem::web::{Data, Path};
use poem::{IntoResponse as _, Request, Response, Result, handler};

use crate::app::feeds::{self, Entries};
use crate::app::{App, AppError};
use crate::caller::Caller;
use crate::limits::Action;

use super::frame::Site;

#[handler]
pub(super) async fn show(
    Data(app): Data<&App>,
    Data(site): Data<&Site>,
    caller: Caller,
    Path(name): Path<String>,
    _req: &Request,
) -> Result<Response> {
    app.admit(caller, Action::Calendar)?;
    let secret = name.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let found = feeds::read(app, secret).await?;
    let text = text(&found, site, app.now().at);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private"),
    ];
    let mut answer = text.into_response();
    for (name, value) in headers {
        answer.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    Ok(answer)
}

/// The calendar as text. Of each case there is one event, which moves when its day moves.
fn text(found: &Entries, site: &Site, at: DateTime<Utc>) -> String {
    let host = &site.office(crate::domain::letter::Lang::Vi).host;
    let mut calendar = Calendar::empty();
    for (name, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Gop Y//Han ho so//VI"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name("Hạn hồ sơ");
    for (number, due_on) in &found.entries {
        let event = Event::new()
            .uid(&format!("{}@{host}", number.as_str().to_lowercase()))
            .timestamp(at)
            .summary(&format!("Hạn hồ sơ {number}"))
            // A day without an end lasts that one day (RFC 5545, 3.6.1).
            .starts(*due_on)
            .add_property("TRANSP", "TRANSPARENT")
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}
