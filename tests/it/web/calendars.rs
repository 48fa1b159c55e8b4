//! Loading a year, deciding on promised days and calling a congress, as a browser without scripts sees it.

use gopy::app::recount;
use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::support::committee::about_lan;
use crate::support::{PASSWORD, TestApp};

fn says(seen: &Seen, words: &str) {
    assert!(seen.html.contains(words), "“{words}” in {}", seen.html);
}

async fn signed_in(portal: &TestApp, login: &str) -> Visitor {
    Visitor::signed_in(&portal.app, login, PASSWORD).await
}

#[tokio::test]
async fn an_administrator_loads_a_year_and_reads_no_case() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let mut admin = signed_in(&portal, "quantri").await;
    let page = admin.get("/noi-bo/lich?nam=2026").await;
    let rows = page.fields("/noi-bo/lich")["rows"].clone();

    // A slip is told with its line, and what was typed stays.
    let slip = format!("{rows}\n2026-11-13,Mon,HOLIDAY_OR_COMPENSATION,,Nghỉ thêm,,");
    let typed = [("rows", slip.as_str()), ("act", "look")];
    let refused = admin.press(&page, "/noi-bo/lich", &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = slip.lines().count();
    says(&refused, &format!("Dòng {line}: Ngày này là Fri"));
    says(&refused, "Nghỉ thêm");

    let right = slip.replace("13,Mon", "13,Fri");
    let typed = [("rows", right.as_str()), ("act", "look")];
    let preview = admin.press(&page, "/noi-bo/lich", &typed).await;
    assert_eq!(preview.status, StatusCode::OK);
    says(&preview, "1 thời hạn chắc chắn sẽ phải xem lại");
    assert!(!preview.html.contains(&number.to_string()), "numbers only");
    let typed = [("rows", right.as_str()), ("act", "adopt")];
    let adopted = admin.press(&page, "/noi-bo/lich", &typed).await;
    assert_eq!(adopted.location.as_deref(), Some("/noi-bo/lich?da-ghi"));
    recount::check(&portal.app).await.unwrap();
    says(&admin.get("/noi-bo/van-hanh").await, "Ngày hẹn chờ quyết định</dt><dd>1</dd>");
    let list = admin.get("/noi-bo/lich-doi").await;
    assert_eq!(list.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_promised_day_is_moved_with_a_reason_by_who_may_see_the_case() {
    let portal = TestApp::start().await;
    let number = portal.letter("phan_anh", about_lan()).await.case_number;
    let rules = portal.app.rules();
    let file = gopy::app::calendars::year_file(&rules, 2026).unwrap();
    let rows = format!("{file}2026-11-13,,HOLIDAY_OR_COMPENSATION,,Nghỉ thêm,,\n");
    let raw = gopy::app::calendars::RawYear { head: None, rows };
    let by = gopy::app::calendars::By::CommandLine;
    gopy::app::calendars::adopt(&portal.app, by, &raw).await.unwrap();
    recount::check(&portal.app).await.unwrap();

    // Whoever is kept out of the case finds nothing of it, and other roles no such page.
    let out = format!(
        "INSERT INTO exclusions (case_id, account_id, reason, since) SELECT cases.id, accounts.id, 'recused', \
         cases.received_on FROM cases, accounts WHERE cases.number = '{}' AND accounts.login = 'kiemtra2'",
        number.as_str()
    );
    portal.sql(&out).await;
    let mut excluded = signed_in(&portal, "kiemtra2").await;
    let list = excluded.get("/noi-bo/lich-doi").await;
    assert!(!list.html.contains(&number.to_string()));
    says(&list, "Không có ngày hẹn nào phải xem lại");
    let path = format!("/noi-bo/hs/{number}/ngay-hen");
    assert_eq!(excluded.get(&path).await.status, StatusCode::NOT_FOUND);
    for login in ["tiepnhan", "bithu.phudo-06"] {
        let mut other = signed_in(&portal, login).await;
        assert_eq!(other.get("/noi-bo/lich-doi").await.status, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(other.get("/noi-bo/lich").await.status, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(other.get("/noi-bo/dai-hoi").await.status, StatusCode::NOT_FOUND, "{login}");
    }

    let mut triage = signed_in(&portal, "kiemtra").await;
    says(&triage.get("/noi-bo/lich-doi").await, &number.to_string());
    let slip = triage.get(&format!("/noi-bo/hs/{number}/cach-tinh/c1/0")).await;
    says(&slip, "17/11/2026");
    let form = triage.get(&path).await;
    let action = path.clone();
    let short = triage.press(&form, &action, &[("what", "move"), ("why", "vì vậy")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&short, "vì vậy");
    let why = "Ngày nghỉ thêm do cấp trên quyết định.";
    let moved = triage.press(&form, &action, &[("what", "move"), ("why", why)]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.html);
    let case = triage.get(&format!("/noi-bo/hs/{number}")).await;
    says(&case, why);
    says(&case, "C1: 16/11/2026 → 17/11/2026");
}

#[tokio::test]
async fn an_approver_calls_a_congress_and_sees_its_window_counted() {
    let portal = TestApp::start().await;
    let mut approver = signed_in(&portal, "pheduyet").await;
    let page = approver.get("/noi-bo/dai-hoi").await;
    let action = "/noi-bo/dai-hoi";
    let empty = approver.press(&page, action, &[("opens_on", "40/12/2026")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&empty, "40/12/2026");
    let typed = [
        ("name", "Đại hội Đảng bộ quận Liêm Trì"),
        ("level", "higher"),
        ("opens_on", "15/12/2026"),
        ("source", "Kế hoạch 12-KH/QU"),
    ];
    let called = approver.press(&page, action, &typed).await;
    assert_eq!(called.status, StatusCode::SEE_OTHER, "{}", called.html);
    let page = approver.get("/noi-bo/dai-hoi").await;
    // 30 working days before, over 24 November.
    says(&page, "Lưu theo dõi đơn nhận từ thứ Hai, 02/11/2026");
    let gone = approver.press(&page, "/noi-bo/dai-hoi", &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    says(&approver.get("/noi-bo/dai-hoi").await, "Chưa có đại hội nào được nhập");
}
