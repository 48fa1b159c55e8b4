//! The parts of a document as text: attributes are blanked or dropped, and everything else stays as it stands.

use crate::domain::evidence::FileFlaw;

/// What becomes of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Keep,
    /// The schema asks for it: it stays, with nothing in it.
    Blank,
    Drop,
}

/// A tag as it is read: its name, and its attributes as they are written.
pub(super) struct Tag<'a> {
    pub name: &'a str,
    pub attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }
}

/// Goes through all tags and asks what becomes of each attribute; `keep` may drop a whole empty element.
pub(super) fn rewritten(
    text: &str,
    keep: impl Fn(&Tag) -> bool,
    fate: impl Fn(&Tag, &str, &str) -> Fate,
) -> Result<String, FileFlaw> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = match () {
            () if rest.starts_with("<!--") => closed(rest, "-->")?,
            () if rest.starts_with("<![CDATA[") => closed(rest, "]]>")?,
            () if rest.starts_with("<?") => closed(rest, "?>")?,
            // A declaration of types could name things outside.
            () if rest.starts_with("<!") => return Err(FileFlaw::Programs),
            () => tag_end(rest)?,
        };
        let (tag, behind) = rest.split_at(end);
        rest = behind;
        // What a comment in the text says is seen by nobody.
        if tag.starts_with("<!--") {
            continue;
        }
        if tag.starts_with("<?") || tag.starts_with("<!") || tag.starts_with("</") {
            out.push_str(tag);
            continue;
        }
        let read = read(tag)?;
        if !keep(&read) {
            continue;
        }
        out.push('<');
        out.push_str(read.name);
        for (name, value) in &read.attributes {
            let value = match fate(&read, name, value) {
                Fate::Keep => value,
                Fate::Blank => "",
                Fate::Drop => continue,
            };
            let quote = if value.contains('"') { '\'' } else { '"' };
            out.extend([" ", name, "="]);
            out.push(quote);
            out.push_str(value);
            out.push(quote);
        }
        out.push_str(if tag.ends_with("/>") { "/>" } else { ">" });
    }
    out.push_str(rest);
    Ok(out)
}

fn closed(text: &str, end: &str) -> Result<usize, FileFlaw> {
    text.find(end).map(|at| at + end.len()).ok_or(FileFlaw::Broken)
}

/// Behind the `>` that stands in no quotes.
fn tag_end(text: &str) -> Result<usize, FileFlaw> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, '>') => return Ok(at + 1),
            _ => {}
        }
    }
    Err(FileFlaw::Broken)
}

fn read(tag: &str) -> Result<Tag<'_>, FileFlaw> {
    let inside = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let end = inside.find(|c: char| c.is_whitespace()).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some((name, behind)) = rest.split_once('=') else { break };
        let behind = behind.trim_start();
        let quote = behind.chars().next().filter(|c| ['"', '\''].contains(c));
        let quote = quote.ok_or(FileFlaw::Broken)?;
        let (value, behind) = behind[1..].split_once(quote).ok_or(FileFlaw::Broken)?;
        attributes.push((name.trim(), value));
        rest = behind;
    }
    Ok(Tag { name, attributes })
}

/// Takes away what stands between these two marks, wherever that is, and leaves the marks.
pub(super) fn emptied(text: &str, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        let (before, behind) = rest.split_at(at + open.len());
        out.push_str(before);
        let Some(end) = behind.find(close) else {
            rest = behind;
            break;
        };
        rest = &behind[end..];
    }
    out.push_str(rest);
    out
}
