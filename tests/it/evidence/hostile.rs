//! Files that mean harm or are none: each is refused for its reason, or taken with the harm gone.

use gopy::domain::evidence::FileFlaw::{
    Broken, Empty, Kind, Locked, Mismatch, Pixels, Programs, Swells, TooBig,
};
use gopy::domain::evidence::{FileFlaw, FileKind, FileLimits, shown_name};
use gopy::files::{check, kind_of};

use super::copies::limits;
use super::made::{self, MARK, has};

fn judged(name: &str, bytes: &[u8]) -> Result<Vec<u8>, FileFlaw> {
    // Less to unpack than elsewhere, so that what swells need not swell far.
    let limits = FileLimits { unpacked: 2 << 20, ..limits() };
    check(kind_of(name)?, bytes, &limits).map(|checked| checked.copy)
}

/// Three million noughts, which pack a thousandfold.
fn noughts() -> Vec<u8> {
    vec![0; 3 << 20]
}

/// A document whose list of objects swells when it is read.
fn swelling_pdf(kind: &str) -> Vec<u8> {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 3 << 20], 6);
    let mut out = format!(
        "%PDF-1.5\n1 0 obj\n<< /Type /{kind} /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n",
        packed.len()
    )
    .into_bytes();
    out.extend(packed);
    out.extend(b"\nendstream\nendobj\n%%EOF");
    out
}

fn locked_zip() -> Vec<u8> {
    let mut bytes = made::docx(&[]);
    // The flag of encryption, in each local head and in the directory.
    for at in 0..bytes.len() - 10 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    bytes
}

fn locked_pdf() -> Vec<u8> {
    let text = String::from_utf8_lossy(&made::pdf()).into_owned();
    text.replace(
        "/Root",
        "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(x)/U(y)>>/ID[(a)(b)]/Root",
    )
    .into_bytes()
}

fn link_zip() -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    out.add_symlink("word/document.xml", "/etc/passwd", options).unwrap();
    out.finish().unwrap().into_inner()
}

