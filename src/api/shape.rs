//! Whether a JSON value has the shape that a schema of the document describes.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::document;
use super::problem::BadField;

/// Every field that does not fit, in the order of the schema. The whole body is the field "".
pub fn check(schema: &Value, value: &Value) -> Vec<BadField> {
    let mut found = Vec::new();
    visit(schema, value, "", &mut found);
    found
}

fn visit(schema: &Value, value: &Value, path: &str, found: &mut Vec<BadField>) {
    let nullable = schema["nullable"] == true;
    let schema = resolve(schema);
    if value.is_null() && nullable {
        return;
    }
    let code = match schema["type"].as_str() {
        _ if value.is_null() && !path.is_empty() => Some("missing"),
        Some("object") => match value.as_object() {
            Some(object) => return visit_object(schema, object, path, found),
            None => Some("wrong-type"),
        },
        Some("array") => match value.as_array() {
            Some(items) => return visit_items(&schema["items"], items, path, found),
            None => Some("wrong-type"),
        },
        Some("string") => value.as_str().map_or(Some("wrong-type"), |text| string(schema, text)),
        Some("integer") => number(schema, value),
        Some("boolean") if !value.is_boolean() => Some("wrong-type"),
        _ => None,
    };
    found.extend(code.map(|code| BadField::new(path, code)));
}

/// A reference, bare or wrapped so that it may be null, leads to its schema.
fn resolve(schema: &Value) -> &Value {
    let reference = match &schema["allOf"][0] {
        Value::Null => schema,
        first => first,
    };
    match reference["$ref"].as_str() {
        Some(name) => document::schema(name.trim_start_matches("#/components/schemas/")),
        None => schema,
    }
}

fn visit_object(
    schema: &Value,
    object: &Map<String, Value>,
    path: &str,
    found: &mut Vec<BadField>,
) {
    let within =
        |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    for (name, property) in properties {
        match object.get(name) {
            Some(value) => visit(property, value, &within(name), found),
            None if required.contains(&name.as_str()) => {
                found.push(BadField::new(within(name), "missing"));
            }
            None => {}
        }
    }
    let unknown = object.keys().filter(|name| !properties.contains_key(*name));
    found.extend(unknown.map(|name| BadField::new(within(name), "unknown-field")));
}

fn visit_items(schema: &Value, items: &[Value], path: &str, found: &mut Vec<BadField>) {
    for (place, item) in items.iter().enumerate() {
        visit(schema, item, &format!("{path}[{place}]"), found);
    }
}

fn string(schema: &Value, text: &str) -> Option<&'static str> {
    let choices = schema["enum"].as_array();
    match schema["format"].as_str() {
        _ if choices.is_some_and(|choices| !choices.iter().any(|choice| choice == text)) => {
            Some("unknown-choice")
        }
        Some("date") if !is_day(text) => Some("not-a-day"),
        Some("uuid") if uuid::Uuid::try_parse(text).is_err() => Some("not-an-id"),
        _ => None,
    }
}

fn number(schema: &Value, value: &Value) -> Option<&'static str> {
    let Some(number) = value.as_i64() else { return Some("wrong-type") };
    let fits = match schema["format"].as_str() {
        Some("uint32") => u32::try_from(number).is_ok(),
        _ => true,
    };
    if fits { None } else { Some("out-of-range") }
}

/// A day as RFC 3339 writes it, and one that exists.
fn is_day(text: &str) -> bool {
    let shape = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    shape && text.parse::<NaiveDate>().is_ok()
}
