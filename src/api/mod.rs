//! The JSON door, version 1: the same operations as the pages, as resources.

mod body;
pub mod cases;
mod docs;
pub mod document;
mod door;
pub mod interests;
pub mod leaves;
pub mod letters;
pub mod paper;
pub mod people;
pub mod problem;
pub mod reorganisations;
pub mod sessions;
mod shape;
mod staff;
mod types;
pub mod words;

use std::sync::Arc;

use poem::{Endpoint, EndpointExt, Response, Route, RouteMethod, get};
use poem_openapi::{OpenApiService, Tags};

use door::Door;

use crate::app::App;
use crate::i18n::Locales;

/// The chapters of the document.
#[derive(Tags)]
enum Tag {
    /// For residents: send a letter, see where it stands, write to the office.
    Letters,
    /// Staff sign in and out.
    Session,
    /// Lists, one case, paper letters.
    Cases,
    /// What triage does on its own.
    Triage,
    /// What the officer in charge does.
    Handling,
    /// What one person proposes and another confirms.
    Proposals,
    /// What the second person decides.
    Decisions,
    /// The register of members.
    People,
    /// Plans for another structure.
    Organisation,
}

type Operations = (
    letters::LettersApi,
    sessions::SessionsApi,
    cases::CasesApi,
    paper::PaperApi,
    cases::triage::TriageApi,
    cases::handling::HandlingApi,
    cases::proposals::ProposalsApi,
    cases::decisions::DecisionsApi,
    cases::destruction::DestructionApi,
    cases::files::FilesApi,
    people::PeopleApi,
    interests::InterestsApi,
    leaves::LeavesApi,
    reorganisations::ReorganisationsApi,
);

fn service() -> OpenApiService<Operations, ()> {
    let operations = (
        letters::LettersApi,
        sessions::SessionsApi,
        cases::CasesApi,
        paper::PaperApi,
        cases::triage::TriageApi,
        cases::handling::HandlingApi,
        cases::proposals::ProposalsApi,
        cases::decisions::DecisionsApi,
        cases::destruction::DestructionApi,
        cases::files::FilesApi,
        people::PeopleApi,
        interests::InterestsApi,
        leaves::LeavesApi,
        reorganisations::ReorganisationsApi,
    );
    OpenApiService::new(operations, "Góp Ý", "1").description(ABOUT)
}

const ABOUT: &str = "Letters of residents to a Party committee: sending and following them needs \
    no account; handling them needs a staff session. Every error is a problem document (RFC 9457) \
    with a stable `code`; its words follow `lang` in the body, else `Accept-Language`. What an \
    account may not know of answers 404. Unknown fields are refused. Days are days in Hanoi.";

/// What is read about the interface itself.
fn papers() -> [(&'static str, RouteMethod); 3] {
    [
        ("/api/openapi.json", get(docs::openapi)),
        ("/api/docs", get(docs::page)),
        ("/api/docs.css", get(docs::style)),
    ]
}

/// Every address under `/api` that is no operation of the document.
pub fn known() -> [&'static str; 3] {
    papers().map(|(path, _)| path)
}

/// Everything under `/api`, to be mounted with `nest_no_strip("/api", …)`: the paths of the
/// document are the whole paths.
pub fn routes(app: App, locales: Arc<Locales>) -> impl Endpoint<Output = Response> + 'static {
    let mut inside = Route::new().nest_no_strip("/api/v1", service());
    for (path, page) in papers() {
        inside = inside.at(path, page);
    }
    let inside = inside.data(app.clone());
    Door { inside, locales, app }
}
