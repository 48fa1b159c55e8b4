//! The copy that people work with shows what the file shows, and nothing of who made it.

use gopy::domain::evidence::{FileKind, FileLimits};
use gopy::files::{Mark, check, on_paper, on_picture};
use lopdf::Document;

use super::made::{self, MARK, has};

pub(super) fn limits() -> FileLimits {
    gopy::config::Evidence::default().limits()
}

fn copy(kind: FileKind, bytes: &[u8]) -> Vec<u8> {
    check(kind, bytes, &limits()).map(|checked| checked.copy).unwrap()
}

#[test]
fn a_photograph_is_turned_upright_and_loses_camera_place_and_everything_behind_it() {
    let sent = made::jpeg(400, 300);
    assert!(has(&sent, MARK));
    let copy = copy(FileKind::Jpeg, &sent);
    assert!(!has(&copy, MARK) && !has(&copy, "Exif") && !has(&copy, "http"));
    let drawn = image::load_from_memory(&copy).unwrap().into_rgb8();
    assert_eq!((drawn.width(), drawn.height()), (300, 400), "turned before the turn was forgotten");
    let dark = |x, y| drawn.get_pixel(x, y).0[0] < 128;
    assert!(dark(150, 50) && !dark(150, 350), "what was left is on top");
}

#[test]
fn every_picture_becomes_a_jpeg_no_larger_than_a_screen_shows() {
    for (kind, sent) in
        [(FileKind::Png, made::png(4_000, 50)), (FileKind::Webp, made::webp(120, 80))]
    {
        let copy = copy(kind, &sent);
        assert!(!has(&copy, MARK));
        let drawn = image::load_from_memory_with_format(&copy, image::ImageFormat::Jpeg).unwrap();
        assert!(drawn.width() <= 3_200, "{}", drawn.width());
    }
}

/// Everything in a document, unpacked: packed streams would hide a mark.
fn unpacked_pdf(bytes: &[u8]) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap();
    document.decompress();
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

#[test]
fn a_pdf_loses_makers_attachments_programs_and_ways_out() {
    let sent = made::pdf();
    assert!(has(&unpacked_pdf(&sent), MARK));
    let copy = unpacked_pdf(&copy(FileKind::Pdf, &sent));
    let found = copy.windows(MARK.len()).position(|at| at == MARK.as_bytes());
    let around = found.map(|at| String::from_utf8_lossy(&copy[at - 60..at + 60]).into_owned());
    assert_eq!(around, None);
    for word in ["JavaScript", "EmbeddedFile", "Launch", "/URI", "Author", "Exif"] {
        assert!(!has(&copy, word), "{word}");
    }
    assert!(has(&copy, "Xem trang 2"), "what a note says stays");
    let document = Document::load_mem(&copy).unwrap();
    assert_eq!(document.get_pages().len(), 1);
    assert!(has(&copy, "DCTDecode"), "the photograph in it stays");
}

fn unpacked_zip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|place| {
            let mut part = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

#[test]
fn documents_of_word_and_excel_lose_their_authors() {
    for (kind, sent) in [(FileKind::Docx, made::docx(&[])), (FileKind::Xlsx, made::xlsx(&[]))] {
        let parts = unpacked_zip(&copy(kind, &sent));
        for (name, content) in &parts {
            assert!(!has(content, MARK), "{name}: {}", String::from_utf8_lossy(content));
            assert!(!has(content, "file:///"), "{name}");
        }
        assert!(!parts.iter().any(|(name, _)| name.contains("thumbnail")));
        if kind == FileKind::Docx {
            let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
            assert!(has(body, "Nội dung đơn: 5 &lt; 6"), "what it says stays");
            let links =
                &parts.iter().find(|(name, _)| name.ends_with("settings.xml.rels")).unwrap().1;
            assert!(has(links, "https://gopy.example/"), "a link that is read stays");
        }
    }
}

#[test]
fn sound_keeps_its_frames_alone() {
    let copy = copy(FileKind::Mp3, &made::mp3());
    assert!(!has(&copy, MARK) && !has(&copy, "ID3") && !has(&copy, "TAG"));
    assert_eq!(copy.len(), 20 * 417);
}

#[test]
fn a_film_forgets_its_places_and_keeps_what_is_seen() {
    for (kind, brand) in [(FileKind::Mp4, b"isom"), (FileKind::Mp4, b"qt  ")] {
        let sent = made::mp4(brand);
        let copy = copy(kind, &sent);
        assert_eq!(copy.len(), sent.len(), "no place in the file moves");
        assert!(!has(&copy, MARK));
        assert!(!copy.windows(4).any(|bytes| bytes == [0xDA; 4]), "nor its times");
        assert!(has(&copy, &"HINH-ANH".repeat(4)));
    }
}

fn mark() -> Mark {
    Mark {
        text: "Nguyễn Thị Hạnh (kiemtra) · 02/11/2026 09:00 · HS-4718-9353".into(),
        plain: "kiemtra - 02/11/2026 09:00 - HS-4718-9353".into(),
    }
}

#[test]
fn who_looks_is_drawn_all_over_a_picture() {
    let plain = copy(FileKind::Jpeg, &made::plain_jpeg(900, 600));
    let marked = on_picture(&plain, &mark(), &limits()).unwrap();
    let [plain, marked] =
        [plain, marked].map(|bytes| image::load_from_memory(&bytes).unwrap().into_rgb8());
    assert_eq!(plain.dimensions(), marked.dimensions());
    // In each ninth of the picture a part of the letters.
    for (across, down) in (0..3).flat_map(|x| (0..3).map(move |y| (x, y))) {
        let changed = (0..300 * 200_u32).filter(|at| {
            let (x, y) = (across * 300 + at % 300, down * 200 + at / 300);
            let change = plain.get_pixel(x, y).0[0].abs_diff(marked.get_pixel(x, y).0[0]);
            40 < change
        });
        assert!(400 < changed.count(), "{across} {down}");
    }
}

#[test]
fn who_looks_is_written_on_each_page_of_a_paper() {
    let plain = copy(FileKind::Pdf, &made::pdf());
    let marked = on_paper(&plain, &mark(), &limits()).unwrap();
    let text = pdf_extract::extract_text_from_mem(&marked).unwrap();
    assert!(text.matches("kiemtra - 02/11/2026 09:00 - HS-4718-9353").count() >= 1, "{text}");
    let document = Document::load_mem(&marked).unwrap();
    assert_eq!(document.get_pages().len(), 1);
}
