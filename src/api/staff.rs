//! Who is signed in: by bearer token, or by the session cookie of the staff pages.

use poem::http::{HeaderMap, header};
use poem::{Request, RequestBody, Result};
use poem_openapi::payload::Json;
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};

use super::cases::view::CaseOut;
use super::problem::{Code, Problem};
use crate::app::sessions::{self, Staff};
use crate::app::{App, AppError, Kind, Words, cases, view};
use crate::domain::access::Account;
use crate::domain::receipt::CaseNumber;
use crate::domain::step::{Act, Step};

const TOKEN: &str = "token";
const COOKIE: &str = "cookie";

/// What a page of another site cannot send along without asking first.
const OWN_REQUEST: &str = "x-requested-with";

/// A signed-in officer, with what an operation needs to act for them.
pub struct Officer {
    pub app: App,
    pub staff: Staff,
    /// Ends with the session.
    pub token: String,
}

impl Officer {
    pub fn account(&self) -> &Account {
        &self.staff.account
    }

    /// Takes one step on the case and shows where it stands then.
    pub async fn take(
        &self,
        number: &str,
        revision: i64,
        step: Step,
        words: Words,
    ) -> Result<Taken, Problem> {
        let number = case_number(number)?;
        let field = typed_in(&step);
        cases::take_step(&self.app, self.account(), &number, Some(revision), step, words)
            .await
            .map_err(|error| Problem::from(error).about(field))?;
        self.taken(&number).await
    }

    /// The case after a step. The step may have moved it out of sight: a recusal always does.
    pub async fn taken(&self, number: &CaseNumber) -> Result<Taken, Problem> {
        match self.show(number).await {
            Ok(case) => Ok(Taken::Shown(case)),
            Err(problem) if problem.code == Code::NotFound => Ok(Taken::OutOfSight),
            Err(problem) => Err(problem),
        }
    }

    /// The case as this officer may see it.
    pub async fn show(&self, number: &CaseNumber) -> Result<Json<Box<CaseOut>>, Problem> {
        let view = view::view(&self.app, self.account(), number).await?;
        Ok(Json(Box::new(view.into())))
    }
}

/// The field of the body whose words go along with a step.
fn typed_in(step: &Step) -> &'static str {
    match step {
        Step::Ask { .. } => "question",
        Step::Draft { .. } => "answer",
        Step::Propose(Act::Transfer { .. } | Act::TransferDespite { .. }) => "body",
        _ => "note",
    }
}

/// What a step answers with.
#[derive(ApiResponse)]
pub enum Taken {
    /// The case as it stands now.
    #[oai(status = 200)]
    Shown(Json<Box<CaseOut>>),
    /// The step is taken, and the case is out of this account's sight.
    #[oai(status = 204)]
    OutOfSight,
}

/// A number that cannot be one is answered like one that is not known.
pub fn case_number(typed: &str) -> Result<CaseNumber, Problem> {
    CaseNumber::parse(typed).ok_or_else(|| Code::NotFound.into())
}

impl<'a> ApiExtractor<'a> for Officer {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let none = || MetaSecurityScheme {
            ty: "",
            description: None,
            name: None,
            key_in: None,
            scheme: None,
            bearer_format: None,
            flows: None,
            openid_connect_url: None,
        };
        let token = MetaSecurityScheme {
            ty: "http",
            scheme: Some("bearer"),
            description: Some("The token that `POST /api/v1/session` answers with."),
            ..none()
        };
        let cookie = MetaSecurityScheme {
            ty: "apiKey",
            name: Some("__Host-gopy_staff"),
            key_in: Some("cookie"),
            description: Some(
                "The session of the staff pages, together with a header `X-Requested-With`. \
                 Without https the cookie is called `gopy_staff`.",
            ),
            ..none()
        };
        registry.create_security_scheme(TOKEN, token);
        registry.create_security_scheme(COOKIE, cookie);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![TOKEN, COOKIE]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let app = request.data::<App>().ok_or(Problem::from(Code::Internal))?.clone();
        let token = token(request.headers(), app.settings().server.secure())?;
        let staff = sessions::staff(&app, &token).await.map_err(signed_out)?;
        Ok(Self { app, staff, token })
    }
}

/// An unknown or ended session is told as such; a failure stays a failure.
fn signed_out(error: AppError) -> Problem {
    match error.kind() {
        Kind::Broken => error.into(),
        _ => Code::SignIn.into(),
    }
}

pub(super) fn token(headers: &HeaderMap, secure_cookies: bool) -> Result<String, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let credentials = value.to_str().ok().and_then(|value| value.split_once(' '));
        return match credentials {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                Ok(token.trim().to_owned())
            }
            _ => Err(Code::SignIn.into()),
        };
    }
    let name = if secure_cookies { "__Host-gopy_staff" } else { "gopy_staff" };
    let token = cookie(headers, name).ok_or(Code::SignIn)?;
    if headers.contains_key(OWN_REQUEST) { Ok(token) } else { Err(Code::Forgery.into()) }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(given, _)| *given == name)
        .map(|(_, value)| value.to_owned())
}
