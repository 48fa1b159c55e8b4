//! The evidence of a case at the interface: as thin a door as the pages, to the same rooms.

use gopy::app::evidence;
use gopy::domain::case::{Assignment, Track};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use poem::http::StatusCode;
use serde_json::{Value, json};

use super::made::{self, MARK, has};
use super::{arrive, letter_with};
use crate::support::committee::{about_hung, about_lan};
use crate::support::{TestApp, sign_in};

/// One account at the interface.
struct Desk<'a> {
    portal: &'a TestApp,
    token: String,
}

/// Files as they are chosen: name and content.
type Chosen<'a> = &'a [(&'a str, &'a [u8])];

struct Reply {
    status: StatusCode,
    headers: poem::http::HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl<'a> Desk<'a> {
    async fn of(portal: &'a TestApp, login: &str) -> Self {
        Self { portal, token: sign_in::token(&portal.app, login).await }
    }

    async fn get(&self, path: &str) -> Reply {
        self.sent(self.portal.web.get(path)).await
    }

    async fn add(&self, number: &CaseNumber, transcript: &str, files: Chosen<'_>) -> Reply {
        let mut body = Vec::new();
        let mut part = |head: &str, content: &[u8]| {
            let head = format!("--R\r\nContent-Disposition: form-data; {head}\r\n\r\n");
            body.extend(head.into_bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        };
        part("name=\"transcript\"", transcript.as_bytes());
        for (name, content) in files {
            part(&format!("name=\"file\"; filename=\"{name}\""), content);
        }
        body.extend(b"--R--\r\n");
        let request = self.portal.web.post(format!("/api/v1/cases/{number}/files"));
        self.sent(request.content_type("multipart/form-data; boundary=R").body(body)).await
    }

    async fn sent(
        &self,
        request: poem::test::TestRequestBuilder<'_, impl poem::Endpoint>,
    ) -> Reply {
        let bearer = format!("Bearer {}", self.token);
        let answer = request.header("authorization", bearer).send().await.0;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().into_vec().await.unwrap();
        Reply { status, headers, body }
    }
}

async fn in_hands(portal: &TestApp, number: &CaseNumber) {
    let c = &portal.committee;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, number, accept, "Rõ việc.").await;
    portal.take(&c.approver, number, Step::Confirm, "").await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, number, Step::Declare, "").await;
}

