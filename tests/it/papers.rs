//! What is rendered for others – staff, the coordinating branch, the person complained of, witnesses – holds nothing of
//! whoever wrote, on paper, on pages and in mails (security S-8).

use gopy::app;
use gopy::domain::case::Track;
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::domain::step::{Act, Step};
use poem::http::header;

use crate::support::TestApp;
use crate::web::slip::extracted;

/// What tells who wrote; each is found nowhere but here.
const MARKS: [&str; 4] = ["Zuyên", "Hẻm Quýt", "0912 345 678", "zuyen.kin"];

async fn letter(portal: &TestApp) -> app::letters::Submitted {
    let raw = RawLetter {
        kind: "to_cao".into(),
        about: About {
            name: "ông Hùng".into(),
            position: "bí thư".into(),
            unit: "chi bộ 5 phường Phú Đô".into(),
        },
        text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        reporter: Some(RawReporter {
            name: "Trần Zuyên".into(),
            address: "số 3 Hẻm Quýt".into(),
            phone: "0912 345 678".into(),
        }),
        email: Some("zuyen.kin@hop-thu.example.vn".into()),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap()
}

async fn signed_in(portal: &TestApp, login: &str) -> String {
    crate::support::sign_in::token(&portal.app, login).await
}

/// Every page of a case that is only read, and what is printed from it.
const SEEN: [&str; 7] = [
    "",
    "/da-doc",
    "/da-doc.pdf",
    "/cach-tinh/c1/0",
    "/cach-tinh/c1/0/phieu.pdf",
    "/duyet",
    "/giao",
];

#[tokio::test]
async fn nothing_rendered_for_others_tells_who_wrote() {
    let portal = TestApp::start_with(|settings| {
        settings.audit.witnesses = vec!["a@tren.example.vn".into()];
    })
    .await;
    let sent = letter(&portal).await;
    let c = &portal.committee;
    let number = &sent.case_number;
    let mut seen = 0;
    for round in 0..2 {
        for login in [
            "captren",
            "captren2",
            "kiemtra",
            "kiemtra2",
            "pheduyet",
            "bithu.phudo",
            "tiepnhan",
            "quantri",
        ] {
            let token = signed_in(&portal, login).await;
            for list in ["/noi-bo/phan-loai", "/noi-bo/viec", "/noi-bo/duyet", "/noi-bo/da-xong"] {
                seen += usize::from(told(&portal, &token, list).await);
            }
            for page in SEEN {
                let path = format!("/noi-bo/hs/{number}{page}");
                seen += usize::from(told(&portal, &token, &path).await);
            }
        }
        if round == 0 {
            let accept = Step::Propose(Act::Accept { track: Track::Party });
            portal.take(&c.triage, number, accept, "").await;
            portal.take(&c.approver, number, Step::Confirm, "").await;
        }
        portal.jobs().await;
    }
    assert!(20 < seen, "{seen} pages were there to be read");
    let mails = portal.mails().await;
    assert!(5 < mails.len());
    for mail in mails {
        let words = format!("{} {} {}", mail.words.subject, mail.words.text, mail.words.html);
        clean(&words, mail.to.as_str());
    }
}

/// Whether there was something to read.
async fn told(portal: &TestApp, token: &str, path: &str) -> bool {
    let cookie = format!("gopy_staff={token}");
    let answer = portal.web.get(path).header(header::COOKIE, cookie).send().await;
    let there = answer.0.status().is_success();
    let body = answer.0.into_body().into_bytes().await.unwrap();
    if body.starts_with(b"%PDF") {
        let text = extracted(&body);
        assert!(40 < text.len(), "{path}: the text of the paper can be read: {text:?}");
        clean(&text, path);
    }
    clean(&String::from_utf8_lossy(&body), path);
    there
}

fn clean(text: &str, place: &str) {
    for mark in MARKS {
        assert!(!text.contains(mark), "{mark} stands in {place}");
    }
}
