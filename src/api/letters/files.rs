//! Reading files from a multipart body: the receipt first, then the files, each sealed while it arrives.

use std::time::Duration;

use poem::web::{Field, Multipart};
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use tokio::io::AsyncReadExt as _;

use crate::api::problem::{Code, Problem};
use crate::app::evidence::{self, Upload};
use crate::app::{App, AppError, tracking};
use crate::caller::Caller;
use crate::domain::evidence::FileFlaw;
use crate::domain::ids::CaseId;
use crate::limits::Action;

/// How long files may take to arrive.
pub(in crate::api) const PATIENCE: Duration = Duration::from_mins(10);

/// Bytes of a field that is typed.
const LONGEST: u64 = 200;

/// Parts of a body; an honest one has a receipt and ten files.
const MOST_PARTS: usize = 60;

/// A body of parts, not yet read.
pub struct Parts(Multipart);

impl<'a> ApiExtractor<'a> for Parts {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let typed = [
            ("receipt", "The receipt, as the first part."),
            ("original", "Not empty: the originals are kept, too, sealed to intake."),
        ];
        let files = "Pictures, papers, sounds, films; up to ten. After the receipt.";
        Some(form(&typed, files, vec!["receipt", "file"]))
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let parts = <Multipart as FromRequest>::from_request(request, body).await;
        Ok(Self(parts.map_err(|_| Problem::from(Code::MediaType))?))
    }
}

/// A form with typed fields and files, as the document describes it.
pub(in crate::api) fn form(
    typed: &[(&'static str, &'static str)],
    files: &'static str,
    required: Vec<&'static str>,
) -> MetaRequest {
    let text = |what| MetaSchema { description: Some(what), ..MetaSchema::new("string") };
    let property = |schema| MetaSchemaRef::Inline(Box::new(schema));
    let file = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
    let items = Some(Box::new(property(file)));
    let files = MetaSchema { items, description: Some(files), ..MetaSchema::new("array") };
    let mut schema = MetaSchema::new("object");
    schema.required = required;
    schema.properties = typed.iter().map(|(name, what)| (*name, property(text(*what)))).collect();
    schema.properties.push(("file", property(files)));
    let content = MetaMediaType { content_type: "multipart/form-data", schema: property(schema) };
    MetaRequest { description: None, content: vec![content], required: true }
}

/// What came: the case that the receipt opens, and its new files.
pub struct Sent {
    pub case: CaseId,
    pub uploads: Vec<Upload>,
}

impl Parts {
    /// Reads everything; one file that is not taken, and none is.
    ///
    /// # Errors
    /// As a problem that names the file.
    pub async fn read(self, app: &App, caller: Caller) -> Result<Sent, Problem> {
        let reading = tokio::time::timeout(PATIENCE, read(app, caller, self.0));
        reading.await.map_err(|_| Problem::from(Code::TooSlow))?
    }
}

async fn read(app: &App, caller: Caller, mut parts: Multipart) -> Result<Sent, Problem> {
    let broken = |_| Problem::from(Code::Malformed);
    let (mut case, mut original, mut uploads) = (None, false, Vec::new());
    for _ in 0..MOST_PARTS {
        let Some(part) = parts.next_field().await.map_err(broken)? else {
            // A body without a receipt is answered as one with a wrong one, after the same time.
            let case = match case {
                Some(case) => case,
                None => opened(app, caller, "").await?,
            };
            return Ok(Sent { case, uploads });
        };
        match part.name() {
            Some("receipt") if case.is_none() => {
                case = Some(opened(app, caller, &typed(part, LONGEST).await?).await?);
            }
            Some("original") => original = !typed(part, LONGEST).await?.is_empty(),
            Some("file") if case.is_some() => {
                uploads.push(taken(app, caller, part, original, &uploads).await?);
            }
            Some("file") => {
                opened(app, caller, "").await?;
            }
            _ => return Err(Code::Malformed.into()),
        }
    }
    Err(Code::TooLarge.into())
}

async fn opened(app: &App, caller: Caller, receipt: &str) -> Result<CaseId, Problem> {
    app.admit(caller, Action::LookUp)?;
    Ok(tracking::open(app, receipt).await?.case)
}

/// A field of at most so many bytes.
pub(in crate::api) async fn typed(part: Field, longest: u64) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let mut from = Box::pin(part.into_async_read()).take(longest + 1);
    from.read_to_end(&mut bytes).await.map_err(|_| Problem::from(Code::Malformed))?;
    if longest < bytes.len() as u64 {
        return Err(Code::TooLarge.into());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// One file, taken in within the bounds of one sending.
pub(in crate::api) async fn taken(
    app: &App,
    caller: Caller,
    part: Field,
    original: bool,
    before: &[Upload],
) -> Result<Upload, Problem> {
    let limits = app.settings().evidence.limits();
    let bytes: u64 = before.iter().map(|upload| upload.shown.size).sum();
    let flaw = match () {
        () if limits.files <= before.len() => FileFlaw::TooMany { max: limits.files as u64 },
        () if limits.sending <= bytes => FileFlaw::TooMuch { max: limits.sending >> 20 },
        () => {
            app.admit(caller, Action::File)?;
            let name = part.file_name().unwrap_or_default().to_owned();
            let mut from = Box::pin(part.into_async_read());
            return Ok(evidence::receive(app, &name, original, &mut from).await?);
        }
    };
    Err(AppError::File(flaw).into())
}
