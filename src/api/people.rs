//! `/api/v1/people`: staff look for the person a letter is about.

use poem_openapi::param::Query;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use super::Tag;
use super::cases::view::PersonOut;
use super::problem::Problem;
use super::staff::Officer;
use crate::app::search;

/// The members that fit best, best first.
#[derive(Object)]
#[oai(rename = "People")]
pub struct PeopleOut {
    pub people: Vec<PersonOut>,
}

pub struct PeopleApi;

#[OpenApi(prefix_path = "/api/v1/people", tag = "Tag::People")]
impl PeopleApi {
    /// Search the register of members.
    #[oai(path = "/", method = "get", operation_id = "search_people")]
    async fn index(
        &self,
        officer: Officer,
        /// A free description, such as `ông Hùng bí thư chi bộ 5`.
        q: Query<String>,
    ) -> Result<Json<PeopleOut>, Problem> {
        let people = search::people(&officer.app, officer.account(), &q.0)
            .await
            .map_err(|error| Problem::from(error).in_parameter("q"))?;
        Ok(Json(PeopleOut { people: people.into_iter().map(PersonOut::from).collect() }))
    }
}
