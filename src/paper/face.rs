//! The two faces of the built-in font: which glyph a letter is, and how wide.
//!
//! Vietnamese letters with all their marks are single glyphs of the font, so text in composed form needs no shaping.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

use super::PaperError;

/// Regular and bold.
pub(super) struct Faces {
    regular: Face,
    bold: Face,
}

/// One face.
pub(super) struct Face {
    pub font: Font,
    bytes: FontRef<'static>,
}

/// A line of text ready to be drawn. Advances are in parts of the size.
pub(super) struct Line {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
}

impl Faces {
    pub fn built_in() -> Result<Self, PaperError> {
        Ok(Self {
            regular: Face::new(notosans::REGULAR_TTF)?,
            bold: Face::new(notosans::BOLD_TTF)?,
        })
    }

    pub fn face(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }
}

impl Face {
    fn new(bytes: &'static [u8]) -> Result<Self, PaperError> {
        let font = Font::new(bytes.into(), 0).ok_or(PaperError::Font)?;
        Ok(Self { font, bytes: FontRef::new(bytes).map_err(|_| PaperError::Font)? })
    }

    /// The glyphs of `text`; a letter that the font lacks is drawn as a question mark and stays itself as text.
    pub fn line(&self, text: &str) -> Line {
        let letters = self.bytes.charmap();
        let metrics = self.metrics();
        let glyph = |(at, letter): (usize, char)| {
            let known = letters.map(letter).or_else(|| letters.map('?')).unwrap_or_default();
            let advance = metrics.advance_width(known).unwrap_or_default();
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(known.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        };
        Line { text: text.to_owned(), glyphs: text.char_indices().map(glyph).collect() }
    }

    /// How wide `text` is at a size of 1.
    pub fn width(&self, text: &str) -> f32 {
        self.line(text).glyphs.iter().map(|glyph| glyph.x_advance).sum()
    }

    /// Breaks a text into lines no wider than `width` at `size`. A word that is wider is broken itself.
    pub fn broken(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let room = width / size;
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            for word in paragraph.split_inclusive(' ') {
                if !line.is_empty() && room < self.width(&line) + self.width(word.trim_end()) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(word);
                self.cut(&mut line, room, &mut lines);
            }
            lines.push(line);
        }
        lines
    }

    /// Moves whatever is too wide at the front of `line` into lines of its own.
    fn cut(&self, line: &mut String, room: f32, lines: &mut Vec<String>) {
        while room < self.width(line.trim_end()) {
            let rest = line.split_off(self.fitting(line, room));
            lines.push(std::mem::replace(line, rest));
        }
    }

    /// Bytes of the longest beginning that fits; at least one letter, or a narrow column would never end.
    fn fitting(&self, line: &str, room: f32) -> usize {
        let (mut used, mut end) = (0.0, 0);
        for (glyph, letter) in self.line(line).glyphs.iter().zip(line.chars()) {
            used += glyph.x_advance;
            if room < used && end != 0 {
                break;
            }
            end += letter.len_utf8();
        }
        end
    }

    fn metrics(&self) -> GlyphMetrics<'static> {
        GlyphMetrics::new(&self.bytes, Size::new(1.0), LocationRef::default())
    }
}
