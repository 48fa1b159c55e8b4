//! Pictures are drawn anew, upright and no larger than a screen shows, so that nothing but what can be seen is left.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use img_parts::png::Png;

use crate::domain::evidence::{FileFlaw, FileKind, FileLimits};

/// Pixels of the longer side of a copy: a page of a document is still read at this size.
const SIDE: u32 = 3_200;

/// Bytes that one picture may take up while it is drawn.
const MEMORY: u64 = 128 << 20;

/// Of a JPEG: 90 shows no loss in letters.
const QUALITY: u8 = 90;

pub(super) fn clean(
    kind: FileKind,
    bytes: &[u8],
    limits: &FileLimits,
) -> Result<Vec<u8>, FileFlaw> {
    if kind == FileKind::Jpeg && !is_whole(bytes) {
        return Err(FileFlaw::Broken);
    }
    let image = decoded(kind, bytes, limits)?;
    encoded(&image).map_err(|_| FileFlaw::Broken)
}

pub(super) fn encoded(image: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(image)?;
    Ok(out)
}

/// The pixels, upright, on white where they were clear.
pub(super) fn decoded(
    kind: FileKind,
    bytes: &[u8],
    limits: &FileLimits,
) -> Result<RgbImage, FileFlaw> {
    let broken = |_| FileFlaw::Broken;
    let format = match kind {
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = Limits::default();
    allowed.max_alloc = Some(2 * MEMORY);
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let each = decoder.total_bytes().div_ceil(pixels.max(1)).max(1);
    // All scans of a progressive JPEG are kept until the last has come: two bytes for each of three colours.
    let each = if is_progressive(bytes) { each + 6 } else { each };
    let most = limits.pixels.min(MEMORY / each);
    if most < pixels {
        return Err(FileFlaw::Pixels { max: most / 1_000_000 });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    if SIDE < image.width().max(image.height()) {
        image = image.thumbnail(SIDE, SIDE);
    }
    image.apply_orientation(orientation);
    Ok(on_white(image))
}

fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let clear = image.into_rgba8();
    RgbImage::from_fn(clear.width(), clear.height(), |x, y| {
        let [colours @ .., strength] = clear.get_pixel(x, y).0.map(u32::from);
        let white = 255 * (255 - strength);
        Rgb(colours.map(|one| u8::try_from((one * strength + white) / 255).unwrap_or(u8::MAX)))
    })
}

/// Whether a JPEG has its end; the decoder would fill up with grey.
fn is_whole(bytes: &[u8]) -> bool {
    bytes.windows(2).rev().any(|pair| pair == [0xFF, 0xD9])
}

fn is_progressive(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let (Some([0xFF, marker]), Some([high, low])) =
        (bytes.get(at..at + 2), bytes.get(at + 2..at + 4))
    {
        match marker {
            0xC2 | 0xC6 | 0xCA | 0xCE => return true,
            0xC0 | 0xC1 | 0xDA => return false,
            _ => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
        }
    }
    false
}

/// A picture within a document, without its marks; nothing where it is no picture that is known.
///
/// # Errors
/// [`FileFlaw::Broken`]: what cannot be read cannot be freed of marks either.
pub(super) fn stripped(bytes: &[u8]) -> Result<Option<Vec<u8>>, FileFlaw> {
    if bytes.starts_with(&[0xFF, 0xD8]) {
        return jpeg_stripped(bytes).map(Some).ok_or(FileFlaw::Broken);
    }
    if bytes.starts_with(b"\x89PNG") {
        const DRAWN: [[u8; 4]; 8] =
            [*b"IHDR", *b"PLTE", *b"IDAT", *b"IEND", *b"tRNS", *b"gAMA", *b"sRGB", *b"cHRM"];
        let picture = Png::from_bytes(bytes.to_vec().into());
        let mut picture = picture.map_err(|_| FileFlaw::Broken)?;
        picture.chunks_mut().retain(|chunk| DRAWN.contains(&chunk.kind()));
        return Ok(Some(picture.encoder().bytes().to_vec()));
    }
    Ok(None)
}

/// The segments that draw, up to the end of the picture: no camera, no remark, nothing behind it.
fn jpeg_stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    const END: [u8; 2] = [0xFF, 0xD9];
    let mut out = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    loop {
        let at = rest.iter().position(|byte| *byte != 0xFF)?;
        let marker = rest[at];
        rest = rest.get(at + 1..)?;
        match marker {
            _ if at == 0 => return None,
            0xD9 => break,
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?));
        let segment = rest.get(..length.max(2))?;
        rest = &rest[segment.len()..];
        // What tells colours apart stays: APP0 and APP14.
        if !matches!(marker, 0xE1..=0xED | 0xEF | 0xFE) {
            out.extend([0xFF, marker]);
            out.extend_from_slice(segment);
        }
        if marker == 0xDA {
            let (drawn, behind) = rest.split_at(scan_length(rest));
            out.extend_from_slice(drawn);
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
    }
    out.extend(END);
    Some(out)
}

/// How long the pixels of a scan are: up to the next marker that is no restart.
fn scan_length(bytes: &[u8]) -> usize {
    let marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF);
    bytes.windows(2).position(marker).unwrap_or(bytes.len())
}
