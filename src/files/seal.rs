//! Who looks, and when, drawn into what they look at: whoever passes a picture on passes their name on with it.

use image::{Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider as _};
use thiserror::Error;

use super::{paper, picture};
use crate::domain::evidence::{FileFlaw, FileKind, FileLimits};

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// With all its letters, for pictures.
    pub text: String,
    /// In letters that every PDF reader has, for papers.
    pub plain: String,
}

#[derive(Debug, Error)]
pub enum MarkError {
    #[error("the font cannot be read")]
    Font,
    #[error("the file cannot be marked: {0}")]
    File(#[from] FileFlaw),
    #[error("the picture cannot be written")]
    Picture(#[from] image::ImageError),
    #[error("the paper cannot be marked")]
    Paper(#[from] lopdf::Error),
}

/// A picture with the mark across it, again and again, so that it cannot be cut off.
///
/// # Errors
/// When it is no picture of ours.
#[expect(clippy::cast_precision_loss, reason = "a picture has a few thousand pixels a side")]
pub fn on_picture(bytes: &[u8], mark: &Mark, limits: &FileLimits) -> Result<Vec<u8>, MarkError> {
    let mut image = picture::decoded(FileKind::Jpeg, bytes, limits)?;
    let (width, height) = (image.width() as f32, image.height() as f32);
    let size = (width.min(height) / 28.0).clamp(11.0, 64.0);
    let line = Line::new(&mark.text, size)?;
    // Rising by one in four; in rows that are far enough apart to leave what is shown readable.
    let (right, up) = (0.970_f32, -0.242_f32);
    let (step, gap) = (line.width + size * 4.0, size * 7.0);
    let mut row = 0;
    let mut y = size;
    while y < height + width * 0.25 {
        let mut x = if row % 2 == 0 { 0.0 } else { -step / 2.0 };
        while x < width {
            let place = |(dx, dy): (f32, f32)| {
                let (dx, dy) = (dx + x, dy);
                (dx * right - dy * up, y + dx * up + dy * right)
            };
            draw(&mut image, &line, place);
            x += step;
        }
        y += gap;
        row += 1;
    }
    Ok(picture::encoded(&image)?)
}

fn draw(image: &mut RgbImage, line: &Line, place: impl Fn((f32, f32)) -> (f32, f32)) {
    let edges: Vec<Edge> = line.edges.iter().map(|(a, b)| (place(*a), place(*b))).collect();
    fill(image, &edges);
}

type Point = (f32, f32);
type Edge = (Point, Point);

/// A line of text as edges around a point at its left, on the line it stands on.
struct Line {
    edges: Vec<Edge>,
    width: f32,
}

impl Line {
    fn new(text: &str, size: f32) -> Result<Self, MarkError> {
        let font = FontRef::new(notosans::BOLD_TTF).map_err(|_| MarkError::Font)?;
        let (letters, outlines) = (font.charmap(), font.outline_glyphs());
        let metrics = GlyphMetrics::new(&font, Size::new(size), LocationRef::default());
        let mut pen = Pen::default();
        for letter in text.chars() {
            let glyph = letters.map(letter).or_else(|| letters.map('?')).unwrap_or_default();
            if let Some(outline) = outlines.get(glyph) {
                let settings = DrawSettings::unhinted(Size::new(size), LocationRef::default());
                outline.draw(settings, &mut pen).map_err(|_| MarkError::Font)?;
            }
            pen.offset += metrics.advance_width(glyph).unwrap_or_default();
        }
        Ok(Self { edges: pen.edges, width: pen.offset })
    }
}

/// Turns the curves of letters into edges. The font counts upwards, a picture downwards.
#[derive(Default)]
struct Pen {
    edges: Vec<Edge>,
    offset: f32,
    start: Point,
    at: Point,
}

impl Pen {
    fn to(&mut self, x: f32, y: f32) {
        self.edges.push((self.at, (x, y)));
        self.at = (x, y);
    }

    /// A curve as a few straight pieces; `along` gives the point at a share of it.
    fn curve(&mut self, along: impl Fn(f32, Point) -> Point) {
        let from = self.at;
        for share in [0.25, 0.5, 0.75, 1.0] {
            let (x, y) = along(share, from);
            self.to(x, y);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = (x + self.offset, -y);
        self.start = self.at;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(x + self.offset, -y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (bend, end) = ((cx + self.offset, -cy), (x + self.offset, -y));
        self.curve(|share, from| {
            between(share, between(share, from, bend), between(share, bend, end))
        });
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (first, second) = ((ax + self.offset, -ay), (bx + self.offset, -by));
        let end = (x + self.offset, -y);
        self.curve(|share, from| {
            let one = between(share, from, first);
            let two = between(share, first, second);
            let three = between(share, second, end);
            between(share, between(share, one, two), between(share, two, three))
        });
    }

    fn close(&mut self) {
        let (x, y) = self.start;
        self.to(x, y);
    }
}

fn between(share: f32, a: Point, b: Point) -> Point {
    (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
}

/// Fills what the edges go around, four lines to a pixel: darker where it is light, lighter where it is dark, so that
/// it is seen on every ground and hides nothing.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places within a picture of a few thousand pixels, clamped to it"
)]
fn fill(image: &mut RgbImage, edges: &[Edge]) {
    const LINES: u32 = 4;
    const STRENGTH: f32 = 0.45;
    let (width, height) = (image.width(), image.height());
    let top = edges.iter().map(|(a, b)| a.1.min(b.1)).fold(f32::MAX, f32::min).max(0.0) as u32;
    let bottom = edges.iter().map(|(a, b)| a.1.max(b.1)).fold(0.0, f32::max) as u32;
    for y in top..height.min(bottom + 1) {
        let mut covered = vec![0.0_f32; width as usize];
        for line in 0..LINES {
            let at = y as f32 + (line as f32 + 0.5) / LINES as f32;
            for (from, to) in spans(edges, at) {
                cover(&mut covered, from, to, 1.0 / LINES as f32);
            }
        }
        for (x, share) in covered.iter().enumerate().filter(|(_, share)| 0.0 < **share) {
            let Rgb(pixel) = image.get_pixel_mut(x as u32, y);
            let light = pixel.iter().map(|one| u32::from(*one)).sum::<u32>() > 3 * 127;
            let toward = if light { 0.0 } else { 255.0 };
            for channel in pixel {
                let now = f32::from(*channel);
                *channel = (now + (toward - now) * share.min(1.0) * STRENGTH) as u8;
            }
        }
    }
}

/// From where to where a line at this height is inside.
fn spans(edges: &[Edge], at: f32) -> Vec<Point> {
    let mut crossings: Vec<(f32, i32)> = edges
        .iter()
        .filter_map(|(a, b)| {
            let way = if a.1 <= at && at < b.1 {
                1
            } else if b.1 <= at && at < a.1 {
                -1
            } else {
                0
            };
            (way != 0).then(|| (a.0 + (at - a.1) / (b.1 - a.1) * (b.0 - a.0), way))
        })
        .collect();
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut winding, mut spans) = (0, Vec::new());
    for pair in crossings.windows(2) {
        winding += pair[0].1;
        if winding != 0 {
            spans.push((pair[0].0, pair[1].0));
        }
    }
    spans
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "places within a picture of a few thousand pixels, clamped to it"
)]
fn cover(covered: &mut [f32], from: f32, to: f32, share: f32) {
    let (from, to) = (from.max(0.0), to.min(covered.len() as f32));
    let mut x = from as usize;
    while (x as f32) < to && x < covered.len() {
        let part = to.min(x as f32 + 1.0) - from.max(x as f32);
        covered[x] += part.max(0.0) * share;
        x += 1;
    }
}

/// A paper with the mark across each page and along its foot.
///
/// # Errors
/// When it is no paper of ours.
pub fn on_paper(bytes: &[u8], mark: &Mark, limits: &FileLimits) -> Result<Vec<u8>, MarkError> {
    let mut document = paper::read(bytes, limits)?;
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica-Bold",
        "Encoding" => "WinAnsiEncoding",
    });
    let faint = document.add_object(dictionary! { "Type" => "ExtGState", "ca" => 0.35_f32 });
    let open = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    for page in document.get_pages().into_values() {
        stamp(&mut document, page, mark, (font, faint, open))?;
    }
    Ok(paper::written(&mut document)?)
}