#[tokio::test]
async fn evidence_is_listed_added_and_opened_with_its_reader_in_it() {
    let portal = TestApp::start().await;
    let photo = made::jpeg(400, 300);
    let kept = evidence::receive(&portal.app, "Ảnh của A.jpg", true, &mut &*photo).await.unwrap();
    let sent = letter_with(&portal.app, about_lan(), &[kept]).await;
    let number = &sent.case_number;
    in_hands(&portal, number).await;
    let (triage, handler) =
        (Desk::of(&portal, "kiemtra").await, Desk::of(&portal, "bithu.phudo-06").await);
    let path = format!("/api/v1/cases/{number}/files");

    let listed = handler.get(&path).await;
    assert_eq!(listed.status, StatusCode::OK);
    let listed = listed.json();
    assert_eq!(listed["adds"], "officer");
    assert_eq!(listed["scanner"], json!(false));
    let file = &listed["files"][0];
    assert_eq!((&file["name"], &file["origin"]), (&json!("tep-1.jpg"), &json!("resident")));
    assert_eq!((&file["opens_copy"], &file["opens_original"]), (&json!(true), &json!(false)));
    assert_eq!(file["size"], json!(photo.len()));
    assert!(!listed.to_string().contains("Ảnh của A"));

    let one = format!("{path}/{}", file["id"].as_str().unwrap());
    let copy = handler.get(&format!("{one}/copy")).await;
    assert_eq!(copy.status, StatusCode::OK);
    let header = |name: &str| copy.headers[name].to_str().unwrap();
    assert_eq!(header("content-disposition"), "attachment; filename=\"tep-1.jpg\"");
    assert_eq!(header("content-type"), "application/octet-stream");
    assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(!has(&copy.body, MARK), "without what the camera wrote");
    assert_eq!(image::load_from_memory(&copy.body).unwrap().height(), 400, "upright");
    let other = triage.get(&format!("{one}/copy")).await;
    assert!(copy.body != other.body, "each reader's own name is drawn into it");

    let refused = handler.get(&format!("{one}/original")).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let original = triage.get(&format!("{one}/original")).await;
    assert!(original.body == photo, "intake gets what was sent, bit by bit");
    let opened = portal.audited().await.into_iter().filter(|act| act == "open-file").count();
    assert_eq!(opened, 3, "each look is on record");

    // What the handler finds is added by the handler.
    let (sheet, pdf) = (made::xlsx(&[]), made::pdf());
    let added = handler.add(number, "", &[("so.xlsx", &sheet), ("phieu.pdf", &pdf)]).await;
    assert_eq!(added.status, StatusCode::CREATED);
    let added = added.json();
    let names: Vec<&str> = added["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["tep-1.jpg", "tep-2.xlsx", "tep-3.pdf"]);
    assert_eq!(added["files"][1]["added_by"], "bithu.phudo-06");
}

#[tokio::test]
async fn all_files_of_a_sending_are_taken_or_none() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    in_hands(&portal, &number).await;
    let handler = Desk::of(&portal, "bithu.phudo-06").await;
    let photo = made::plain_jpeg(60, 40);
    // files, code of the problem, code of the field
    let table: [(Chosen<'_>, &str); 3] = [
        (&[], "missing"),
        (&[("a.jpg", &photo), ("b.exe", b"MZ")], "file-kind"),
        (&[("a.jpg", &photo), ("b.jpg", b"")], "file-empty"),
    ];
    for (files, code) in table {
        let refused = handler.add(&number, "", files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        let error = &refused.json()["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!("file"), &json!(code)));
    }
    let view = evidence::list(&portal.app, &portal.committee.branch6, &number).await.unwrap();
    assert!(view.files.is_empty());

    // The desk types out what a scan says.
    portal.sql("UPDATE cases SET paper = TRUE").await;
    let (desk, scan) = (Desk::of(&portal, "tiepnhan").await, made::pdf());
    let untyped = desk.add(&number, " ", &[("quet.pdf", &scan)]).await;
    assert_eq!(untyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(untyped.json()["errors"][0]["field"], "transcript");
    let typed = desk.add(&number, "Bản kê chi.", &[("quet.pdf", &scan)]).await;
    assert_eq!(typed.status, StatusCode::CREATED);
    let path = format!("/api/v1/cases/{number}/files");
    let seen = handler.get(&path).await.json();
    assert_eq!(seen["files"][0]["transcript"], "Bản kê chi.");
    assert_eq!(seen["files"][0]["opens_copy"], json!(false), "handwriting stays with intake");
}

#[tokio::test]
async fn for_whom_the_case_does_not_exist_its_files_do_not_either() {
    let portal = TestApp::start().await;
    let photo = made::plain_jpeg(60, 40);
    let upload = arrive(&portal.app, "a.jpg", &photo).await.unwrap();
    let number = &letter_with(&portal.app, about_hung(), &[upload]).await.case_number;
    let view = evidence::list(&portal.app, &portal.committee.triage, number).await.unwrap();
    let one = format!("/api/v1/cases/{number}/files/{}", view.files[0].id);
    for login in ["bithu.phudo-05", "bithu.phudo-06", "tiepnhan", "quantri", "captren"] {
        let who = Desk::of(&portal, login).await;
        for path in [format!("/api/v1/cases/{number}/files"), format!("{one}/copy")] {
            assert_eq!(who.get(&path).await.status, StatusCode::NOT_FOUND, "{login}: {path}");
        }
        let added = who.add(number, "x", &[("a.jpg", &photo)]).await;
        assert_eq!(added.status, StatusCode::NOT_FOUND, "{login}");
        let request = portal.web.post(format!("/api/v1/cases/{number}/files"));
        let shapeless = who.sent(request.content_type("application/json").body("{}")).await;
        assert_eq!(shapeless.status, StatusCode::NOT_FOUND, "{login}: nor by the shape of a form");
    }
    let triage = Desk::of(&portal, "kiemtra").await;
    assert_eq!(triage.get(&format!("{one}/copy")).await.status, StatusCode::OK);
    for nothing in ["00000000-0000-0000-0000-000000000000", "x"] {
        let path = format!("/api/v1/cases/{number}/files/{nothing}/copy");
        assert_eq!(triage.get(&path).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}
