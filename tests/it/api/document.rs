//! The `OpenAPI` document, its page, and the command that prints it.

use std::fmt::Write as _;

use clap::Parser as _;
use gopy::api::document;
use gopy::cli::Cli;
use serde_json::Value;

use super::portal::Portal;

/// A reviewer reads a changed operation as a changed line.
#[test]
fn every_operation_at_a_glance() {
    let mut lines = String::new();
    for (method, path, operation) in operations() {
        let statuses: Vec<&String> = operation["responses"].as_object().unwrap().keys().collect();
        let body = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            .as_str()
            .map_or("-", |target| target.rsplit('/').next().unwrap());
        let staff = if operation["security"].is_array() { "staff" } else { "open" };
        let name = operation["operationId"].as_str().unwrap();
        let method = method.to_uppercase();
        writeln!(lines, "{method} {path}  {name}  {staff}  {body}  {statuses:?}").unwrap();
    }
    insta::assert_snapshot!(lines);
}

/// The same for the shapes; `?` marks what may be missing or null.
#[test]
fn every_schema_at_a_glance() {
    let mut lines = String::new();
    for (name, schema) in document::document()["components"]["schemas"].as_object().unwrap() {
        let closed = if schema["additionalProperties"] == false { " (closed)" } else { "" };
        writeln!(lines, "{name}{closed}").unwrap();
        if let Some(words) = schema["enum"].as_array() {
            let words: Vec<&str> = words.iter().map(|word| word.as_str().unwrap()).collect();
            writeln!(lines, "  {}", words.join(" | ")).unwrap();
        }
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            let required = schema["required"]
                .as_array()
                .is_some_and(|all| all.contains(&field.as_str().into()));
            let mark = if required { "" } else { "?" };
            writeln!(lines, "  {field}{mark}: {}", shape(property)).unwrap();
        }
    }
    insta::assert_snapshot!(lines);
}

#[test]
fn every_operation_is_described() {
    for (method, path, operation) in operations() {
        for part in ["operationId", "summary"] {
            assert!(operation[part].is_string(), "{method} {path} has no {part}");
        }
        assert!(operation["tags"][0].is_string(), "{method} {path} has no tag");
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert_ne!(response["description"], "", "{method} {path} {status}");
            let problem = !status.starts_with('2');
            let told = response["content"]["application/problem+json"].is_object();
            assert_eq!(problem, told, "{method} {path} {status}");
        }
    }
}

#[test]
fn days_are_days_to_every_client() {
    assert!(!document::text().contains("naive-date"));
}

#[tokio::test]
async fn the_command_prints_what_is_served() {
    let portal = Portal::start().await;
    let mut printed = Vec::new();
    let command = Cli::parse_from(["gopy", "openapi"]);
    Box::pin(gopy::cli::run(command, &mut printed)).await.unwrap();
    let served = portal.client.get("/api/openapi.json").send().await;
    served.assert_status_is_ok();
    served.assert_content_type("application/json");
    served.assert_bytes(&printed).await;
}

#[tokio::test]
async fn the_page_describes_everything_and_loads_nothing_from_elsewhere() {
    let portal = Portal::start().await;
    let response = portal.client.get("/api/docs").send().await;
    response.assert_status_is_ok();
    response.assert_header_exist("content-security-policy");
    let page = response.0.into_body().into_string().await.unwrap();
    for (_, _, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(!page.contains("<script"));
    for attribute in ["src=\"", "href=\""] {
        for target in page.split(attribute).skip(1) {
            assert!(target.starts_with('#') || target.starts_with("/api/"), "{}", &target[..40]);
        }
    }
    for target in page.split("href=\"#").skip(1) {
        let id = target.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "#{id} leads nowhere");
    }
    portal.client.get("/api/docs.css").send().await.assert_content_type("text/css; charset=utf-8");
}

fn operations() -> Vec<(String, String, Value)> {
    let paths = document::document()["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, operations)| {
        operations
            .as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (method.clone(), path.clone(), operation.clone()))
    });
    each.collect()
}

fn shape(schema: &Value) -> String {
    let target = [&schema["$ref"], &schema["allOf"][0]["$ref"]].into_iter().find_map(Value::as_str);
    match (target, schema["type"].as_str(), schema["format"].as_str()) {
        (Some(target), ..) => target.rsplit('/').next().unwrap().to_owned(),
        (None, Some("array"), _) => format!("[{}]", shape(&schema["items"])),
        (None, _, Some(format)) => format.to_owned(),
        (None, kind, None) => kind.unwrap_or("?").to_owned(),
    }
}
