//! Draws laid-out pages, and tells those who read by structure what is what.

use std::num::NonZeroU16;

use fast_qr::{ECL, QRBuilder};
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::{Document, SerializeSettings};

use super::face::Faces;
use super::layout::{FOOT, Is, LEFT, Laid, Leaf, Mark, PAGE, RIGHT, SMALL, Style};
use super::{Paper, PaperError};

pub(super) fn draw(paper: &Paper, laid: &Laid, faces: &Faces) -> Result<Vec<u8>, PaperError> {
    let mut document = Document::new_with(settings()?);
    let mut pieces: Vec<Vec<Identifier>> = laid.leaves.iter().map(|_| Vec::new()).collect();
    for (at, marks) in laid.pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| broken(&"page size"))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            draw_mark(&mut surface, mark, faces, &mut pieces)?;
        }
        let foot = format!("{} {}/{}", paper.foot, at + 1, laid.pages.len());
        decorate(&mut surface, ArtifactType::Footer, |surface| {
            text(surface, (LEFT, FOOT), SMALL, &foot, faces);
        });
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree(paper, laid, &pieces)?);
    document.set_outline(outline(paper));
    document.set_metadata(
        Metadata::new().title(paper.title.clone()).language(paper.lang.name().to_owned()),
    );
    document.finish().map_err(|error| broken(&format!("{error:?}")))
}

fn settings() -> Result<SerializeSettings, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| broken(&"no PDF version fits"))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn draw_mark(
    surface: &mut Surface<'_>,
    mark: &Mark,
    faces: &Faces,
    pieces: &mut [Vec<Identifier>],
) -> Result<(), PaperError> {
    match mark {
        Mark::Text { x, y, style, text: words, leaf: Some(leaf) } => {
            let piece = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            text(surface, (*x, *y), *style, words, faces);
            surface.end_tagged();
            keep(pieces, *leaf, piece);
        }
        Mark::Text { x, y, style, text: words, leaf: None } => {
            decorate(surface, ArtifactType::PaginationOther, |surface| {
                text(surface, (*x, *y), *style, words, faces);
            });
        }
        Mark::Rule { y } => {
            let line = Rect::from_xywh(LEFT, *y, RIGHT - LEFT, 0.4);
            decorate(surface, ArtifactType::Layout, |surface| {
                fill(surface, line.and_then(|line| path([line])));
            });
        }
        Mark::Code { x, y, side, payload, leaf } => {
            let dark = modules(payload)?;
            let piece = surface.start_tagged(ContentTag::Other);
            fill(surface, path(dark.rectangles(*x, *y, *side)));
            surface.end_tagged();
            keep(pieces, *leaf, piece);
        }
    }
    Ok(())
}

fn keep(pieces: &mut [Vec<Identifier>], leaf: usize, piece: Identifier) {
    if let Some(of) = pieces.get_mut(leaf) {
        of.push(piece);
    }
}

/// Draws what is no content.
fn decorate(surface: &mut Surface<'_>, is: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(is)));
    draw(surface);
    surface.end_tagged();
}

fn text(surface: &mut Surface<'_>, (x, y): (f32, f32), style: Style, words: &str, faces: &Faces) {
    let face = faces.face(style.bold);
    let line = face.line(words);
    let start = Point::from_xy(x, y);
    surface.draw_glyphs(start, &line.glyphs, face.font.clone(), &line.text, style.size, false);
}

fn fill(surface: &mut Surface<'_>, path: Option<Path>) {
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

fn path(rectangles: impl IntoIterator<Item = Rect>) -> Option<Path> {
    let mut path = PathBuilder::new();
    rectangles.into_iter().for_each(|rectangle| path.push_rect(rectangle));
    path.finish()
}

/// The dark modules of a code.
pub(super) struct Modules {
    size: usize,
    /// Row, first column, how many.
    runs: Vec<(usize, usize, usize)>,
}

/// # Errors
/// [`PaperError::Qr`] when the text does not fit.
pub(super) fn modules(payload: &str) -> Result<Modules, PaperError> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build();
    let code = code.map_err(|_| PaperError::Qr(payload.len()))?;
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for row in 0..code.size {
        for column in (0..code.size).filter(|column| code[row][*column].value()) {
            match runs.last_mut() {
                Some(run) if run.0 == row && run.1 + run.2 == column => run.2 += 1,
                _ => runs.push((row, column, 1)),
            }
        }
    }
    Ok(Modules { size: code.size, runs })
}

impl Modules {
    /// White paper around it is border enough.
    fn rectangles(&self, x: f32, y: f32, side: f32) -> Vec<Rect> {
        let number = |modules: usize| u16::try_from(modules).map_or(0.0, f32::from);
        let unit = side / number(self.size);
        let rectangle = |(row, column, run): &(usize, usize, usize)| {
            let (left, top) = (x + unit * number(*column), y + unit * number(*row));
            Rect::from_xywh(left, top, unit * number(*run), unit)
        };
        self.runs.iter().filter_map(rectangle).collect()
    }
}

fn outline(paper: &Paper) -> Outline {
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(paper.title.clone(), top));
    outline
}

fn tree(paper: &Paper, laid: &Laid, pieces: &[Vec<Identifier>]) -> Result<TagTree, PaperError> {
    let mut groups = Vec::with_capacity(laid.leaves.len());
    for (leaf, pieces) in laid.leaves.iter().zip(pieces) {
        let children = pieces.iter().map(|piece| Node::Leaf(*piece)).collect();
        groups.push(Some(TagGroup::with_children(tag(&leaf.is)?, children)));
    }
    let mut tree = TagTree::new().with_lang(Some(paper.lang.name().to_owned()));
    let roots = laid.leaves.iter().enumerate().filter(|(_, leaf)| leaf.parent.is_none());
    for (at, _) in roots {
        tree.children.extend(grown(at, &laid.leaves, &mut groups).map(Node::Group));
    }
    Ok(tree)
}

/// The group of a leaf with everything below it, in reading order.
fn grown(at: usize, leaves: &[Leaf], groups: &mut [Option<TagGroup>]) -> Option<TagGroup> {
    let mut group = groups.get_mut(at)?.take()?;
    let below = leaves.iter().enumerate().skip(at + 1);
    for (child, _) in below.filter(|(_, leaf)| leaf.parent == Some(at)) {
        group.children.extend(grown(child, leaves, groups).map(Node::Group));
    }
    Some(group)
}

fn tag(is: &Is) -> Result<TagKind, PaperError> {
    Ok(match is {
        Is::Heading { level, text } => {
            let level = NonZeroU16::new(*level).ok_or_else(|| broken(&"heading 0"))?;
            Tag::Hn(level, Some(text.clone())).into()
        }
        Is::Paragraph => Tag::P.into(),
        Is::Code => Tag::Code.into(),
        Is::Table => Tag::Table.into(),
        Is::Row => Tag::TR.into(),
        Is::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Is::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Is::Cell => Tag::TD.into(),
        Is::Figure(label) => Tag::Figure(Some(label.clone())).into(),
    })
}

fn broken(what: &impl ToString) -> PaperError {
    PaperError::Pdf(what.to_string())
}
