//! Reading a JSON body: bounded, and checked field by field against the schema that the document
//! shows, so that the two cannot disagree.

use poem::http::header;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::ParseFromJSON;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::problem::{Code, Problem};
use super::{document, shape};
use crate::domain::letter::Lang;
use crate::patience;

/// Bytes of a body that are read; more than five times the longest honest one.
pub const MAX_BODY: usize = 256 * 1024;

/// Bytes that are swallowed beyond that, so that the sender finishes and sees the answer.
const MAX_SWALLOWED: usize = 8 * 1024 * 1024;

/// A JSON body that has the shape of `T`.
pub struct Body<T>(pub T);

impl<'a, T: ParseFromJSON> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        let json = MetaMediaType { content_type: "application/json", schema: T::schema_ref() };
        Some(MetaRequest { description: None, content: vec![json], required: true })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self(parse(&read(request, body).await?)?))
    }
}

/// A body whose flaws the operation judges itself.
pub struct Unjudged<T>(pub Result<T, Problem>);

impl<'a, T: ParseFromJSON> ApiExtractor<'a> for Unjudged<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        Body::<T>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Body::<T>::request_meta()
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self(parse(&read(request, body).await?)))
    }
}

async fn read(request: &Request, body: &mut RequestBody) -> Result<Vec<u8>> {
    if !is_json(request) {
        return Err(Problem::from(Code::MediaType).into());
    }
    let mut reader = body.take()?.into_async_read();
    let bytes = tokio::time::timeout(patience::BODY, bounded(&mut reader))
        .await
        .map_err(|_| Problem::from(Code::TooSlow))??;
    Ok(bytes)
}

/// `application/json`, in UTF-8 (RFC 8259 knows no other), and nothing packed.
fn is_json(request: &Request) -> bool {
    let plain = request.header(header::CONTENT_ENCODING).is_none_or(|coding| coding == "identity");
    let Some(content_type) = request.content_type() else { return false };
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let json = parts.next().is_some_and(|media_type| media_type == "application/json");
    let utf8 = parts
        .filter_map(|part| {
            part.strip_prefix("charset=").map(|name| name.trim_matches('"').to_owned())
        })
        .all(|name| name == "utf-8");
    plain && json && utf8
}

async fn bounded(reader: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, Problem> {
    let broken = |_| Problem::from(Code::Malformed);
    let mut bytes = Vec::new();
    let mut chunk = vec![0; 16 * 1024];
    let mut length = 0;
    loop {
        let read = reader.read(&mut chunk).await.map_err(broken)?;
        length += read;
        if read == 0 && length <= MAX_BODY {
            return Ok(bytes);
        }
        if read == 0 || MAX_SWALLOWED < length {
            return Err(Code::TooLarge.into());
        }
        if length <= MAX_BODY {
            bytes.extend_from_slice(&chunk[..read]);
        }
    }
}

fn parse<T: ParseFromJSON>(bytes: &[u8]) -> Result<T, Problem> {
    let mut body: Value =
        serde_json::from_slice(bytes).map_err(|_| Problem::from(Code::Malformed))?;
    mark_nul(&mut body);
    let lang = body.get("lang").and_then(Value::as_str).and_then(Lang::from_name);
    let found = shape::check(document::schema(&T::name()), &body);
    if !found.is_empty() {
        return Err(Problem::fields(found).in_lang(lang));
    }
    T::parse_from_json(Some(body)).map_err(|error| {
        tracing::error!(error = error.message(), "a body fits its schema but not its type");
        Problem::from(Code::Malformed).in_lang(lang)
    })
}

/// PostgreSQL refuses texts that hold a NUL (`security.md`, S-36): it is told like a broken character. How deep a body
/// goes is bounded by its parser.
fn mark_nul(value: &mut Value) {
    match value {
        Value::String(text) if text.contains('\0') => *text = text.replace('\0', "\u{FFFD}"),
        Value::Array(items) => items.iter_mut().for_each(mark_nul),
        Value::Object(fields) => fields.values_mut().for_each(mark_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