fn stamp(
    document: &mut Document,
    page: ObjectId,
    mark: &Mark,
    (font, faint, open): (ObjectId, ObjectId, ObjectId),
) -> Result<(), MarkError> {
    let mut resources = inherited(document, page, b"Resources")
        .and_then(|found| found.as_dict().cloned().ok())
        .unwrap_or_default();
    for (group, name, value) in [("Font", "GopyMark", font), ("ExtGState", "GopyFaint", faint)] {
        let known = resources.get(group.as_bytes()).ok().cloned();
        let known = known.and_then(|known| resolved(document, &known));
        let mut known = known.and_then(|known| known.as_dict().cloned().ok()).unwrap_or_default();
        known.set(name, Object::Reference(value));
        resources.set(group, Object::Dictionary(known));
    }
    let shape = shape(document, page);
    let drawn = Stream::new(Dictionary::new(), drawing(&mark.plain, shape).into_bytes());
    let drawn = document.add_object(drawn);
    let sheet = document.get_object_mut(page)?.as_dict_mut()?;
    let mut contents = vec![Object::Reference(open)];
    match sheet.get(b"Contents") {
        Ok(Object::Array(own)) => contents.extend(own.iter().cloned()),
        Ok(own) => contents.push(own.clone()),
        Err(_) => {}
    }
    contents.push(Object::Reference(drawn));
    sheet.set("Contents", Object::Array(contents));
    sheet.set("Resources", Object::Dictionary(resources));
    Ok(())
}

