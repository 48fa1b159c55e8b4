//! What is taken of a file: its kind by name, by its first bytes and by reading it whole; and the copy that people
//! work with, from which the marks of its maker are gone. Nothing here touches a disk.

mod film;
mod office;
mod packed;
mod paper;
mod picture;
mod seal;
mod sound;
mod xml;

use crate::domain::evidence::{FileFlaw, FileKind, FileLimits};

pub use seal::{Mark, MarkError, on_paper, on_picture};

/// A file that is taken.
pub struct Checked {
    pub kind: FileKind,
    /// Of the kind [`FileKind::working`] says.
    pub copy: Vec<u8>,
}

/// What the name says it is, before a byte has come.
///
/// # Errors
/// [`FileFlaw::Kind`].
pub fn kind_of(name: &str) -> Result<FileKind, FileFlaw> {
    FileKind::of_name(name).ok_or(FileFlaw::Kind)
}

/// Checks a file and makes the copy that people work with. Takes time and memory: call it off the async threads,
/// a few at a time.
///
/// # Errors
/// Why it is not taken.
pub fn check(kind: FileKind, bytes: &[u8], limits: &FileLimits) -> Result<Checked, FileFlaw> {
    let most = limits.bytes(kind);
    if bytes.is_empty() {
        return Err(FileFlaw::Empty);
    }
    if most < bytes.len() as u64 {
        return Err(FileFlaw::TooBig { max: most >> 20 });
    }
    recognise(kind, bytes)?;
    let copy = match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Webp => picture::clean(kind, bytes, limits)?,
        FileKind::Pdf => paper::clean(bytes, limits)?,
        FileKind::Docx | FileKind::Xlsx => office::clean(kind, bytes, limits)?,
        FileKind::Mp3 => sound::clean(bytes)?,
        FileKind::M4a | FileKind::Mp4 => film::clean(bytes)?,
    };
    Ok(Checked { kind, copy })
}

/// Whether the first bytes are those of the kind that the name says.
fn recognise(kind: FileKind, bytes: &[u8]) -> Result<(), FileFlaw> {
    const LOCKED: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let office = matches!(kind, FileKind::Docx | FileKind::Xlsx);
    if office && bytes.starts_with(LOCKED) {
        return Err(FileFlaw::Locked);
    }
    let found = infer::get(bytes).map(|found| found.mime_type());
    let fits = match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Webp | FileKind::Pdf => {
            found == Some(kind.media_type())
        }
        FileKind::Docx | FileKind::Xlsx => bytes.starts_with(b"PK\x03\x04"),
        FileKind::Mp3 => bytes.starts_with(b"ID3") || sound::begins(bytes),
        FileKind::M4a | FileKind::Mp4 => bytes.get(4..8) == Some(b"ftyp"),
    };
    if fits { Ok(()) } else { Err(FileFlaw::Mismatch) }
}
