//! The month by deadline, the worklist's pauses, and the secret link of an officer's own calendar.

use gopy::domain::access::Account;
use gopy::domain::case::{Assignment, Track};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, HoldType, Step};
use poem::http::{StatusCode, header};

use super::visitor::{Seen, Visitor};
use crate::support::{PASSWORD, TestApp, committee};

async fn staff(portal: &TestApp, login: &str) -> Visitor {
    Visitor::signed_in(&portal.app, login, PASSWORD).await
}

/// A case about a plain member or nobody, handled by branch 6's secretary.
async fn assigned(portal: &TestApp, officer: &Account) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter("gop_y", committee::about_lan()).await.case_number;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: officer.unit, officer: officer.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    number
}

/// A page without what differs from one answer to the next: tokens of forms.
fn shape(seen: &Seen) -> String {
    let parts = seen.html.split("name=\"csrf\" value=\"");
    let rest = parts.enumerate().map(
        |(at, part)| {
            if at == 0 { part } else { part.split_once('"').unwrap().1 }
        },
    );
    rest.collect()
}

async fn new_link(visitor: &mut Visitor) -> String {
    let page = visitor.get("/noi-bo/lich-ics").await;
    let made = visitor.press(&page, "/noi-bo/lich-ics", &[("go", "make")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.html);
    let address = made.html.split("data-feed>").nth(1).unwrap().split('<').next().unwrap();
    address.split_once("/lich/").map(|(_, name)| format!("/lich/{name}")).unwrap()
}

#[tokio::test]
async fn the_month_shows_each_case_on_its_day_with_number_shape_and_word() {
    let portal = TestApp::start().await;
    let number = portal.letter("gop_y", committee::about_lan()).await.case_number;
    let mut triage = staff(&portal, "kiemtra").await;
    let page = triage.get("/noi-bo/lich-han").await;
    assert_eq!(page.status, StatusCode::OK);
    let cell = |page: &Seen, day: &str| {
        let mark = format!("<time datetime=\"{day}\">");
        let rest = page.html.split(&mark).nth(1).unwrap().to_owned();
        rest.split("</td>").next().unwrap().to_owned()
    };
    let due = cell(&page, "2026-11-16");
    assert!(due.contains(number.as_str()) && due.contains("●") && due.contains("còn hạn"), "{due}");
    let culture = cell(&page, "2026-11-24");
    assert!(culture.contains("nghỉ: Ngày Văn hóa Việt Nam"), "{culture}");
    assert!(page.html.contains("<caption>Tháng 11/2026</caption>"));
    assert!(page.html.contains("?thang=2026-10\"") && page.html.contains("?thang=2026-12\""));
    let swap = triage.get("/noi-bo/lich-han?thang=2026-08&lang=en").await;
    assert!(cell(&swap, "2026-08-22").contains("worked in exchange"), "{}", swap.html);
    portal.set_day("2026-11-20");
    let mut triage = staff(&portal, "kiemtra").await;
    let late = triage.get("/noi-bo/lich-han?thang=12/2026").await;
    assert!(late.html.contains("Quá hạn từ trước: 1 hồ sơ"), "{}", late.html);
    let now = cell(&triage.get("/noi-bo/lich-han").await, "2026-11-16");
    assert!(now.contains("■") && now.contains("quá hạn"), "{now}");
    let day = triage.get("/noi-bo/lich-han?ngay=2026-11-16").await;
    assert!(day.html.contains(number.as_str()) && day.html.contains("Quá hạn 4 ngày"));
    let wrong = triage.get("/noi-bo/lich-han?thang=%3Cb%3E").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("#f-thang") && wrong.html.contains("&lt;b&gt;"));
}

