//! MP3: the frames of sound are kept, and nothing before, between or behind them.

use std::io::Cursor;

use lofty::config::ParseOptions;
use lofty::probe::Probe;

use crate::domain::evidence::FileFlaw;

/// Frames that must follow each other before anything is believed to be sound.
const ENOUGH: usize = 3;

pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, FileFlaw> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut frames) = (after_tag(bytes), 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        match frame(rest).and_then(|length| rest.get(..length)) {
            Some(frame) => {
                out.extend_from_slice(frame);
                at += frame.len();
                frames += 1;
            }
            None => at += 1,
        }
    }
    if frames < ENOUGH {
        return Err(FileFlaw::Broken);
    }
    reads(&out, true)?;
    Ok(out)
}

/// Whether a file begins with sound.
pub(super) fn begins(bytes: &[u8]) -> bool {
    frame(bytes).is_some()
}

/// Whether a second reader finds its way through it, too; `sound`: also to its sound, which a film may lack.
pub(super) fn reads(bytes: &[u8], sound: bool) -> Result<(), FileFlaw> {
    let probe = Probe::new(Cursor::new(bytes)).guess_file_type().map_err(|_| FileFlaw::Broken)?;
    probe
        .options(ParseOptions::new().read_properties(sound))
        .read()
        .map(drop)
        .map_err(|_| FileFlaw::Broken)
}

/// Where a tag in front (`ID3v2`) ends; its length has seven bits a byte.
fn after_tag(bytes: &[u8]) -> usize {
    let Some([b'I', b'D', b'3', _, _, flags, length @ ..]) = bytes.first_chunk::<10>() else {
        return 0;
    };
    let length = length.iter().fold(0, |sum, byte| (sum << 7) | usize::from(byte & 0x7F));
    let footer = if flags & 0x10 == 0 { 0 } else { 10 };
    (10 + length + footer).min(bytes.len())
}

/// The length of the frame that stands at the front (ISO 11172-3, layer III).
fn frame(bytes: &[u8]) -> Option<usize> {
    const KBIT: [[usize; 16]; 2] = [
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0],
    ];
    const HERTZ: [usize; 3] = [44_100, 48_000, 32_000];
    let [0xFF, second, third, _] = *bytes.first_chunk::<4>()? else { return None };
    if second & 0xE0 != 0xE0 || (second >> 1) & 3 != 1 {
        return None;
    }
    let (slow, divide) = match (second >> 3) & 3 {
        3 => (0, 1),
        2 => (1, 2),
        0 => (1, 4),
        _ => return None,
    };
    let rate = HERTZ.get(usize::from((third >> 2) & 3))? / divide;
    let bits = KBIT[slow][usize::from(third >> 4)] * 1_000;
    if bits == 0 {
        return None;
    }
    let samples_in_bytes = if slow == 0 { 144 } else { 72 };
    Some(samples_in_bytes * bits / rate + usize::from((third >> 1) & 1))
}
