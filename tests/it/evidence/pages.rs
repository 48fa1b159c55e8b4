//! A file on its way through the pages: from a phone into the letter, to those who handle it, and to nobody else.

use std::collections::BTreeSet;

use gopy::app::evidence;
use gopy::app::{AppError, reads};
use gopy::domain::access::Account;
use gopy::domain::evidence::{FileFlaw, Part};
use gopy::domain::ids::FileId;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use poem::http::StatusCode;

use super::made::{self, MARK, has};
use super::{arrive, letter_with};
use crate::support::committee::{about_hung, about_lan};
use crate::support::{PASSWORD, TestApp};
use crate::web::Visitor;
use crate::web::visitor::Seen;

/// The pages up to the files, answered.
async fn at_the_files(visitor: &mut Visitor) -> Seen {
    let mut page = visitor.get("/gui").await;
    let answers: [(&str, &[(&str, &str)]); 5] = [
        ("/gui/loai", &[("kind", "phan_anh")]),
        ("/gui/cach-gui", &[("identity", "anonymous")]),
        ("/gui/noi-dung", &[("text", "Ngõ bị thu tiền hai lần mà không có phiếu thu nào.")]),
        ("/gui/luc-nao", &[("when", "unknown")]),
        ("/gui/ai", &[("about_name", "bà Lan"), ("about_unit", "chi bộ 6 Phú Đô")]),
    ];
    for (path, fields) in answers {
        page = visitor.press(&page, path, fields).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    }
    assert!(page.html.contains("enctype=\"multipart/form-data\""), "{}", page.heading());
    page
}

async fn opened(
    portal: &TestApp,
    who: &Account,
    number: &CaseNumber,
    file: FileId,
    part: Part,
) -> Result<Vec<u8>, AppError> {
    let mut opened = evidence::open(&portal.app, who, number, file, part).await?;
    let mut bytes = Vec::new();
    while let Some(part) = opened.next().await? {
        bytes.extend(part);
    }
    Ok(bytes)
}

#[tokio::test]
async fn a_resident_attaches_a_photograph_and_an_officer_sees_it_with_their_name_in_it() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::of(&portal.app);
    let page = at_the_files(&mut visitor).await;
    let (photo, page_of_web) = (made::jpeg(400, 300), b"<html>".to_vec());
    let files: [(&str, &[u8]); 3] =
        [("Ảnh của Nguyễn A.jpg", &photo), ("trang.html", &page_of_web), ("rong.pdf", b"")];
    let page = visitor.attach(&page, "/gui/tep", &[("up", "1")], &files).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.html.contains("trang.html: Tệp không phải ảnh"), "each by its name");
    assert!(page.html.contains("rong.pdf: Tệp không có nội dung."), "{}", page.html);
    assert!(page.html.contains("Đã có 1 tệp") && page.html.contains("Ảnh của Nguyễn A.jpg"));
    assert!(page.html.contains("không có phiếu thu nào"), "what was typed is kept");
    // Nothing more is chosen: on to the contact, and there the file still travels along.
    let page = visitor.press(&page, "/gui/tep", &[]).await;
    let page = visitor.press(&page, "/gui/lien-he", &[("contact", "none")]).await;
    assert!(page.html.contains("Ảnh của Nguyễn A.jpg"), "{}", page.heading());
    let done = visitor.press(&page, "/gui/kiem-tra", &[]).await;
    let number = done.html.split("data-case-number").nth(1).unwrap();
    let number = number.split(['>', '<']).nth(1).unwrap();
    let number = CaseNumber::parse(number.trim()).unwrap();

    let mut officer = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let case = officer.get(&format!("/noi-bo/hs/{number}")).await;
    assert!(case.html.contains("Chứng cứ, tệp gửi kèm (1)"), "{}", case.html);
    let minutes = officer.get(&format!("/noi-bo/hs/{number}/chung-cu")).await;
    assert!(minutes.html.contains("tep-1.jpg") && !minutes.html.contains("Nguyễn A"));
    let link = minutes.html.split("/chung-cu/").nth(1).unwrap().split('"').next().unwrap();
    let page = officer.get(&format!("/noi-bo/hs/{number}/chung-cu/{link}")).await;
    assert!(page.html.contains("Không có máy quét mã độc"), "a warning at each file");
    let seen = officer.get(&format!("/noi-bo/hs/{number}/chung-cu/{link}/tep")).await;
    assert_eq!(seen.status, StatusCode::OK);
    let header = |name: &str| seen.headers[name].to_str().unwrap();
    assert_eq!(header("content-disposition"), "attachment; filename=\"tep-1.jpg\"");
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert!(!has(&seen.body, MARK));
    assert_eq!(image::load_from_memory(&seen.body).unwrap().height(), 400, "upright");
    // That it was opened stands among the readings.
    let readers = reads::report(&portal.app, &portal.committee.triage, &number).await.unwrap();
    let what: BTreeSet<_> =
        readers.iter().flat_map(|one| &one.reads).map(|read| read.what).collect();
    assert!(what.contains(&reads::What::File));
}

