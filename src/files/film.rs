//! MP4 and M4A: boxes that say who, where, when or with what are overwritten where they stand, so that no place in
//! the file moves; so are the samples of tracks that are neither seen nor heard, such as the places of a walk.

use crate::domain::evidence::FileFlaw;

use super::sound;

/// Boxes within boxes; an honest film has eight.
const DEEPEST: usize = 12;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, FileFlaw> {
    let mut film = bytes.to_vec();
    let boxes = boxes(&film, 0, film.len())?;
    let has = |kind: &[u8; 4]| boxes.iter().any(|one| one.kind == *kind);
    if !(has(b"ftyp") && has(b"moov") && has(b"mdat")) {
        return Err(FileFlaw::Broken);
    }
    for one in &boxes {
        match &one.kind {
            b"ftyp" | b"mdat" => {}
            b"moov" => movie(&mut film, one)?,
            // Pieces of a film that is sent as it is made keep their places in boxes of their own.
            b"moof" | b"mfra" | b"sidx" | b"styp" => {}
            _ => one.forget(&mut film),
        }
    }
    sound::reads(&film, false)?;
    Ok(film)
}

/// A box: where it begins, where its content begins, where it ends.
#[derive(Clone, Copy, Debug)]
struct Part {
    kind: [u8; 4],
    start: usize,
    content: usize,
    end: usize,
}

impl Part {
    /// Makes it a box of noughts that players pass over.
    fn forget(&self, film: &mut [u8]) {
        if let Some(kind) = film.get_mut(self.start + 4..self.start + 8) {
            kind.copy_from_slice(b"free");
        }
        self.blank(film, 0);
    }

    /// Noughts from this byte of its content on.
    fn blank(&self, film: &mut [u8], from: usize) {
        if let Some(content) = film.get_mut(self.content + from..self.end) {
            content.fill(0);
        }
    }
}

fn boxes(film: &[u8], mut at: usize, end: usize) -> Result<Vec<Part>, FileFlaw> {
    let mut found = Vec::new();
    while at < end {
        let head = film.get(at..at + 8).ok_or(FileFlaw::Broken)?;
        let kind = [head[4], head[5], head[6], head[7]];
        let (size, header) = match number(film, at)? {
            0 => (end - at, 8),
            1 => {
                let long = film.get(at + 8..at + 16).and_then(|bytes| bytes.try_into().ok());
                let long = u64::from_be_bytes(long.ok_or(FileFlaw::Broken)?);
                (usize::try_from(long).map_err(|_| FileFlaw::Broken)?, 16)
            }
            size => (size, 8),
        };
        let next = at.checked_add(size).filter(|next| *next <= end && header <= size);
        let next = next.ok_or(FileFlaw::Broken)?;
        found.push(Part { kind, start: at, content: at + header, end: next });
        at = next;
    }
    Ok(found)
}

fn number(film: &[u8], at: usize) -> Result<usize, FileFlaw> {
    let bytes = film.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
    let number = u32::from_be_bytes(bytes.ok_or(FileFlaw::Broken)?);
    usize::try_from(number).map_err(|_| FileFlaw::Broken)
}

fn movie(film: &mut [u8], moov: &Part) -> Result<(), FileFlaw> {
    for one in boxes(film, moov.content, moov.end)? {
        match &one.kind {
            b"mvhd" => times(film, &one),
            b"trak" => track(film, &one)?,
            b"mvex" | b"iods" => {}
            _ => one.forget(film),
        }
    }
    Ok(())
}

/// When it was made and changed: two numbers behind version and flags.
fn times(film: &mut [u8], head: &Part) {
    let long = film.get(head.content) == Some(&1);
    let end = head.content + if long { 20 } else { 12 };
    if let Some(times) = film.get_mut(head.content + 4..end.min(head.end)) {
        times.fill(0);
    }
}

/// One track: what is seen or heard stays, without its maker; every other is overwritten with its samples.
fn track(film: &mut [u8], trak: &Part) -> Result<(), FileFlaw> {
    if !is_seen_or_heard(film, trak, 0)? {
        forget_samples(film, trak)?;
        trak.forget(film);
        return Ok(());
    }
    within(film, trak, 0)
}

