//! Unpacking with a measure: how many parts, how large, how much larger than they were packed.

use std::io::{Cursor, Read as _};

use flate2::read::ZlibDecoder;
use zip::ZipArchive;

use crate::domain::evidence::{FileFlaw, FileLimits};

/// Below this a part may swell as it likes.
const SMALL: u64 = 1 << 20;

/// A packed document.
pub(super) struct Packed<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: FileLimits,
    /// Bytes that may still come out.
    left: u64,
}

/// One part of it, unpacked.
pub(super) struct Unpacked {
    pub name: String,
    pub content: Vec<u8>,
}

impl<'a> Packed<'a> {
    pub fn open(bytes: &'a [u8], limits: &FileLimits) -> Result<Self, FileFlaw> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileFlaw::Broken)?;
        if limits.entries < archive.len() {
            return Err(FileFlaw::Swells);
        }
        if archive.has_overlapping_files().map_err(|_| FileFlaw::Broken)? {
            return Err(FileFlaw::Swells);
        }
        Ok(Self { archive, limits: *limits, left: limits.unpacked })
    }

    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// The part at this place; nothing for a folder.
    pub fn part(&mut self, place: usize) -> Result<Option<Unpacked>, FileFlaw> {
        // One part never takes up more than a third of the whole, for it is held in memory twice.
        let most = self.left.min(self.limits.unpacked / 3);
        let mut part = self.archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => {
                FileFlaw::Locked
            }
            _ => FileFlaw::Broken,
        })?;
        if part.encrypted() {
            return Err(FileFlaw::Locked);
        }
        let name = part.name().map_err(|_| FileFlaw::Broken)?.into_owned();
        if part.is_symlink() || !is_inside(&name) {
            return Err(FileFlaw::Broken);
        }
        if part.is_dir() {
            return Ok(None);
        }
        let packed = part.compressed_size();
        let mut content = Vec::new();
        (&mut part).take(most + 1).read_to_end(&mut content).map_err(|_| FileFlaw::Broken)?;
        let size = content.len() as u64;
        if most < size || swells(size, packed, &self.limits) {
            return Err(FileFlaw::Swells);
        }
        self.left -= size;
        Ok(Some(Unpacked { name, content }))
    }
}

fn swells(size: u64, packed: u64, limits: &FileLimits) -> bool {
    SMALL < size && packed.max(1).saturating_mul(limits.ratio) < size
}

/// No part leads out of the document.
fn is_inside(name: &str) -> bool {
    let odd = |c: char| c.is_control() || c == '\\' || c == ':';
    !name.is_empty() && !name.starts_with('/') && !name.contains(odd) && {
        name.split('/').all(|step| step != ".." && step != ".")
    }
}

/// How large a deflated stream becomes, up to `most`; nothing beyond.
pub(super) fn inflated(bytes: &[u8], most: u64) -> Result<u64, FileFlaw> {
    let mut unpacking = ZlibDecoder::new(bytes).take(most + 1);
    // A stream that breaks off is judged by whoever reads it; here only its size counts.
    let mut size = 0;
    let mut part = [0; 16 * 1024];
    loop {
        match unpacking.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(read) => size += read as u64,
        }
    }
    if most < size { Err(FileFlaw::Swells) } else { Ok(size) }
}
