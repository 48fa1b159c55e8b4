//! PDF: written anew without its makers, its attachments, its programs and its ways to the outside.

use lopdf::{Dictionary, Document, Object, Stream};

use super::{packed, picture};
use crate::domain::evidence::{FileFlaw, FileLimits};

/// What says who made it, when and with what, or does something by itself.
const MARKS: &[&[u8]] = &[
    b"AA",
    b"AF",
    b"Author",
    b"Collection",
    b"CreationDate",
    b"Creator",
    b"CreatorInfo",
    b"EF",
    b"EmbeddedFiles",
    b"ID",
    b"Info",
    b"JS",
    b"JavaScript",
    b"LastModified",
    b"Metadata",
    b"ModDate",
    b"OpenAction",
    b"PieceInfo",
    b"Producer",
    b"RichMediaContent",
    b"SpiderInfo",
    b"Threads",
    b"URI",
    b"XFA",
];

/// What an action may do: lead to another page.
const ACTIONS: &[&[u8]] = &[b"GoTo", b"Named"];

/// Notes on a page that carry files, films or programs.
const CARRIERS: &[&[u8]] =
    &[b"FileAttachment", b"RichMedia", b"Movie", b"Sound", b"Screen", b"3D", b"Projection"];

pub(super) fn clean(bytes: &[u8], limits: &FileLimits) -> Result<Vec<u8>, FileFlaw> {
    let mut document = read(bytes, limits)?;
    for mark in [&b"Info"[..], b"ID", b"Prev", b"XRefStm"] {
        document.trailer.remove(mark);
    }
    for object in document.objects.values_mut() {
        forget(object, 0)?;
    }
    document.prune_objects();
    written(&mut document)
}

/// A whole PDF that is not locked.
pub(super) fn read(bytes: &[u8], limits: &FileLimits) -> Result<Document, FileFlaw> {
    if !bytes.starts_with(b"%PDF-") {
        return Err(FileFlaw::Mismatch);
    }
    bounded(bytes, limits)?;
    let locked = find(bytes, b"/Encrypt").is_some();
    let document = Document::load_mem(bytes)
        .map_err(|_| if locked { FileFlaw::Locked } else { FileFlaw::Broken })?;
    if document.is_encrypted() {
        return Err(FileFlaw::Locked);
    }
    if document.get_pages().is_empty() {
        return Err(FileFlaw::Broken);
    }
    Ok(document)
}

pub(super) fn written(document: &mut Document) -> Result<Vec<u8>, FileFlaw> {
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| FileFlaw::Broken)?;
    Ok(out)
}

fn forget(object: &mut Object, depth: usize) -> Result<(), FileFlaw> {
    const DEEPEST: usize = 100;
    if DEEPEST < depth {
        return Err(FileFlaw::Broken);
    }
    match object {
        Object::Dictionary(dictionary) => forget_in(dictionary, depth),
        Object::Array(objects) => objects.iter_mut().try_for_each(|one| forget(one, depth + 1)),
        Object::Stream(stream) => {
            forget_in(&mut stream.dict, depth)?;
            forget_drawn(stream)
        }
        _ => Ok(()),
    }
}

fn forget_in(dictionary: &mut Dictionary, depth: usize) -> Result<(), FileFlaw> {
    let word = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok().map(<[u8]>::to_vec);
    let (action, subtype, kind) = (word(b"S"), word(b"Subtype"), word(b"Type"));
    let acts =
        kind.as_deref() == Some(b"Action") || dictionary.has(b"JS") || dictionary.has(b"URI");
    let harmless = action.as_deref().is_some_and(|action| ACTIONS.contains(&action));
    let carries = subtype.as_deref().is_some_and(|subtype| CARRIERS.contains(&subtype));
    if carries || acts && !harmless || action.as_deref() == Some(b"Launch") {
        *dictionary = Dictionary::new();
        return Ok(());
    }
    // A note on a page says who wrote it; a field of a form has the same word for its own name.
    let note = dictionary.has(b"Rect") && !dictionary.has(b"FT") && !dictionary.has(b"Kids");
    if note {
        for mark in [&b"T"[..], b"M", b"NM"] {
            dictionary.remove(mark);
        }
    }
    for mark in MARKS {
        dictionary.remove(mark);
    }
    dictionary.iter_mut().try_for_each(|(_, value)| forget(value, depth + 1))
}

/// Pictures on a page may carry the marks of a camera; XMP may lie about unnamed.
fn forget_drawn(stream: &mut Stream) -> Result<(), FileFlaw> {
    let name = |key: &[u8]| stream.dict.get(key).and_then(Object::as_name).ok();
    if name(b"Subtype") == Some(b"XML") {
        stream.set_content(Vec::new());
    } else if stream.content.starts_with(&[0xFF, 0xD8])
        && let Some(stripped) = picture::stripped(&stream.content)?
    {
        stream.set_content(stripped);
    }
    Ok(())
}

/// The reader unpacks streams of objects at once, without a measure; so they are measured before.
fn bounded(bytes: &[u8], limits: &FileLimits) -> Result<(), FileFlaw> {
    let (mut at, mut left) = (0, limits.unpacked);
    while let Some(found) = find(&bytes[at..], b"stream") {
        let here = at + found;
        at = here + b"stream".len();
        if bytes[..here].ends_with(b"end") {
            continue;
        }
        let before = &bytes[here.saturating_sub(4096)..here];
        let begins = before.windows(3).rposition(|three| three == b"obj").unwrap_or(0);
        let dictionary = &before[begins..];
        let has = |word: &[u8]| find(dictionary, word).is_some();
        // A name may be written with numbers for its letters, so that it is not recognised.
        if !(has(b"ObjStm") || has(b"XRef") || has(b"#") || begins == 0) {
            continue;
        }
        if 1 < dictionary.windows(6).filter(|word| word.ends_with(b"Decode")).count()
            && !has(b"XRef")
        {
            let filters = [&b"FlateDecode"[..], b"LZWDecode", b"ASCIIHexDecode", b"ASCII85Decode"];
            let many: usize = filters.iter().map(|filter| count(dictionary, filter)).sum();
            if 1 < many {
                return Err(FileFlaw::Swells);
            }
        }
        let content = &bytes[at..];
        let content = content.strip_prefix(b"\r").unwrap_or(content);
        let content = content.strip_prefix(b"\n").unwrap_or(content);
        left -= packed::inflated(content, left)?;
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|found| found == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|found| *found == word).count()
}