/// Left, bottom, width and height of a page; A4 where it does not say.
fn shape(document: &Document, page: ObjectId) -> [f32; 4] {
    let found =
        inherited(document, page, b"CropBox").or_else(|| inherited(document, page, b"MediaBox"));
    let corners: Vec<f32> = found
        .and_then(|found| found.as_array().cloned().ok())
        .into_iter()
        .flatten()
        .filter_map(|corner| resolved(document, &corner)?.as_float().ok())
        .collect();
    match corners.as_slice() {
        // Two corners, whichever; a page without width or height is none.
        &[x, y, to_x, to_y] if 1.0 < (to_x - x).abs() && 1.0 < (to_y - y).abs() => {
            [x.min(to_x), y.min(to_y), (to_x - x).abs(), (to_y - y).abs()]
        }
        _ => [0.0, 0.0, 595.0, 842.0],
    }
}

fn drawing(text: &str, [left, bottom, width, height]: [f32; 4]) -> String {
    use std::fmt::Write as _;
    let text = text.replace(['\\', '(', ')'], " ");
    let mut out = String::from("Q\nq\n/GopyFaint gs\n0.35 0.35 0.35 rg\nBT\n");
    let size = (width / 38.0).clamp(8.0, 40.0);
    for row in 0..6_u8 {
        let y = bottom + height * (f32::from(row) + 0.3) / 6.0;
        let x = left + width * if row % 2 == 0 { 0.05 } else { 0.3 };
        // Writing into a string cannot fail.
        let _written = write!(
            out,
            "/GopyMark {size:.1} Tf\n0.97 0.242 -0.242 0.97 {x:.1} {y:.1} Tm\n({text}) Tj\n"
        );
    }
    let (foot, x, y) = ((size * 0.6).max(6.0), left + width * 0.04, bottom + height * 0.012);
    let _written =
        write!(out, "/GopyMark {foot:.1} Tf\n1 0 0 1 {x:.1} {y:.1} Tm\n({text}) Tj\nET\nQ\n");
    out
}

fn resolved(document: &Document, object: &Object) -> Option<Object> {
    document.dereference(object).ok().map(|(_, found)| found.clone())
}

/// What a page says itself, or what one above it says for it.
fn inherited(document: &Document, page: ObjectId, key: &[u8]) -> Option<Object> {
    const DEEPEST: usize = 50;
    let mut at = document.get_dictionary(page).ok()?;
    for _ in 0..DEEPEST {
        if let Ok(found) = at.get(key) {
            return resolved(document, found);
        }
        let above = at.get(b"Parent").and_then(Object::as_reference).ok()?;
        at = document.get_dictionary(above).ok()?;
    }
    None
}
