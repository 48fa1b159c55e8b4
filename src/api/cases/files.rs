//! The evidence of a case: what there is, what is added, and the copy that its reader's name is drawn into.

use poem::web::Multipart;
use poem::{Body, FromRequest, Request, RequestBody, Result};
use poem_openapi::param::Path;
use poem_openapi::payload::{Binary, Json};
use poem_openapi::registry::{MetaRequest, Registry};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions, Object, OpenApi,
};
use uuid::Uuid;

use crate::api::Tag;
use crate::api::letters::files::{self, PATIENCE};
use crate::api::problem::{BadField, Code, Problem};
use crate::api::staff::{Officer, case_number};
use crate::api::types::{Day, Term};
use crate::app::App;
use crate::app::evidence::{self, FileView, FilesView, Opened, Upload};
use crate::caller::Caller;
use crate::domain::evidence::{FileKind, Origin, Part};
use crate::domain::ids::FileId;

/// Bytes of what a scan says.
const LONGEST: u64 = 64 * 1024;

/// Parts of a form; an honest one has what is typed and ten files.
const MOST_PARTS: usize = 60;

/// The files of a case, as far as this account may know of them.
#[derive(Object)]
#[oai(rename = "CaseFiles")]
pub struct FilesOut {
    pub files: Vec<FileOut>,
    /// As what this account may add files; null where it may not.
    pub adds: Option<Term<Origin>>,
    /// Whether files are looked at by a scanner.
    pub scanner: bool,
}

/// A file of a case. Sizes, hashes and words are empty for the desk, which holds no key.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, as in the document"
)]
#[derive(Object)]
#[oai(rename = "CaseFile")]
pub struct FileOut {
    pub id: Uuid,
    /// Neutral: what people call their files may say who they are.
    pub name: String,
    pub kind: Term<FileKind>,
    pub origin: Term<Origin>,
    pub added_on: Day,
    /// Null for the resident.
    pub added_by: Option<String>,
    /// Bytes, as it was sent.
    pub size: u64,
    /// Of the file as it was sent, in hexadecimal.
    pub sha256: String,
    /// Of the copy, before a reader's name is drawn into it.
    pub copy_sha256: String,
    /// What a scan says.
    pub transcript: String,
    /// Whether this account may open the copy.
    pub opens_copy: bool,
    /// Whether it may open what was sent.
    pub opens_original: bool,
    /// Whether what was sent was kept, too.
    pub has_original: bool,
    /// Whether a scanner found nothing in it.
    pub clean: bool,
}

#[derive(ApiResponse)]
pub enum FilesTaken {
    /// All files are now files of the case.
    #[oai(status = 201)]
    Created(Json<FilesOut>),
}

#[derive(ApiResponse)]
pub enum FileGiven {
    /// The file.
    #[oai(status = 200)]
    File(
        Binary<Body>,
        /// Its name is ours, in ASCII.
        #[oai(header = "content-disposition")]
        String,
        /// Nothing in it is run.
        #[oai(header = "content-security-policy")]
        String,
    ),
}

pub struct FilesApi;

#[OpenApi(prefix_path = "/api/v1/cases", tag = "Tag::Cases")]
impl FilesApi {
    /// List the files of a case.
    #[oai(path = "/:number/files", method = "get", operation_id = "list_case_files")]
    async fn index(
        &self,
        officer: Officer,
        number: Path<String>,
    ) -> Result<Json<FilesOut>, Problem> {
        let number = case_number(&number)?;
        Ok(Json(evidence::list(&officer.app, officer.account(), &number).await?.into()))
    }

    /// Add files to a case: scans by the desk, evidence by whoever verifies it.
    ///
    /// All are taken, or none: `errors` tells why.
    #[oai(path = "/:number/files", method = "post", operation_id = "add_case_files")]
    async fn create(
        &self,
        caller: Caller,
        officer: Officer,
        number: Path<String>,
        parts: FileParts,
    ) -> Result<FilesTaken, Problem> {
        let (app, who, number) = (&officer.app, officer.account(), case_number(&number)?);
        // Asked before a byte is read: for whom the case does not exist, this address does not either.
        if evidence::list(app, who, &number).await?.adds.is_none() {
            return Err(Code::NotFound.into());
        }
        let Sent { transcript, uploads } = parts.read(app, caller).await?;
        let tickets: Vec<String> = uploads.into_iter().map(|upload| upload.ticket).collect();
        if tickets.is_empty() {
            return Err(Problem::fields(vec![BadField::new("file", "missing")]));
        }
        evidence::add(app, who, &number, &tickets, &transcript)
            .await
            .map_err(|error| Problem::from(error).about("transcript"))?;
        let files = evidence::list(app, who, &number).await?;
        Ok(FilesTaken::Created(Json(files.into())))
    }

