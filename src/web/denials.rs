//! Whoever is signed in and asks for what does not exist for them leaves a trace, whether it exists for others
//! or not (security S-60).

use std::sync::Arc;

use poem::http::StatusCode;
use poem::{Endpoint, Request, Response, Result};

use crate::app::{self, App, audit};
use crate::domain::receipt::CaseNumber;

use super::frame::Site;
use super::signed_in::STAFF_COOKIE;

/// Notes it; the answer stays as it is.
pub async fn note<E: Endpoint<Output = Response>>(ep: Arc<E>, req: Request) -> Result<Response> {
    let asked = req.uri().path().to_owned();
    let token = req.data::<Site>().and_then(|site| site.session(req.cookie(), STAFF_COOKIE));
    let app = req.data::<App>().cloned();
    let answer = ep.call(req).await?;
    let hidden = answer.status() == StatusCode::NOT_FOUND && asked.starts_with("/noi-bo/");
    if let (true, Some(app), Some(token)) = (hidden, app, token)
        && let Ok(staff) = app::sessions::staff(&app, &token).await
    {
        let number = asked.split('/').find_map(CaseNumber::parse);
        audit::denied(&app, &staff.account, number.as_ref()).await?;
    }
    Ok(answer)
}