#[tokio::test]
async fn a_day_with_many_cases_shows_some_and_links_to_all() {
    let portal = TestApp::start().await;
    let mut numbers = Vec::new();
    for _ in 0..9 {
        numbers.push(portal.letter("gop_y", committee::about_lan()).await.case_number);
    }
    let mut triage = staff(&portal, "kiemtra").await;
    let page = triage.get("/noi-bo/lich-han").await;
    assert!(page.html.contains("còn 3 hồ sơ nữa") && page.html.contains("?ngay=2026-11-16\""));
    let all = triage.get("/noi-bo/lich-han?ngay=2026-11-16").await;
    assert!(numbers.iter().all(|number| all.html.contains(number.as_str())));
}

#[tokio::test]
async fn the_worklist_says_until_when_a_case_stands_still() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = portal.letter("to_cao", committee::about_hung()).await.case_number;
    let accept = Step::Propose(Act::Accept { track: Track::State });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: c.inspector.unit, officer: c.inspector.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.inspector, &number, Step::Declare, "").await;
    let hold = Act::Hold { hold: HoldType::Appraisal, until: "2026-11-20".parse().unwrap() };
    portal.take(&c.inspector, &number, Step::Propose(hold), "Chờ giám định chữ ký.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let mut officer = staff(&portal, "kiemtravien1").await;
    let list = officer.get("/noi-bo/viec").await;
    assert!(list.html.contains("tạm dừng đến 20/11/2026"), "{}", list.html);
    assert!(list.html.contains("<svg class=\"sh\"") && !list.html.contains('⏸'));
    portal.set_day("2026-11-20");
    portal.jobs().await;
    let mut officer = staff(&portal, "kiemtravien1").await;
    let list = officer.get("/noi-bo/viec").await;
    assert!(!list.html.contains("tạm dừng đến"), "it runs again: {}", list.html);
}

/// What an officer sees of a committee: list, month and calendar.
async fn seen_by(portal: &TestApp, login: &str) -> Vec<String> {
    let mut visitor = staff(portal, login).await;
    let mut seen = Vec::new();
    for page in [
        "/noi-bo/viec",
        "/noi-bo/da-xong",
        "/noi-bo/lich-han",
        "/noi-bo/lich-han?thang=2026-12",
        "/noi-bo/lich-han?ngay=2026-11-16",
    ] {
        seen.push(shape(&visitor.get(page).await));
    }
    let link = new_link(&mut visitor).await;
    let feed = Visitor::of(&portal.app).get(&link).await;
    assert_eq!(feed.status, StatusCode::OK);
    seen.push(feed.html);
    seen
}

#[tokio::test]
async fn for_the_excluded_the_worlds_with_and_without_the_case_are_the_same() {
    // Who is kept out, and the letter that keeps them out.
    let rows = [("bithu.phudo-05", committee::about_hung()), ("kiemtra", committee::about_hanh())];
    for (login, about) in rows {
        let without = TestApp::start().await;
        let with = TestApp::start().await;
        for kind in ["to_cao", "gop_y"] {
            with.letter(kind, about.clone()).await;
        }
        assert_eq!(seen_by(&with, login).await, seen_by(&without, login).await, "{login}");
    }
}

