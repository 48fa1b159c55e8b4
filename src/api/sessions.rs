//! `/api/v1/session`: staff sign in and out.

use chrono::{DateTime, Utc};
use poem::web::Data;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, Object, OpenApi};

use super::Tag;
use super::body::Body;
use super::problem::Problem;
use super::staff::Officer;
use super::types::Term;
use crate::app::sign_in::HalfWay;
use crate::app::{App, AppError, sessions, step_up};
use crate::caller::Caller;
use crate::domain::access::Role;
use crate::domain::purpose::Purpose;
use crate::limits::Action;

/// What proves who signs in.
#[derive(Object)]
#[oai(rename = "Credentials")]
pub struct CredentialsIn {
    pub login: String,
    pub password: String,
    /// Six digits of the authenticator app, or a recovery code. Each is taken once.
    pub code: Option<String>,
}

/// A session of a staff account.
#[derive(Object)]
#[oai(rename = "Session")]
pub struct SessionOut {
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    pub expires_at: DateTime<Utc>,
    pub role: Term<Role>,
}

#[derive(ApiResponse)]
pub enum SignedIn {
    /// The session has begun.
    #[oai(status = 201)]
    Created(Json<SessionOut>),
}

#[derive(ApiResponse)]
pub enum SignedOut {
    /// The session has ended.
    #[oai(status = 204)]
    Done,
}

/// What proves anew who is signed in, and what for.
#[derive(Object)]
#[oai(rename = "Proof")]
pub struct ProofIn {
    pub purpose: Term<Purpose>,
    pub password: String,
    /// Six digits of the authenticator app, or a recovery code. Each is taken once.
    pub code: String,
}

pub struct SessionsApi;

#[OpenApi(prefix_path = "/api/v1/session", tag = "Tag::Session")]
impl SessionsApi {
    /// Sign in.
    #[oai(path = "/", method = "post", operation_id = "sign_in")]
    async fn create(
        &self,
        Data(app): Data<&App>,
        caller: Caller,
        Body(credentials): Body<CredentialsIn>,
    ) -> Result<SignedIn, Problem> {
        app.admit(caller, Action::SignIn)?;
        let CredentialsIn { login, password, code } = &credentials;
        app.admit_login(caller, login)?;
        let session = sessions::sign_in(app, login, password, code.as_deref()).await;
        match &session {
            Ok(_) => app.note_login(caller, login, true),
            Err(AppError::Denied | AppError::HalfWay(HalfWay::WrongCode)) => {
                app.note_login(caller, login, false);
            }
            // Half of it was right, or it was nobody's fault.
            Err(_) => {}
        }
        let session = session?;
        let staff = sessions::staff(app, &session.token).await?;
        Ok(SignedIn::Created(Json(SessionOut {
            token: session.token,
            expires_at: session.expires_at,
            role: Term(staff.account.role),
        })))
    }

    /// Prove anew who is signed in, for one purpose, for five minutes. The session goes on under the token that this
    /// answers with; the one before ends.
    #[oai(path = "/proof", method = "post", operation_id = "step_up")]
    async fn prove(
        &self,
        caller: Caller,
        officer: Officer,
        Body(proof): Body<ProofIn>,
    ) -> Result<SignedIn, Problem> {
        let app = &officer.app;
        app.admit(caller, Action::SignIn)?;
        let ProofIn { purpose, password, code } = &proof;
        let session = step_up::prove(app, &officer.token, purpose.0, password, code).await?;
        Ok(SignedIn::Created(Json(SessionOut {
            token: session.token,
            expires_at: session.expires_at,
            role: Term(officer.staff.account.role),
        })))
    }

    /// Sign out.
    #[oai(path = "/", method = "delete", operation_id = "sign_out")]
    async fn destroy(&self, officer: Officer) -> Result<SignedOut, Problem> {
        sessions::end(&officer.app, &officer.token).await?;
        Ok(SignedOut::Done)
    }
}
