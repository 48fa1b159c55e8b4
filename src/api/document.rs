//! The `OpenAPI` document: what the framework derives, made exact.
//!
//! The framework does not say that optional fields may be null, that unknown fields are refused,
//! or which problems an operation may answer with. All three follow from rules and are added here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use poem::http::StatusCode;
use serde_json::{Map, Value, json};

use super::service;

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let mut document = serde_json::from_str(&service().spec()).unwrap_or_default();
    refine(&mut document);
    document
});

static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", *DOCUMENT));

pub fn document() -> &'static Value {
    &DOCUMENT
}

/// The document as `/api/openapi.json` serves it and `gopy openapi` prints it.
pub fn text() -> &'static str {
    &TEXT
}

/// The schema of that name.
pub fn schema(name: &str) -> &'static Value {
    &DOCUMENT["components"]["schemas"][name]
}

/// The methods that a path takes, as in the header `Allow`.
pub fn allowed(path: &str) -> String {
    let methods = DOCUMENT["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .find(|(template, _)| fits(template, path))
        .and_then(|(_, operations)| operations.as_object())
        .map(|operations| {
            operations.keys().map(|method| method.to_uppercase()).collect::<Vec<_>>()
        });
    match methods {
        Some(methods) if methods.iter().any(|method| method == "GET") => {
            format!("HEAD, {}", methods.join(", "))
        }
        Some(methods) => methods.join(", "),
        // The document and its page, which do not describe themselves.
        None => "GET, HEAD".to_owned(),
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (wanted, given) = (template.split('/'), path.split('/'));
    wanted.clone().count() == given.clone().count()
        && wanted.zip(given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
}

fn refine(document: &mut Value) {
    if let Some(document) = document.as_object_mut() {
        document.remove("servers");
    }
    let bodies = body_schemas(document);
    for (name, schema) in entries(&mut document["components"]["schemas"]) {
        allow_null(schema);
        if bodies.contains(name) && schema["type"] == "object" {
            schema["additionalProperties"] = false.into();
        }
    }
    for (path, operations) in entries(&mut document["paths"]) {
        for (method, operation) in entries(operations) {
            describe(operation);
            add_problems(path, method, operation);
        }
    }
}

fn entries(value: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    value.as_object_mut().into_iter().flatten()
}

/// The names of all schemas that request bodies lead to.
fn body_schemas(document: &Value) -> BTreeSet<String> {
    let operations = document["paths"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_object);
    let mut waiting: Vec<String> = operations
        .flat_map(Map::values)
        .flat_map(|operation| references(&operation["requestBody"]))
        .collect();
    let mut names = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        if names.insert(name.clone()) {
            waiting.extend(references(&document["components"]["schemas"][&name]));
        }
    }
    names
}

/// The names of the schemas that stand anywhere in `value`.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(object) => object
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value.as_str()) {
                ("$ref", Some(target)) => {
                    vec![target.trim_start_matches("#/components/schemas/").to_owned()]
                }
                _ => references(value),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// A field that need not be there may also be null.
fn allow_null(schema: &mut Value) {
    let required: Vec<String> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let Some(properties) = schema.get_mut("properties") else { return };
    for (name, property) in entries(properties) {
        if required.contains(name) {
            continue;
        }
        if property.get("$ref").is_some() {
            // Beside a bare reference, nothing else counts (OpenAPI 3.0).
            *property = json!({ "allOf": [property.take()] });
        }
        property["nullable"] = true.into();
    }
}

/// A plain answer says nothing about itself.
fn describe(operation: &mut Value) {
    for (_, response) in entries(&mut operation["responses"]) {
        if response["description"] == "" {
            response["description"] = "What was asked for.".into();
        }
    }
}

/// Spells out the statuses behind the answer `default`, which stands for any other.
fn add_problems(path: &str, method: &str, operation: &mut Value) {
    let content = operation["responses"]["default"]["content"].clone();
    for (status, description) in problems(path, method, operation) {
        operation["responses"][status.as_str()] =
            json!({ "description": description, "content": content });
    }
}

fn problems(path: &str, method: &str, operation: &Value) -> Vec<(StatusCode, &'static str)> {
    let body = operation.get("requestBody").is_some();
    let files = operation["requestBody"]["content"].get("multipart/form-data").is_some();
    let staff = operation.get("security").is_some();
    let parameters = operation["parameters"].as_array().map_or(0, Vec::len);
    let case = path.contains("{number}");
    let gives = path.contains("/files/{id}/");
    let signs = path.ends_with("/signature");
    let session = path.starts_with("/api/v1/session");
    let hidden = staff && !session && path != "/api/v1/cases";
    let receipt = operation["tags"][0] == "Letters" && path != "/api/v1/letters";
    let sign_in = path.ends_with("/session") && method == "post";
    let limited = (session && body) || operation["tags"][0] == "Letters";
    [
        (body || 0 < parameters, StatusCode::BAD_REQUEST, "The request cannot be read."),
        (staff, StatusCode::UNAUTHORIZED, "Nobody is signed in."),
        (sign_in, StatusCode::UNAUTHORIZED, "Wrong login, password or code, or no code yet."),
        (staff, StatusCode::FORBIDDEN, "The cookie came without `X-Requested-With`."),
        (hidden, StatusCode::NOT_FOUND, "It does not exist, or not for this account."),
        (receipt, StatusCode::NOT_FOUND, "No case has this receipt."),
        (case && body, StatusCode::CONFLICT, "The workflow refuses it, or the case has changed."),
        (
            signs,
            StatusCode::CONFLICT,
            "The plan cannot be carried out, or the register has changed.",
        ),
        (body && !files, StatusCode::PAYLOAD_TOO_LARGE, "The body is longer than 256 KiB."),
        (files, StatusCode::PAYLOAD_TOO_LARGE, "The body has too many parts or too long fields."),
        (body && !files, StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is not `application/json`."),
        (files, StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body is not `multipart/form-data`."),
        (body, StatusCode::UNPROCESSABLE_ENTITY, "Fields need mending; `errors` names them."),
        (
            gives,
            StatusCode::UNPROCESSABLE_ENTITY,
            "The scanner did not let it pass; `errors` tells.",
        ),
        (limited, StatusCode::TOO_MANY_REQUESTS, "Too many from this source; see `Retry-After`."),
        (true, StatusCode::INTERNAL_SERVER_ERROR, "The server failed."),
    ]
    .into_iter()
    .filter(|(applies, ..)| *applies)
    .map(|(_, status, description)| (status, description))
    .collect()
}