#[tokio::test]
async fn files_are_taken_away_counted_and_never_claimed_twice() {
    let portal = TestApp::start_with(|settings| settings.evidence.files = 2).await;
    let mut visitor = Visitor::of(&portal.app);
    let page = at_the_files(&mut visitor).await;
    let photo = made::plain_jpeg(40, 30);
    let files: [(&str, &[u8]); 3] = [("a.jpg", &photo), ("b.jpg", &photo), ("c.jpg", &photo)];
    let page = visitor.attach(&page, "/gui/tep", &[("up", "1")], &files).await;
    assert!(page.html.contains("c.jpg: Đã đủ 2 tệp"), "{}", page.html);
    let page = visitor.attach(&page, "/gui/tep", &[("remove", "1")], &[]).await;
    assert!(page.html.contains("Đã có 1 tệp") && !page.html.contains("a.jpg"), "{}", page.html);
    let page = visitor.attach(&page, "/gui/tep", &[("up", "1")], &[]).await;
    assert!(page.html.contains("Hãy chọn một tệp"), "{}", page.heading());

    let upload = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), std::slice::from_ref(&upload)).await;
    let (triage, number) = (&portal.committee.triage, &sent.case_number);
    let again = evidence::add(&portal.app, triage, number, &[upload.ticket], "").await;
    assert!(matches!(again, Err(AppError::File(FileFlaw::Gone))));
    let forged = vec!["bm90IGEgdGlja2V0".to_owned()];
    let forged = evidence::add(&portal.app, triage, number, &forged, "").await;
    assert!(matches!(forged, Err(AppError::File(FileFlaw::Gone))));
}

#[tokio::test]
async fn a_form_of_another_site_stores_nothing() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::of(&portal.app);
    let page = at_the_files(&mut visitor).await;
    let photo = made::plain_jpeg(40, 30);
    let answer = visitor.attach(&page, "/gui/tep", &[("csrf", "x")], &[("a.jpg", &photo)]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!portal.database.folder.join("files").exists(), "not a byte");
}