fn is_seen_or_heard(film: &[u8], part: &Part, depth: usize) -> Result<bool, FileFlaw> {
    let handler = find(film, part, *b"hdlr", depth)?.ok_or(FileFlaw::Broken)?;
    let kind = film.get(handler.content + 8..handler.content + 12);
    Ok(matches!(kind, Some(b"vide" | b"soun")))
}

/// The first box of this kind below `part`.
fn find(film: &[u8], part: &Part, kind: [u8; 4], depth: usize) -> Result<Option<Part>, FileFlaw> {
    if DEEPEST < depth {
        return Err(FileFlaw::Broken);
    }
    for one in boxes(film, part.content, part.end)? {
        if one.kind == kind {
            return Ok(Some(one));
        }
        if matches!(&one.kind, b"mdia" | b"minf" | b"stbl")
            && let Some(found) = find(film, &one, kind, depth + 1)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn within(film: &mut [u8], part: &Part, depth: usize) -> Result<(), FileFlaw> {
    if DEEPEST < depth {
        return Err(FileFlaw::Broken);
    }
    for one in boxes(film, part.content, part.end)? {
        match &one.kind {
            b"tkhd" | b"mdhd" => times(film, &one),
            b"mdia" | b"minf" => within(film, &one, depth + 1)?,
            // Behind 24 bytes stands a name that the maker of the phone chose.
            b"hdlr" => one.blank(film, 24),
            b"stbl" | b"vmhd" | b"smhd" | b"dinf" | b"edts" | b"tref" => {}
            _ => one.forget(film),
        }
    }
    Ok(())
}

/// Overwrites the samples of a track, chunk by chunk, from its tables of chunks, of samples in a chunk and of sizes.
fn forget_samples(film: &mut [u8], trak: &Part) -> Result<(), FileFlaw> {
    let short = find(film, trak, *b"stco", 0)?;
    let chunks = short.or(find(film, trak, *b"co64", 0)?);
    let (runs, sizes) = (find(film, trak, *b"stsc", 0)?, find(film, trak, *b"stsz", 0)?);
    let (Some(chunks), Some(runs), Some(sizes)) = (chunks, runs, sizes) else { return Ok(()) };
    let count = number(film, sizes.content + 8)?;
    if film.len() < count {
        return Err(FileFlaw::Broken);
    }
    let mut sample = 0;
    for chunk in 0..number(film, chunks.content + 4)? {
        let start = match short {
            Some(_) => number(film, chunks.content + 8 + 4 * chunk)?,
            // The lower half: no film here has four gigabytes.
            None => number(film, chunks.content + 12 + 8 * chunk)?,
        };
        let next = count.min(sample + in_chunk(film, &runs, chunk + 1)?);
        let mut end = start;
        for nth in sample..next {
            end += sample_size(film, &sizes, nth)?;
        }
        film.get_mut(start..end).ok_or(FileFlaw::Broken)?.fill(0);
        sample = next;
    }
    Ok(())
}

/// All samples have one size, or each has its own in the table.
fn sample_size(film: &[u8], sizes: &Part, nth: usize) -> Result<usize, FileFlaw> {
    match number(film, sizes.content + 4)? {
        0 => number(film, sizes.content + 12 + 4 * nth),
        fixed => Ok(fixed),
    }
}

/// How many samples the chunk of this number holds: the last run that begins at or before it.
fn in_chunk(film: &[u8], runs: &Part, chunk: usize) -> Result<usize, FileFlaw> {
    // A table of many runs for many chunks would be walked many times.
    const MOST: usize = 20_000;
    let (mut samples, count) = (0, number(film, runs.content + 4)?);
    if MOST < count {
        return Err(FileFlaw::Broken);
    }
    for run in 0..count {
        let at = runs.content + 8 + 12 * run;
        if chunk < number(film, at)? {
            break;
        }
        samples = number(film, at + 4)?;
    }
    Ok(samples)
}