    /// Open the copy of a file, without the marks of its maker. Who reads it and when is drawn into pictures and
    /// papers; that it was opened is recorded.
    #[oai(path = "/:number/files/:id/copy", method = "get", operation_id = "open_file_copy")]
    async fn copy(
        &self,
        officer: Officer,
        number: Path<String>,
        id: Path<String>,
    ) -> Result<FileGiven, Problem> {
        given(&officer, &number, &id, Part::Copy).await
    }

    /// Open a file as it was sent: for intake alone. That it was opened is recorded.
    #[oai(
        path = "/:number/files/:id/original",
        method = "get",
        operation_id = "open_file_original"
    )]
    async fn original(
        &self,
        officer: Officer,
        number: Path<String>,
        id: Path<String>,
    ) -> Result<FileGiven, Problem> {
        given(&officer, &number, &id, Part::Original).await
    }
}

async fn given(
    officer: &Officer,
    number: &str,
    id: &str,
    part: Part,
) -> Result<FileGiven, Problem> {
    let number = case_number(number)?;
    let id = Uuid::try_parse(id).map(FileId).map_err(|_| Problem::from(Code::NotFound))?;
    let opened = evidence::open(&officer.app, officer.account(), &number, id, part).await?;
    Ok(opened.into())
}

/// A form of files, not yet read. What is no form is told only to those for whom the case exists.
pub struct FileParts(Result<Multipart, Problem>);

/// What came.
struct Sent {
    transcript: String,
    uploads: Vec<Upload>,
}

impl<'a> ApiExtractor<'a> for FileParts {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let typed = [("transcript", "What a scan says, typed out; before the files.")];
        let files = "Pictures, papers, sounds, films; up to ten.";
        Some(files::form(&typed, files, vec!["file"]))
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let parts = <Multipart as FromRequest>::from_request(request, body).await;
        Ok(Self(parts.map_err(|_| Code::MediaType.into())))
    }
}

impl FileParts {
    /// Reads everything; one file that is not taken, and none is.
    async fn read(self, app: &App, caller: Caller) -> Result<Sent, Problem> {
        let reading = tokio::time::timeout(PATIENCE, read(app, caller, self.0?));
        reading.await.map_err(|_| Problem::from(Code::TooSlow))?
    }
}

async fn read(app: &App, caller: Caller, mut parts: Multipart) -> Result<Sent, Problem> {
    let mut sent = Sent { transcript: String::new(), uploads: Vec::new() };
    for _ in 0..MOST_PARTS {
        let next = parts.next_field().await.map_err(|_| Problem::from(Code::Malformed))?;
        let Some(part) = next else { return Ok(sent) };
        match part.name() {
            Some("transcript") => sent.transcript = files::typed(part, LONGEST).await?,
            Some("file") => {
                let taken = files::taken(app, caller, part, false, &sent.uploads).await?;
                sent.uploads.push(taken);
            }
            _ => return Err(Code::Malformed.into()),
        }
    }
    Err(Code::TooLarge.into())
}

impl From<FilesView> for FilesOut {
    fn from(view: FilesView) -> Self {
        Self {
            files: view.files.into_iter().map(FileOut::from).collect(),
            adds: view.adds.map(Term),
            scanner: view.scanner,
        }
    }
}

impl From<FileView> for FileOut {
    fn from(file: FileView) -> Self {
        Self {
            id: file.id.0,
            name: file.name,
            kind: Term(file.kind),
            origin: Term(file.origin),
            added_on: Day(file.added_on),
            added_by: file.added_by,
            size: file.size,
            sha256: file.sha256,
            copy_sha256: file.copy_sha256,
            transcript: file.transcript,
            opens_copy: file.opens.copy,
            opens_original: file.opens.original,
            has_original: file.has_original,
            clean: file.clean,
        }
    }
}

impl From<Opened> for FileGiven {
    fn from(opened: Opened) -> Self {
        let [disposition, policy] = opened.headers();
        Self::File(Binary(Body::from_bytes_stream(opened.pieces())), disposition, policy)
    }
}
