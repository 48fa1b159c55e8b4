//! `/noi-bo/nguoi-dung/moi` – making an account; its holder is mailed a link.

use poem::http::StatusCode;
use poem::web::{Data, Redirect};
use poem::{IntoResponse as _, Response, Result, handler};
use serde::{Deserialize, Serialize};

use crate::app::users::{self, By, NewUser};
use crate::app::{App, AppError};
use crate::domain::access::Role;
use crate::domain::letter::EmailAddress;
use crate::render::Page;
use crate::web::forms::{FlawLine, Form};
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/nguoi-dung/moi.html`
#[derive(Serialize)]
pub struct NewUserPage {
    pub typed: NewUserForm,
    pub roles: [&'static str; 7],
    pub flaws: Vec<FlawLine>,
}

impl Page for NewUserPage {
    const TEMPLATE: &'static str = "pages/noi-bo/nguoi-dung/moi.html";
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    pub login: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub card: String,
    pub email: String,
}

impl NewUserPage {
    pub fn new(typed: NewUserForm, flaws: Vec<FlawLine>) -> Self {
        Self { typed, roles: Role::ALL.map(Role::name), flaws }
    }
}

impl NewUserForm {
    /// The account, or the field to mend and the key of its sentence.
    fn read(&self) -> std::result::Result<NewUser, (&'static str, &'static str)> {
        let role = Role::from_name(&self.role).ok_or(("role", "flaw-user-role"))?;
        let email = EmailAddress::parse(&self.email).map_err(|_| ("email", "flaw-user-email"))?;
        Ok(NewUser {
            login: self.login.trim().to_owned(),
            role,
            unit_code: self.unit.clone(),
            card_no: Some(self.card.clone()),
            display_name: self.name.clone(),
            email,
            password: None,
        })
    }
}

#[handler]
pub fn new(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let frame = staff.frame(view);
    let SignedIn(staff) = staff;
    By::Staff(&staff).check(app)?;
    frame.page(&NewUserPage::new(NewUserForm::default(), Vec::new()))
}

#[handler]
pub async fn create(
    Data(app): Data<&App>,
    staff: SignedIn,
    view: View,
    form: Form<NewUserForm>,
) -> Result<Response> {
    let by = By::Staff(&staff.0);
    by.check(app)?;
    let view = staff.frame(view);
    let (typed, status, line) = match form.checked() {
        Err((typed, trouble)) => (typed, trouble.status(), trouble.line(&view)?),
        Ok(typed) => {
            let mend = match typed.read() {
                Err(mend) => mend,
                Ok(user) => match users::add(app, by, user).await {
                    Ok(_) => {
                        return Ok(Redirect::see_other("/noi-bo/nguoi-dung?da-lap").into_response());
                    }
                    Err(AppError::Account(flaw)) => flaw.names(),
                    Err(error) => return Err(error.into()),
                },
            };
            (typed, StatusCode::UNPROCESSABLE_ENTITY, view.flaw(mend.0, mend.1)?)
        }
    };
    view.page_with(status, &NewUserPage::new(typed, vec![line]))
}
