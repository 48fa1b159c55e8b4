//! Files made at home, with marks in them that must not be found again.

use std::io::{Cursor, Write as _};

use image::{ExtendedColorType, ImageEncoder as _, RgbImage};
use lopdf::{Document, Object, Stream, dictionary};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Whoever finds this in a copy has found the maker.
pub const MARK: &str = "DAU-CUA-NGUOI-GUI";

/// A picture that is dark on the left and light on the right.
pub fn pixels(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| image::Rgb([if x < width / 2 { 20 } else { 230 }; 3]))
}

pub fn plain_jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 80);
    encoder.write_image(&pixels(width, height), width, height, ExtendedColorType::Rgb8).unwrap();
    out
}

/// TIFF: a camera's name, whose it is, that the picture is to be turned by a quarter, and where it was taken.
fn exif() -> Vec<u8> {
    const HEAD: usize = 8;
    let camera = format!("{MARK}-MAY-ANH 21.0285N 105.8542E\0").into_bytes();
    let owner = format!("{MARK}-CHU-MAY\0").into_bytes();
    // Degrees, minutes and seconds, whose bytes can be read.
    let north = format!("{MARK}-TOA-DO").into_bytes();
    assert_eq!(north.len(), 24, "three fractions");
    let (entries, places) = (4, 2);
    let (first, second) = (HEAD + 2 + 12 * entries + 4, 2 + 12 * places + 4);
    let at = |place: usize| u32::try_from(place).unwrap().to_le_bytes();
    let entry = |tag: u16, kind: u16, count: usize, value: [u8; 4]| {
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &at(count), &value].concat()
    };
    let behind = first + second;
    let mut tiff = b"II*\0\x08\0\0\0\x04\0".to_vec();
    tiff.extend(entry(0x010F, 2, camera.len(), at(behind)));
    tiff.extend(entry(0x0112, 3, 1, [6, 0, 0, 0]));
    tiff.extend(entry(0x013B, 2, owner.len(), at(behind + camera.len())));
    tiff.extend(entry(0x8825, 4, 1, at(first)));
    tiff.extend([0; 4]);
    tiff.extend([2, 0]);
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, at(behind + camera.len() + owner.len())));
    tiff.extend([0; 4]);
    [b"Exif\0\0".as_slice(), &tiff, &camera, &owner, &north].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), content].concat()
}

/// A photograph as a phone writes it: lying on its side, with camera, place, XMP, a remark, and something behind it.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let plain = plain_jpeg(width, height);
    let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>{MARK}-XMP</x:xmpmeta>");
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xE1, &exif()));
    out.extend(segment(0xE1, xmp.as_bytes()));
    out.extend(segment(0xFE, format!("{MARK}-GHI-CHU").as_bytes()));
    out.extend(&plain[2..]);
    out.extend(format!("{MARK}-PHIA-SAU").as_bytes());
    out.extend([0xFF, 0xD9]);
    out
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [length.as_slice(), kind, content, &crc.sum().to_be_bytes()].concat()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut plain = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut plain);
    encoder.write_image(&pixels(width, height), width, height, ExtendedColorType::Rgb8).unwrap();
    let head = 8 + 25;
    let text = chunk(b"tEXt", format!("Author\0{MARK}").as_bytes());
    [&plain[..head], &text, &plain[head..]].concat()
}

