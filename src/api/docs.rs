//! `/api/docs`: the document as a page that needs no script and loads nothing from elsewhere.

use std::sync::LazyLock;

use minijinja::{Environment, context};
use poem::http::header;
use poem::{Response, handler};
use serde_json::{Value, json};

use super::document;
use super::problem::Code;

/// The web's own policy knows only its own style.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

static PAGE: LazyLock<Result<String, minijinja::Error>> = LazyLock::new(render);

#[handler]
pub fn openapi() -> Response {
    Response::builder().content_type("application/json").body(document::text())
}

#[handler]
pub fn page() -> poem::Result<Response> {
    let html = PAGE.as_ref().map_err(|error| {
        poem::Error::from_string(error.to_string(), poem::http::StatusCode::INTERNAL_SERVER_ERROR)
    })?;
    Ok(Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .body(html.as_str()))
}

#[handler]
pub fn style() -> Response {
    Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "public, max-age=3600")
        .body(include_str!("docs.css"))
}

fn render() -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("docs.html", include_str!("docs.html"))?;
    environment.add_filter("type_of", |schema: minijinja::Value| type_of(&plain(&schema)));
    environment.add_filter("name_of", |schema: minijinja::Value| name_of(&plain(&schema)));
    let codes: Vec<Value> = Code::GENERAL
        .iter()
        .map(|code| json!({ "name": code.name(), "status": code.status().as_u16() }))
        .collect();
    let values = |value: &Value| minijinja::Value::from(minijinja::value::Serde(value));
    environment.get_template("docs.html")?.render(context! {
        document => values(document::document()),
        codes => values(&codes.into()),
    })
}

fn plain(schema: &minijinja::Value) -> Value {
    serde_json::to_value(schema).unwrap_or_default()
}

/// The name of the schema that this one leads to, or nothing.
fn name_of(schema: &Value) -> String {
    let target = [&schema["$ref"], &schema["allOf"][0]["$ref"], &schema["items"]["$ref"]];
    let target = target.into_iter().find_map(Value::as_str).unwrap_or_default();
    target.trim_start_matches("#/components/schemas/").to_owned()
}

/// What stands in the column "type".
fn type_of(schema: &Value) -> String {
    let own = match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("array"), _) => format!("list of {}", type_of(&schema["items"])),
        (Some(_), Some(format)) => format.to_owned(),
        (Some(name), None) => name.to_owned(),
        (None, _) => name_of(schema),
    };
    if schema["nullable"] == true { format!("{own} or null") } else { own }
}
