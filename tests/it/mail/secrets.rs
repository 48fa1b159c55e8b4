//! A story with a mark on every word of it: none of the marks ever leaves by mail.

use std::sync::Arc;

use chrono::TimeDelta;
use gopy::app::{letters, tracking};
use gopy::domain::access::Role;
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::jobs;
use gopy::mail::Memory;

use super::day;
use super::office::Office;

const MARK: &str = "Bimat";

fn marked() -> RawLetter {
    let word = |what: &str| format!("{MARK} {what}");
    RawLetter {
        kind: "to_cao".into(),
        about: About { name: word("Hùng"), position: word("bí thư"), unit: word("chi bộ 5") },
        place: word("nhà văn hóa"),
        happened_on: Some(day("2026-10-01")),
        text: word("đã thu tiền của dân mà không có biên lai, nhiều lần trong năm."),
        reporter: Some(RawReporter {
            name: word("An"),
            address: word("số 1 ngõ 2"),
            phone: "0912 345 678".into(),
        }),
        email: Some("nguoi.gui@hop-thu.example.vn".into()),
        lang: Lang::Vi,
    }
}

#[tokio::test]
async fn no_mark_leaves_by_mail() {
    let memory = Arc::new(Memory::default());
    let office = Office::open(memory.clone()).await;
    for (id, role) in [(5, Role::Triage), (6, Role::Approver), (7, Role::Above)] {
        office.account_with(id, role).await;
    }

    let sent = letters::submit(&office.app, marked(), Source::Web, None).await.unwrap();
    let case = tracking::open(&office.app, &sent.receipt.grouped()).await.unwrap().case;
    tracking::write(&office.app, case, &format!("{MARK} nhắn thêm một điều"), None).await.unwrap();
    tracking::report_retaliation(&office.app, case, &format!("{MARK} bị đe dọa"), None)
        .await
        .unwrap();
    tracking::withdraw(&office.app, case, &format!("{MARK} thôi"), tracking::Pressed::Yes, None)
        .await
        .unwrap();
    for _ in 0..60 {
        jobs::run_once(&office.app, None).await.unwrap();
        office.pass(TimeDelta::days(1));
    }

    let mails = memory.sent();
    let to_resident = mails.iter().filter(|mail| mail.to.as_str().starts_with("nguoi.gui")).count();
    assert!(0 < to_resident && to_resident < mails.len(), "mail to the resident and to staff");
    let receipt = sent.receipt.digits();
    for mail in mails {
        let told = format!("{mail:?}");
        let secrets = [MARK, "0912 345 678", &sent.receipt.grouped(), &receipt, "to_cao", "tố cáo"];
        for secret in secrets {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
        assert!(!mail.words.text.contains("hop-thu"), "the address stands in the envelope only");
    }
}