/// A header of so many pixels and hardly anything behind it.
pub fn huge_png(width: u32, height: u32) -> Vec<u8> {
    let mut head = width.to_be_bytes().to_vec();
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&[0; 1000], 6);
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &chunk(b"IHDR", &head),
        &chunk(b"IDAT", &packed),
        &chunk(b"IEND", &[]),
    ]
    .concat()
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut out);
    encoder.encode(&pixels(width, height), width, height, ExtendedColorType::Rgb8).unwrap();
    out
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// A page with everything that may say who made it, or do something by itself.
pub fn pdf() -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let mark = |what: &str| Object::string_literal(format!("{MARK}-{what}"));
    let photo = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 40, "Height" => 30,
            "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
            "PieceInfo" => dictionary! { "Maker" => mark("PIECE") },
        },
        jpeg(40, 30),
    ));
    let content = document
        .add_object(Stream::new(dictionary! {}, b"q 200 0 0 150 100 500 cm /Photo Do Q".to_vec()));
    let note = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "T" => mark("NGUOI-GHI"), "Contents" => Object::string_literal("Xem trang 2"), "M" => mark("GIO"),
    });
    let link = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "A" => dictionary! { "S" => "URI", "URI" => mark("http://theo-doi.example/") },
    });
    let attached = document.add_object(Stream::new(dictionary! {}, MARK.as_bytes().to_vec()));
    let names = document.add_object(dictionary! {
        "EmbeddedFiles" => dictionary! { "Names" => vec![mark("tep"), Object::Dictionary(dictionary! {
            "Type" => "Filespec", "EF" => dictionary! { "F" => attached } })] },
        "JavaScript" => dictionary! { "Names" => vec![mark("js"), Object::Dictionary(dictionary! {
            "S" => "JavaScript", "JS" => mark("app.alert(1)") })] },
    });
    let xmp = document.add_object(Stream::new(
        dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
        MARK.as_bytes().to_vec(),
    ));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "Annots" => vec![note.into(), link.into()],
        "AA" => dictionary! { "O" => dictionary! { "S" => "JavaScript", "JS" => mark("mo") } },
    });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "Photo" => photo } },
        }),
    );
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Names" => names, "Metadata" => xmp,
        "OpenAction" => dictionary! { "S" => "Launch", "F" => mark("cmd.exe") },
    });
    document.trailer.set("Root", catalog);
    let info =
        document.add_object(dictionary! { "Author" => mark("TAC-GIA"), "Producer" => mark("MAY") });
    document.trailer.set("Info", info);
    saved(document)
}

pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/thumbnail.jpeg" ContentType="image/jpeg"/></Types>"#;

/// A document with authors in every place where Word and others leave them; `more` may replace parts.
pub fn docx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let core = format!("<cp:coreProperties><dc:creator>{MARK}</dc:creator></cp:coreProperties>");
    let document = format!(
        r#"<?xml version="1.0"?><!-- {MARK} --><w:document xmlns:w="w"><w:body><w:p w:rsidR="{MARK}"><w:ins w:id="1" w:author="{MARK}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Nội dung đơn: 5 &lt; 6</w:t></w:r></w:ins></w:p></w:body></w:document>"#
    );
    let comments = format!(
        r#"<w:comments xmlns:w="w"><w:comment w:id="1" w:author="{MARK}" w:initials="{MARK}"><w:p/></w:comment></w:comments>"#
    );
    let settings = format!(
        r#"<w:settings xmlns:w="w"><w:rsids><w:rsid w:val="{MARK}"/></w:rsids></w:settings>"#
    );
    let rels = format!(
        r#"<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="file:///C:\Users\{MARK}\a.dotx" TargetMode="External"/><Relationship Id="r2" Type="http://x/hyperlink" Target="https://gopy.example/" TargetMode="External"/></Relationships>"#
    );
    let top = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="word/document.xml"/><Relationship Id="r3" Type="x/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>"#;
    let photo = jpeg(40, 30);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("docProps/app.xml", core.as_bytes()),
        ("docProps/thumbnail.jpeg", &photo),
        ("word/document.xml", document.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/people.xml", comments.as_bytes()),
        ("word/settings.xml", settings.as_bytes()),
        ("word/_rels/settings.xml.rels", rels.as_bytes()),
        ("word/media/image1.jpeg", &photo),
        ("customXml/item1.xml", comments.as_bytes()),
    ];
    for (name, content) in more {
        parts.retain(|(known, _)| known != name);
        parts.push((name, content));
    }
    archive(&parts)
}