#[tokio::test]
async fn more_is_sent_under_the_receipt_and_stored_once() {
    let portal = TestApp::start().await;
    let sent = portal.letter("phan_anh", about_lan()).await;
    let mut visitor = Visitor::of(&portal.app);
    let page = visitor.get("/tra-cuu").await;
    let receipt = sent.receipt.digits();
    let entered = visitor.press(&page, "/tra-cuu", &[("receipt", &receipt)]).await;
    assert_eq!(entered.location.as_deref(), Some("/ho-so"));
    let page = visitor.get("/ho-so/tep").await;
    let photo = made::jpeg(60, 40);
    for _ in 0..2 {
        let answer = visitor.attach(&page, "/ho-so/tep", &[], &[("a.jpg", &photo)]).await;
        assert_eq!(answer.location.as_deref(), Some("/ho-so?da-gui"), "{}", answer.html);
    }
    let view = evidence::list(&portal.app, &portal.committee.triage, &sent.case_number).await;
    assert_eq!(view.unwrap().files.len(), 1, "the same under the same key");
    let case = visitor.get("/ho-so").await;
    assert!(case.html.contains("Gửi thêm 1 tệp."));
    let answer = visitor.attach(&page, "/ho-so/tep", &[], &[("a.exe", &photo)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.html.contains("a.exe: Tệp không phải ảnh"));
}

#[tokio::test]
async fn whoever_does_not_know_of_the_case_knows_of_no_file() {
    let portal = TestApp::start().await;
    let committee = &portal.committee;
    let upload = arrive(&portal.app, "a.jpg", &made::plain_jpeg(60, 40)).await.unwrap();
    let sent = letter_with(&portal.app, about_hung(), &[upload]).await;
    let number = &sent.case_number;
    let files = evidence::list(&portal.app, &committee.triage, number).await.unwrap().files;
    let file = files[0].id;
    for (who, what) in [
        (&committee.branch5, "the office of whom it is about"),
        (&committee.branch6, "a branch that has nothing to do with it"),
        (&committee.desk, "the desk, which reads no letter"),
        (&committee.admin, "who runs the machine"),
        (&committee.above, "the level above, not called"),
    ] {
        let list = evidence::list(&portal.app, who, number).await;
        assert!(matches!(list, Err(AppError::NotFound)), "{what}");
        let open = opened(&portal, who, number, file, Part::Copy).await;
        assert!(matches!(open, Err(AppError::NotFound)), "{what}");
        let add = evidence::add(&portal.app, who, number, &[], "").await;
        assert!(matches!(add, Err(AppError::NotFound)), "{what}");
    }
    assert!(opened(&portal, &committee.triage, number, file, Part::Copy).await.is_ok());
    let nobodys = FileId(uuid::Uuid::new_v4());
    let open = opened(&portal, &committee.triage, number, nobodys, Part::Copy).await;
    assert!(matches!(open, Err(AppError::NotFound)));
}

#[tokio::test]
async fn handwriting_and_originals_stay_with_intake() {
    let portal = TestApp::start().await;
    let committee = &portal.committee;
    let photo = made::jpeg(60, 40);
    let kept = evidence::receive(&portal.app, "a.jpg", true, &mut &*photo).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), &[kept]).await;
    let number = &sent.case_number;
    // The letter is made one on paper, so that the desk has it.
    portal.sql("UPDATE cases SET paper = TRUE").await;
    let scan = arrive(&portal.app, "quet.pdf", &made::pdf()).await.unwrap();
    let tickets = [scan.ticket];
    let untyped = evidence::add(&portal.app, &committee.desk, number, &tickets, " ").await;
    assert!(matches!(untyped, Err(AppError::Flaws(_))), "a scan without its words");
    evidence::add(&portal.app, &committee.desk, number, &tickets, "Bản kê chi.").await.unwrap();

    let to = gopy::domain::case::Assignment {
        unit: committee.branch6.unit,
        officer: committee.branch6.id,
        coordinating: None,
    };
    let accept = Step::Propose(Act::Accept { track: gopy::domain::case::Track::Party });
    portal.take(&committee.triage, number, accept, "Rõ việc.").await;
    portal.take(&committee.approver, number, Step::Confirm, "").await;
    portal.take(&committee.triage, number, Step::Assign { to }, "").await;
    let list = evidence::list(&portal.app, &committee.branch6, number).await;
    assert!(matches!(list, Err(AppError::NotFound)), "before the declaration");
    portal.take(&committee.branch6, number, Step::Declare, "").await;

    let files = evidence::list(&portal.app, &committee.branch6, number).await.unwrap().files;
    let [photo_file, scan_file] = files.as_slice() else { unreachable!("{files:?}") };
    assert_eq!(scan_file.transcript, "Bản kê chi.");
    assert!(photo_file.opens.copy && !photo_file.opens.original && photo_file.has_original);
    assert!(!scan_file.opens.copy, "the handler reads what was typed");
    for (who, part, file, may) in [
        (&committee.branch6, Part::Copy, photo_file, true),
        (&committee.branch6, Part::Original, photo_file, false),
        (&committee.branch6, Part::Copy, scan_file, false),
        (&committee.triage, Part::Copy, scan_file, true),
        (&committee.triage, Part::Original, photo_file, true),
        (&committee.approver, Part::Copy, scan_file, false),
        (&committee.approver, Part::Original, photo_file, false),
        (&committee.desk, Part::Copy, scan_file, false),
        (&committee.desk, Part::Copy, photo_file, false),
    ] {
        let open = opened(&portal, who, number, file.id, part).await;
        assert_eq!(open.is_ok(), may, "{:?} {part:?} {}", who.role, file.name);
    }
    let original = opened(&portal, &committee.triage, number, photo_file.id, Part::Original).await;
    assert!(original.unwrap() == photo, "bit by bit");
    // What the handler finds is added by the handler.
    let found = arrive(&portal.app, "so.xlsx", &made::xlsx(&[])).await.unwrap();
    evidence::add(&portal.app, &committee.branch6, number, &[found.ticket], "").await.unwrap();
    let files = evidence::list(&portal.app, &committee.approver, number).await.unwrap().files;
    assert_eq!(files.last().unwrap().name, "tep-3.xlsx");
}