fn many_parts() -> Vec<u8> {
    let names: Vec<String> = (0..2_001).map(|n| format!("word/{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &b"<a/>"[..])).collect();
    made::docx(&parts)
}

#[test]
fn each_is_refused_for_its_reason() {
    let (jpeg, png, pdf, docx) =
        (made::jpeg(60, 40), made::png(60, 40), made::pdf(), made::docx(&[]));
    let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>{MARK}</script></svg>");
    let html = format!("<!doctype html><script>{MARK}</script>");
    let exe = [b"MZ\x90\0".as_slice(), &[0; 200]].concat();
    let elf = [b"\x7FELF\x02\x01\x01".as_slice(), &[0; 200]].concat();
    let gif = b"GIF89a\x01\0\x01\0\0\0\0;".to_vec();
    let ole = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let embedded = |name: &str, bytes: &[u8]| made::docx(&[(name, bytes)]);
    let macros = made::docx(&[(
        "[Content_Types].xml",
        b"<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>",
    )]);
    let dtd = b"<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w>&x;</w>";
    let laughs = b"<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><l>&b;</l>";
    let swells = noughts();
    let film = made::mp4(b"isom");
    let lying_box = [&film[..4], b"ftyp", &[0xFF; 40]].concat();
    let endless = {
        let stsz = film.windows(4).rposition(|at| at == b"stsz").unwrap();
        let mut film = film.clone();
        film[stsz + 12..stsz + 16].copy_from_slice(&[0xFF; 4]);
        film
    };
    let far = {
        let stco = film.windows(4).rposition(|at| at == b"stco").unwrap();
        let mut film = film.clone();
        film[stco + 12..stco + 16].copy_from_slice(&[0x7F; 4]);
        film
    };
    let deep =
        (0..40).fold(made::mp4_box(b"hdlr", &[0; 30]), |inner, _| made::mp4_box(b"mdia", &inner));
    let deep = [
        made::mp4_box(b"ftyp", b"isom\0\0\0\0isom"),
        made::mp4_box(b"mdat", b"x"),
        made::mp4_box(b"moov", &made::mp4_box(b"trak", &deep)),
    ]
    .concat();
    let files: Vec<(&str, Vec<u8>, FileFlaw)> = vec![
        // By name.
        ("anh.svg", svg.clone().into(), Kind),
        ("trang.html", html.clone().into(), Kind),
        ("goi.zip", docx.clone(), Kind),
        ("chay.exe", exe.clone(), Kind),
        ("anh.jpg.exe", jpeg.clone(), Kind),
        ("anh.jpg\0.exe", jpeg.clone(), Kind),
        ("anh.gif", gif.clone(), Kind),
        ("anh.heic", jpeg.clone(), Kind),
        ("anh.tiff", b"II*\0".to_vec(), Kind),
        ("cu.doc", ole.clone(), Kind),
        ("cu.xls", ole.clone(), Kind),
        ("chay.docm", docx.clone(), Kind),
        ("bang.xlsm", docx.clone(), Kind),
        ("khong-duoi", jpeg.clone(), Kind),
        (".jpg", jpeg.clone(), Kind),
        ("jpg", jpeg.clone(), Kind),
        ("anh.jpg.", jpeg.clone(), Kind),
        ("anh.jpg ", jpeg.clone(), Kind),
        ("thu.eml", b"From: a".to_vec(), Kind),
        ("kich-ban.js", b"alert(1)".to_vec(), Kind),
        ("loi-tat.lnk", b"L\0\0\0".to_vec(), Kind),
        ("goi.tar.gz", vec![0x1F, 0x8B, 8], Kind),
        // By size.
        ("rong.jpg", Vec::new(), Empty),
        ("rong.pdf", Vec::new(), Empty),
        ("to.jpg", vec![0xFF; (10 << 20) + 1], TooBig { max: 10 }),
        ("to.mp4", vec![0; (30 << 20) + 1], TooBig { max: 30 }),
        // By first bytes.
        ("svg.jpg", svg.clone().into(), Mismatch),
        ("svg.png", svg.into(), Mismatch),
        ("html.pdf", html.clone().into(), Mismatch),
        ("html.jpg", html.clone().into(), Mismatch),
        ("html.docx", html.into(), Mismatch),
        ("exe.pdf", exe.clone(), Mismatch),
        ("exe.jpg", exe.clone(), Mismatch),
        ("exe.mp3", exe, Mismatch),
        ("elf.mp4", elf, Mismatch),
        ("gif.png", gif, Mismatch),
        ("png.jpg", png.clone(), Mismatch),
        ("jpg.png", jpeg.clone(), Mismatch),
        ("pdf.docx", pdf.clone(), Mismatch),
        ("zip.pdf", docx.clone(), Mismatch),
        ("zip.jpg", docx.clone(), Mismatch),
        ("goi.docx", made::archive(&[("a.txt", b"a")]), Mismatch),
        ("bang.docx", made::xlsx(&[]), Mismatch),
        ("ban.xlsx", docx.clone(), Mismatch),
        // A page before the paper: read as either, by whoever wants to.
        ("hai-mat.pdf", [b"<html><script>".as_slice(), &pdf].concat(), Mismatch),
        // Pictures.
        ("cut.jpg", half(&made::plain_jpeg(600, 400)), Broken),
        ("cut.png", half(&png), Broken),
        ("cut.webp", half(&made::webp(60, 40)), Broken),
        ("dau.jpg", vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16], Broken),
        ("lon.png", made::huge_png(40_000, 40_000), Pixels { max: 40 }),
        ("dai.png", made::huge_png(1, 50_000_000), Pixels { max: 40 }),
        // Papers.
        ("cut.pdf", half(&pdf), Broken),
        ("dau.pdf", b"%PDF-1.7\n".to_vec(), Broken),
        ("phong.pdf", swelling_pdf("ObjStm"), Swells),
        ("phong-2.pdf", swelling_pdf("Obj#53tm"), Swells),
        ("phong-3.pdf", swelling_pdf("XRef"), Swells),
        ("khoa.pdf", locked_pdf(), Locked),
        // Documents.
        ("cut.docx", half(&docx), Broken),
        ("khoa.docx", ole, Locked),
        ("khoa-2.docx", locked_zip(), Locked),
        ("ma.docx", embedded("word/vbaProject.bin", b"x"), Programs),
        ("ma-2.docx", macros, Programs),
        ("ole.docx", embedded("word/embeddings/oleObject1.bin", b"x"), Programs),
        ("activex.docx", embedded("word/activeX/activeX1.xml", b"<a/>"), Programs),
        ("dtd.docx", embedded("word/document.xml", dtd), Programs),
        ("cuoi.docx", embedded("word/document.xml", laughs), Programs),
        ("phong.docx", embedded("word/media/image2.png", &swells), Swells),
        ("phong-2.xlsx", made::xlsx(&[("xl/worksheets/sheet1.xml", &swells)]), Swells),
        ("nhieu.docx", many_parts(), Swells),
        ("duong.docx", embedded("../../../etc/cron.d/x", b"x"), Broken),
        ("duong-2.docx", embedded("/etc/passwd", b"x"), Broken),
        ("duong-3.docx", embedded("word\\..\\..\\x", b"x"), Broken),
        ("noi.docx", link_zip(), Broken),
        ("utf16.docx", embedded("word/document.xml", b"\xFF\xFE<\0w\0>\0"), Broken),
        ("the.docx", embedded("word/document.xml", b"<w:p w:author=\"a"), Broken),
        // Sounds and films.
        ("im.mp3", [b"ID3\x03\0\0\0\0\0\0".as_slice(), &[0; 500]].concat(), Broken),
        ("mot.mp3", made::mp3()[74..74 + 417].to_vec(), Broken),
        ("cut.mp4", half(&film), Broken),
        ("hop.mp4", lying_box, Broken),
        ("vo-tan.mp4", endless, Broken),
        ("xa.mp4", far, Broken),
        ("sau.mp4", deep, Broken),
        ("chi-dau.m4a", made::mp4_box(b"ftyp", b"M4A \0\0\0\0"), Broken),
    ];
    assert!(58 <= files.len(), "{}", files.len());
    let wrong: Vec<String> = files
        .iter()
        .filter_map(|(name, bytes, flaw)| {
            let found = judged(name, bytes).map(|copy| copy.len());
            (found != Err(*flaw)).then(|| format!("{name}: {found:?} instead of {flaw:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_hides_behind_or_within_a_good_file_is_gone() {
    let page = format!("<script>{MARK}</script>");
    let hidden: Vec<(&str, Vec<u8>)> = vec![
        ("a.jpg", [made::plain_jpeg(60, 40).as_slice(), page.as_bytes(), &[0xFF, 0xD9]].concat()),
        ("a.png", [made::png(60, 40).as_slice(), page.as_bytes()].concat()),
        (
            "a.png",
            [made::png(60, 40).as_slice(), &made::archive(&[("x", page.as_bytes())])].concat(),
        ),
        ("a.pdf", [made::pdf().as_slice(), page.as_bytes()].concat()),
        ("a.mp3", [made::mp3().as_slice(), page.as_bytes()].concat()),
        (
            "a.mp4",
            [made::mp4(b"isom").as_slice(), &made::mp4_box(b"skip", page.as_bytes())].concat(),
        ),
        ("a.docx", [page.as_bytes(), &made::docx(&[])].concat()),
    ];
    for (name, bytes) in hidden {
        match judged(name, &bytes) {
            Ok(copy) => assert!(!has(&copy, MARK), "{name}"),
            Err(flaw) => assert!(matches!(flaw, Mismatch | Broken), "{name}: {flaw:?}"),
        }
    }
}

#[test]
fn names_are_told_as_people_read_them() {
    for (sent, told) in [
        ("Ảnh sân kho.jpg", "Ảnh sân kho.jpg"),
        ("A\u{309}nh sa\u{302}n kho.jpg", "Ảnh sân kho.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\fakepath\\anh.jpg", "anh.jpg"),
        ("anh\u{202E}gpj.exe", "anhgpj.exe"),
        ("anh\r\nSet-Cookie: a=1.jpg", "anh Set-Cookie: a=1.jpg"),
        ("con\0.jpg", "con .jpg"),
        ("", "?"),
        ("///", "?"),
    ] {
        assert_eq!(shown_name(sent), told);
    }
    assert_eq!(kind_of("A\u{309}NH.JPG"), Ok(FileKind::Jpeg));
    assert_eq!(kind_of("anh.JpEg"), Ok(FileKind::Jpeg));
}
