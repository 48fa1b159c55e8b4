//! A letter about somebody who held a post before, without a day: whoever was with them then is kept out, and whatever
//! took over since.

use gopy::app::{self, Words};
use gopy::domain::access::Account;
use gopy::domain::letter::{About, RawLetter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::Step;
use gopy::store::people::PostRow;
use uuid::Uuid;

use super::{carry_out, loaded};
use crate::support::TestApp;

/// Hùng, who heads branch 5 by now, headed branch 6 until the summer before last.
async fn once_in_branch6(portal: &TestApp) {
    let c = &portal.committee;
    let tx = portal.store.begin().await.unwrap();
    let post = PostRow {
        id: Uuid::from_u128(900),
        member: c.hung,
        unit: c.branch6.unit,
        title: "secretary".into(),
        managed_by: c.organisation.unit,
        from: "2020-01-01".parse().unwrap(),
        to: Some("2025-06-01".parse().unwrap()),
    };
    tx.add_posts(&[post]).await.unwrap();
    tx.commit().await.unwrap();
    app::register::file_all(&portal.app).await.unwrap();
}

async fn letter(portal: &TestApp, on: Option<&str>) -> CaseNumber {
    let about = About {
        name: "ông Hùng".into(),
        position: "nguyên bí thư".into(),
        unit: "chi bộ 6 Phú Đô".into(),
    };
    let raw = RawLetter {
        kind: "phan_anh".into(),
        about,
        happened_on: on.map(|on| on.parse().unwrap()),
        text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
        ..RawLetter::default()
    };
    app::letters::submit(&portal.app, raw, Source::Web, None).await.unwrap().case_number
}

/// Whether an account is kept out of a case and holds no key of it.
async fn is_out(portal: &TestApp, number: &CaseNumber, who: &Account) -> bool {
    let found = loaded(portal, number).await;
    let out = found.excluded.accounts.contains(&who.id);
    let keys = portal.store.key_holders(found.case.id).await.unwrap();
    assert!(!out || !keys.contains(&who.id), "kept out with a key");
    out
}

#[tokio::test]
async fn an_undated_letter_about_a_former_holder_keeps_the_former_unit_out() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    once_in_branch6(&portal).await;
    let undated = letter(&portal, None).await;
    let then = letter(&portal, Some("2024-03-01")).await;
    let lately = letter(&portal, Some("2026-10-01")).await;
    for number in [&undated, &then, &lately] {
        assert!(is_out(&portal, number, &c.branch5).await, "it is he");
    }
    assert!(is_out(&portal, &undated, &c.branch6).await, "nobody knows when it was");
    assert!(is_out(&portal, &then, &c.branch6).await);
    assert!(!is_out(&portal, &lately, &c.branch6).await, "he had left long before");
    let units = loaded(&portal, &undated).await.excluded.units;
    assert!(units.contains(&c.branch5.unit) && units.contains(&c.branch6.unit));

    // Triage says whom it means: what rested on a guess is lifted, and this does not.
    let named = Step::AddSubject { member: c.hung };
    let done = app::cases::take_step(&portal.app, &c.triage, &undated, None, named, Words::None);
    done.await.unwrap();
    assert!(is_out(&portal, &undated, &c.branch6).await);

    carry_out(
        &portal,
        &[
            "Thành lập;cb-moi;;Chi bộ 26 phường Phú Đô;Chi bộ tổ dân phố;phudo",
            "Chuyển thành;phudo-06;cb-moi",
            "Cấp lại quyền;cb-moi;;;;;;;bithu.phudo-06",
        ],
    )
    .await;
    let heir = portal.store.account_by_login("bithu.phudo-06").await.unwrap().unwrap().account;
    assert_ne!(heir.unit, c.branch6.unit);
    assert!(is_out(&portal, &undated, &heir).await, "whoever takes over is as they were");
    assert!(loaded(&portal, &undated).await.excluded.units.contains(&heir.unit));
    let after = letter(&portal, None).await;
    assert!(is_out(&portal, &after, &heir).await, "a letter that comes later as well");
    assert!(loaded(&portal, &after).await.excluded.units.contains(&heir.unit));
}