pub fn xlsx(more: &[(&str, &[u8])]) -> Vec<u8> {
    let workbook = format!(
        r#"<workbook><fileSharing userName="{MARK}"/><x15ac:absPath xmlns:x15ac="x" url="C:\Users\{MARK}\"/><sheets/></workbook>"#
    );
    let comments = format!("<comments><authors><author>{MARK}</author></authors></comments>");
    let persons = format!(
        r#"<personList><person displayName="{MARK}" id="1" userId="{MARK}"/></personList>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/comments1.xml", comments.as_bytes()),
        ("xl/persons/person.xml", persons.as_bytes()),
        ("xl/printerSettings/printerSettings1.bin", MARK.as_bytes()),
    ];
    parts.extend(more);
    archive(&parts)
}

/// Frames of silence behind a tag, and an old tag behind them.
pub fn mp3() -> Vec<u8> {
    let text = format!("TPE1\0\0\0\x20\0\0\0{MARK}");
    let mut out = b"ID3\x03\0\0\0\0\0\x40".to_vec();
    out.extend(text.as_bytes());
    out.resize(10 + 64, 0);
    for _ in 0..20 {
        let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
        frame.resize(417, 0);
        out.extend(frame);
    }
    let mut old = b"TAG".to_vec();
    old.extend(MARK.as_bytes());
    old.resize(128, 0);
    out.extend(old);
    out
}

pub fn mp4_box(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [length.as_slice(), kind, content].concat()
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn track(handler: &[u8], offset: u32, size: u32) -> Vec<u8> {
    let hdlr = [&[0; 8], handler, &[0; 12], MARK.as_bytes(), &[0]].concat();
    let stbl = [
        mp4_box(b"stsd", &numbers(&[0, 0])),
        mp4_box(b"stts", &numbers(&[0, 1, 1, 1])),
        mp4_box(b"stsc", &numbers(&[0, 1, 1, 1, 1])),
        mp4_box(b"stsz", &numbers(&[0, size, 1])),
        mp4_box(b"stco", &numbers(&[0, 1, offset])),
    ]
    .concat();
    let minf = [mp4_box(b"vmhd", &[0; 12]), mp4_box(b"stbl", &stbl)].concat();
    let mdia = [
        mp4_box(b"mdhd", &numbers(&[0, 0xDADA_DADA, 0xDADA_DADA, 1000, 1000, 0])),
        mp4_box(b"hdlr", &hdlr),
        mp4_box(b"minf", &minf),
    ]
    .concat();
    let udta = mp4_box(b"udta", &mp4_box(b"name", MARK.as_bytes()));
    mp4_box(b"trak", &[mp4_box(b"tkhd", &[0; 84]), mp4_box(b"mdia", &mdia), udta].concat())
}

/// A film with its places: beside the film, and in a track of their own.
pub fn mp4(brand: &[u8]) -> Vec<u8> {
    let ftyp = mp4_box(b"ftyp", &[brand, &[0; 4], b"isom"].concat());
    let seen = b"HINH-ANH".repeat(4);
    let walk = MARK.as_bytes();
    let start = u32::try_from(ftyp.len() + 8).unwrap();
    let (seen_size, walk_size) =
        (u32::try_from(seen.len()).unwrap(), u32::try_from(walk.len()).unwrap());
    let mdat = mp4_box(b"mdat", &[seen.as_slice(), walk].concat());
    let handler: &[u8] = if brand == b"M4A " { b"soun" } else { b"vide" };
    let place = mp4_box(b"\xA9xyz", &[b"\0\x11\0\0".as_slice(), MARK.as_bytes()].concat());
    let moov = [
        mp4_box(
            b"mvhd",
            &[numbers(&[0, 0xDADA_DADA, 0xDADA_DADA, 1000, 1000]), vec![0; 80]].concat(),
        ),
        track(handler, start, seen_size),
        track(b"meta", start + seen_size, walk_size),
        mp4_box(b"udta", &place),
    ]
    .concat();
    let uuid = mp4_box(b"uuid", &[&[7; 16], MARK.as_bytes()].concat());
    [ftyp, mdat, mp4_box(b"moov", &moov), uuid].concat()
}

pub fn has(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|found| found == word.as_bytes())
}