#[tokio::test]
async fn a_calendar_holds_numbers_and_days_of_the_officers_own_cases() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = assigned(&portal, &c.branch6).await;
    let mut officer = staff(&portal, "bithu.phudo-06").await;
    let link = new_link(&mut officer).await;
    assert!(32 <= link.trim_start_matches("/lich/").trim_end_matches(".ics").len(), "{link}");
    let again = officer.get("/noi-bo/lich-ics").await;
    assert!(!again.html.contains("data-feed"), "shown once");
    let feed = Visitor::of(&portal.app).get(&link).await;
    assert_eq!(feed.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    assert_eq!(feed.headers[header::CACHE_CONTROL], "private");
    let text = feed.html.clone();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "RFC 5545, 3.1: lines end with CRLF");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "and are folded at 75 octets");
    let plain = text.replace("\r\n ", "");
    assert!(plain.contains(&format!("SUMMARY:Hạn hồ sơ {number}\r\n")), "{plain}");
    assert!(plain.contains("DTSTART;VALUE=DATE:202611"), "{plain}");
    assert_eq!(plain.matches("BEGIN:VEVENT").count(), 1);
    let known = [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "UID",
        "DTSTAMP",
        "DTSTART",
        "SUMMARY",
        "TRANSP",
    ];
    for line in plain.lines() {
        let name = line.split([':', ';']).next().unwrap();
        assert!(known.contains(&name), "{line}");
    }
    let uid = |text: &str| text.split("UID:").nth(1).unwrap().lines().next().unwrap().to_owned();
    portal.take(&c.branch6, &number, Step::Declare, "").await;
    let moved = Visitor::of(&portal.app).get(&link).await.html;
    assert_ne!(moved, text, "the next duty has another day");
    assert_eq!(uid(&moved), uid(&text), "the event moves; it is no new one");
    let noted = officer.get("/noi-bo/lich-ics").await;
    assert!(noted.html.contains("Lịch đọc lần gần nhất: thứ Hai, 02/11/2026"), "{}", noted.html);
}

#[tokio::test]
async fn a_calendar_asks_at_each_reading_who_may_know() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = assigned(&portal, &c.branch6).await;
    let mut officer = staff(&portal, "bithu.phudo-06").await;
    let link = new_link(&mut officer).await;
    let read = || async { Visitor::of(&portal.app).get(&link).await };
    assert!(read().await.html.contains(number.as_str()));
    portal
        .take(&c.triage, &number, Step::AddSubject { member: c.binh }, "Đơn nêu cả ông Bình.")
        .await;
    let after = read().await;
    assert_eq!(after.status, StatusCode::OK);
    assert!(!after.html.contains(number.as_str()), "kept out from now on");
}

#[tokio::test]
async fn a_link_that_is_wrong_revoked_or_of_a_closed_account_is_no_page() {
    let portal = TestApp::start().await;
    let mut officer = staff(&portal, "bithu.phudo-06").await;
    let first = new_link(&mut officer).await;
    let second = new_link(&mut officer).await;
    assert_ne!(first, second);
    let mut stranger = Visitor::of(&portal.app);
    let nowhere = stranger.get("/khong-co").await;
    let none = |seen: &Seen, path: &str| {
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            shape(seen).replace(path, "P"),
            shape(&nowhere).replace("/khong-co", "P"),
            "{path}"
        );
    };
    none(&stranger.get(&first).await, &first);
    for wrong in ["/lich/", "/lich/abc.ics", "/lich/abc", second.trim_end_matches(".ics")] {
        none(&stranger.get(wrong).await, wrong);
    }
    assert_eq!(stranger.get(&second).await.status, StatusCode::OK);
    crate::support::sign_in::disable(&portal.app, "bithu.phudo-06").await;
    none(&stranger.get(&second).await, &second);

    let mut triage = staff(&portal, "kiemtra").await;
    let link = new_link(&mut triage).await;
    let page = triage.get("/noi-bo/lich-ics").await;
    let revoked = triage.press(&page, "/noi-bo/lich-ics", &[("go", "revoke")]).await;
    assert_eq!(revoked.location.as_deref(), Some("/noi-bo/lich-ics?da-huy"));
    none(&stranger.get(&link).await, &link);
    let mut admin = staff(&portal, "quantri").await;
    let sent_away = admin.get("/noi-bo/lich-ics").await;
    assert_eq!(sent_away.location.as_deref(), Some("/noi-bo/van-hanh"));
}

#[tokio::test]
async fn a_calendar_program_may_not_ask_without_end() {
    let portal = TestApp::start().await;
    let mut officer = staff(&portal, "bithu.phudo-06").await;
    let link = new_link(&mut officer).await;
    let mut program = Visitor::of(&portal.app);
    let mut last = StatusCode::OK;
    for _ in 0..70 {
        last = program.get(&link).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
