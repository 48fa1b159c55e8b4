//! Word and Excel documents: packed XML is packed anew without authors, programs and ways to the outside.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::packed::{Packed, Unpacked};
use super::picture;
use super::xml::{self, Fate, Tag};
use crate::domain::evidence::{FileFlaw, FileKind, FileLimits};

const TYPES: &str = "[Content_Types].xml";

/// What the program that opens it expects to find, and nothing in it.
const CORE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"#;
const APP: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"#;
const CUSTOM: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>"#;
const PEOPLE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>"#;
const NOTHING: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><nothing/>"#;

pub(super) fn clean(
    kind: FileKind,
    bytes: &[u8],
    limits: &FileLimits,
) -> Result<Vec<u8>, FileFlaw> {
    packed_anew(kind, bytes, limits, false)
}

fn packed_anew(
    kind: FileKind,
    bytes: &[u8],
    limits: &FileLimits,
    within: bool,
) -> Result<Vec<u8>, FileFlaw> {
    let mut packed = Packed::open(bytes, limits)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let body = if kind == FileKind::Docx { "word/document.xml" } else { "xl/workbook.xml" };
    let (mut types, mut found) = (false, false);
    let broken = |_| FileFlaw::Broken;
    for place in 0..packed.len() {
        let Some(part) = packed.part(place)? else { continue };
        types |= part.name == TYPES;
        found |= part.name == body;
        let name = part.name.clone();
        let Some(content) = part_anew(part, limits, within)? else { continue };
        // Packed with the zip program's own day, not that of the document.
        out.start_file(name, options).map_err(broken)?;
        out.write_all(&content).map_err(|_| FileFlaw::Broken)?;
    }
    if !types || !found {
        return Err(FileFlaw::Mismatch);
    }
    Ok(out.finish().map_err(broken)?.into_inner())
}

/// A part without its marks; nothing where it is left out with all that leads to it.
fn part_anew(
    part: Unpacked,
    limits: &FileLimits,
    within: bool,
) -> Result<Option<Vec<u8>>, FileFlaw> {
    let Unpacked { name, content } = part;
    let lower = name.to_ascii_lowercase();
    if lower.contains("printersettings") || lower.starts_with("docprops/thumbnail") {
        return Ok(None);
    }
    if lower.contains("vbaproject") || lower.contains("activex") || lower.contains("/macros") {
        return Err(FileFlaw::Programs);
    }
    let fixed = match lower.as_str() {
        "docprops/core.xml" => Some(CORE),
        "docprops/app.xml" => Some(APP),
        "docprops/custom.xml" => Some(CUSTOM),
        "word/people.xml" => Some(PEOPLE),
        name if name.starts_with("customxml/item") && !name.contains("props") => Some(NOTHING),
        _ => None,
    };
    if let Some(fixed) = fixed {
        return Ok(Some(fixed.as_bytes().to_vec()));
    }
    if lower.contains("/embeddings/") {
        return embedded(&lower, &content, limits, within).map(Some);
    }
    if matches!(lower.rsplit('.').next(), Some("xml" | "rels")) {
        return text_anew(&lower, &content).map(|text| Some(text.into_bytes()));
    }
    Ok(Some(picture::stripped(&content)?.unwrap_or(content)))
}

/// The sheet behind a chart is cleaned as the document is; anything else inside could be a program.
fn embedded(
    name: &str,
    content: &[u8],
    limits: &FileLimits,
    within: bool,
) -> Result<Vec<u8>, FileFlaw> {
    match FileKind::of_name(name) {
        Some(kind @ (FileKind::Docx | FileKind::Xlsx)) if !within => {
            packed_anew(kind, content, limits, true)
        }
        _ => Err(FileFlaw::Programs),
    }
}

fn text_anew(name: &str, content: &[u8]) -> Result<String, FileFlaw> {
    let text = std::str::from_utf8(content).map_err(|_| FileFlaw::Broken)?;
    let text = text.trim_start_matches('\u{FEFF}');
    let folded = text.to_ascii_lowercase();
    if name == "[content_types].xml" && (folded.contains("macroenabled") || folded.contains("vba"))
    {
        return Err(FileFlaw::Programs);
    }
    let revisions = name.starts_with("xl/revisions/");
    let mut text =
        xml::rewritten(text, keeps, |tag, name, value| fate(tag, name, value, revisions))?;
    for (open, close) in [("<author>", "</author>"), ("<w:rsids>", "</w:rsids>")] {
        text = xml::emptied(&text, open, close);
    }
    Ok(text)
}

/// Ways to parts that are left out are left out, too.
fn keeps(tag: &Tag) -> bool {
    let gone = |value: Option<&str>| {
        value.is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("printersettings") || value.contains("thumbnail")
        })
    };
    match tag.name {
        "Relationship" => !gone(tag.get("Target")),
        "Override" => !gone(tag.get("PartName")),
        _ => true,
    }
}

fn fate(tag: &Tag, name: &str, value: &str, revisions: bool) -> Fate {
    let local = name.rsplit(':').next().unwrap_or(name);
    let element = tag.name.rsplit(':').next().unwrap_or(tag.name);
    match local {
        _ if local.starts_with("rsid") => Fate::Drop,
        "initials" | "dateUtc" => Fate::Drop,
        "date" if name.starts_with('w') => Fate::Drop,
        "dT" | "dateTime" => Fate::Drop,
        "author" | "userName" | "lastModifiedBy" | "displayName" | "userId" => Fate::Blank,
        "name" if revisions => Fate::Blank,
        "url" if element == "absPath" => Fate::Blank,
        "Target" if leads_out(tag, value) => Fate::Blank,
        _ => Fate::Keep,
    }
}

/// Whether a way leads to another machine or tells a folder of this one. Links to click stay: the reader sees them.
fn leads_out(tag: &Tag, target: &str) -> bool {
    let outside = tag.get("TargetMode") == Some("External");
    let clicked = tag.get("Type").is_some_and(|kind| kind.ends_with("/hyperlink"));
    let web = target.starts_with("http://") || target.starts_with("https://");
    outside && !(clicked && web)
}
