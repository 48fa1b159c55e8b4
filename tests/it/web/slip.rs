//! The slip of a deadline: what it says, that anybody can count it again, and that it says nothing else.

use std::sync::Arc;

use clap::Parser;
use gopy::app::post::Post;
use gopy::app::{self, App};
use gopy::cli::due::{DueArgs, run};
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::demo::DEMO_PASSWORD;
use gopy::domain::case::{Assignment, Track};
use gopy::domain::clock::GIVEN;
use gopy::domain::letter::Lang;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Complexity, HoldType, Step};
use gopy::keys::Keys;
use gopy::paper::{self, Paper, Part, Qr, Table};
use gopy::rules::Rules;
use gopy::store::Store;
use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::support::{PASSWORD, TestApp, TestDatabase, committee, sign_in};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    due: DueArgs,
}

/// What `gopy due … --json` answers to the command that stands on a slip.
fn by_command(command: &str) -> serde_json::Value {
    let words = command.strip_prefix("gopy ").unwrap().split(' ').chain(["--json"]);
    let cli = Cli::try_parse_from(words).unwrap();
    let mut out = Vec::new();
    run(&cli.due, &Rules::shipped().unwrap(), &mut std::io::empty(), &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    assert!(text.contains(start), "no {start} in {text}");
    text.split(start).nth(1).unwrap().split(end).next().unwrap()
}

fn plain(html: &str) -> String {
    html.replace("&amp;", "&")
}

/// Address behind the code, and the command.
fn check(seen: &Seen) -> (String, String) {
    let address = plain(between(&seen.html, "<span class=\"addr\">", "<"));
    let path = format!("/tinh-han?{}", address.split_once("/tinh-han?").unwrap().1);
    (path, plain(between(&seen.html, "<code>", "<")))
}

/// Day and number of each line.
fn days(seen: &Seen) -> Vec<(String, String)> {
    let rows = seen.html.split("<tr><th scope=\"row\">").skip(1);
    rows.map(|row| {
        let number = row.split("<td class=\"n\"").nth(1).unwrap();
        (between(row, "datetime=\"", "\"").into(), between(number, ">", "<").into())
    })
    .collect()
}

/// The demonstration committee on Thursday 10 December 2026.
async fn demo() -> (App, TestDatabase) {
    let database = TestDatabase::fresh().await;
    let settings = Settings { database: database.settings.clone(), ..Settings::default() };
    let store = Store::open(&settings.database).await.unwrap();
    store.migrate_up().await.unwrap();
    let clock = Arc::new(SetClock::at("2026-12-10T02:00:00Z".parse().unwrap()));
    let post = Post::through(Arc::new(gopy::mail::Memory::default()), &settings).unwrap();
    let (keys, rules) = (Keys::new(&[7; 32]), Rules::shipped().unwrap());
    let app = App::new(store, clock, keys, rules, settings, post);
    app::demo::load(&app).await.unwrap();
    (app, database)
}

#[tokio::test]
async fn every_slip_of_the_demonstration_counts_to_its_stored_day() {
    let (app, _database) = demo().await;
    let (mut counted, mut given, mut held, mut extended) = (0, 0, 0, 0);
    for login in ["kiemtra", "captren"] {
        let mut staff = Visitor::signed_in(&app, login, DEMO_PASSWORD).await;
        let code = sign_in::code(&app, login).await;
        let token = app::sessions::sign_in(&app, login, DEMO_PASSWORD, Some(&code)).await;
        let token = token.unwrap().token;
        let who = app::sessions::staff(&app, &token).await.unwrap().account;
        let mut numbers: Vec<CaseNumber> = Vec::new();
        for page in [
            app::lists::inbox(&app, &who, None).await.unwrap(),
            app::lists::worklist(&app, &who, None).await.unwrap(),
            app::lists::done(&app, &who, None).await.unwrap(),
        ] {
            numbers.extend(page.rows.into_iter().map(|row| row.number));
        }
        for number in numbers {
            let case = app::view::view(&app, &who, &number).await.unwrap();
            for one in &case.clocks {
                let clock = &one.clock;
                let path =
                    format!("/noi-bo/hs/{number}/cach-tinh/{}/{}", clock.kind.name(), clock.seq);
                let slip = staff.get(&path).await;
                assert_eq!(slip.status, StatusCode::OK, "{path}");
                if clock.rule == GIVEN {
                    assert!(
                        !slip.html.contains("/tinh-han?") && slip.html.contains("đặt"),
                        "{path}"
                    );
                    given += 1;
                    continue;
                }
                let (again, command) = check(&slip);
                assert!(!again.contains("HS-"), "the address names no case: {again}");
                let answer = by_command(&command);
                assert_eq!(answer["due"], clock.due_on.to_string(), "{command}");
                assert_eq!(answer["nominal"], clock.nominal_on.to_string(), "{command}");
                let recount = Visitor::of(&app).get(&again).await;
                assert_eq!(recount.status, StatusCode::OK, "{again}");
                assert_eq!(days(&recount), days(&slip), "{again}");
                assert_eq!(check(&recount), (again, command), "the same inputs again");
                let last = days(&slip).pop().unwrap();
                assert_eq!(last.0, clock.due_on.to_string());
                counted += 1;
                held += usize::from(!clock.holds.is_empty());
                extended += usize::from(!clock.extensions.is_empty());
            }
        }
    }
    assert!(
        60 < counted && 0 < given && 0 < held && 0 < extended,
        "{counted} {given} {held} {extended}"
    );
}

/// A denunciation of a secretary on the state track that was held and extended.
async fn held_and_extended(portal: &TestApp) -> CaseNumber {
    let c = &portal.committee;
    let number = portal.letter("to_cao", committee::about_hung()).await.case_number;
    let accept = Step::Propose(Act::Accept { track: Track::State });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let to = Assignment { unit: c.inspector.unit, officer: c.inspector.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.inspector, &number, Step::Declare, "").await;
    portal.set_day("2026-11-09");
    let hold = Act::Hold { hold: HoldType::Appraisal, until: "2026-11-20".parse().unwrap() };
    portal.take(&c.inspector, &number, Step::Propose(hold), "Chờ giám định chữ ký.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    portal.set_day("2026-11-23");
    portal.jobs().await;
    let extend =
        Act::Extend { days: 30, criteria: vec![Complexity::SeveralPlaces, Complexity::ManyPeople] };
    portal.take(&c.inspector, &number, Step::Propose(extend), "Phải xác minh ở nhiều nơi.").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    number
}

#[tokio::test]
async fn a_slip_says_everything_the_day_rests_on_and_nothing_else() {
    let portal = TestApp::start().await;
    let number = held_and_extended(&portal).await;
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/cach-tinh/c2/0");
    let seen = staff.get(&path).await;
    for words in [
        number.as_str(),
        "TC-05: Giải quyết tố cáo",
        "quyết định thụ lý",
        "Luật TC Đ30, Đ34; NĐ31 Đ3, Đ15(4)",
        "từ 09/11/2026 đến 20/11/2026: Chờ giám định",
        "Không tính: tạm dừng – Chờ giám định",
        "Gia hạn thêm 30 ngày (Việc xảy ra ở nhiều nơi; Liên quan nhiều người)",
        "bản 2026-1",
        "Đang chạy, còn",
        "gopy due --rule TC-05 --from 2026-11-02 --hold 2026-11-09..2026-11-20 --extend 30",
    ] {
        assert!(seen.html.contains(words), "{words} in {}", seen.html);
    }
    let english = staff.get(&format!("{path}?lang=en")).await;
    for words in [
        "TC-05: Settlement of a denunciation",
        "Law on Denunciations 25/2018, Art. 30 and 34",
        "Not counted: paused",
        "Extended by 30 days",
    ] {
        assert!(english.html.contains(words), "{words} in {}", english.html);
    }
    let pdf = staff.get(&format!("{path}/phieu.pdf?lang=vi")).await;
    let text = extracted(&pdf.body);
    for secret in
        ["Hùng", "bí thư", "Thu tiền", "phiếu thu", "nguoi.gui", "kiemtravien1", "Bùi Thu Thảo"]
    {
        assert!(!between(&seen.html, "<main", "</main>").contains(secret), "{secret} on the page");
        assert!(!text.contains(secret), "{secret} on the paper");
    }
}

#[tokio::test]
async fn late_met_and_void_clocks_say_so_for_ever() {
    let portal = TestApp::start().await;
    let number = portal.letter("gop_y", committee::about_lan()).await.case_number;
    portal.set_day("2026-11-20");
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/cach-tinh/c1/0");
    let late = staff.get(&path).await;
    assert!(late.html.contains("Quá hạn từ 17/11/2026, đã 4 ngày"), "{}", late.html);
    assert!(late.html.contains("chờ xác nhận"), "nobody has signed this rule off");
    let c = &portal.committee;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    portal.set_day("2026-12-20");
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let done = staff.get(&path).await;
    assert!(done.html.contains("quá hạn 4 ngày kể từ 17/11/2026"), "{}", done.html);
}

#[tokio::test]
async fn for_whom_the_case_does_not_exist_there_is_no_slip() {
    let portal = TestApp::start().await;
    let number = portal.letter("to_cao", committee::about_hung()).await.case_number;
    let mut hung = Visitor::signed_in(&portal.app, "bithu.phudo-05", PASSWORD).await;
    for slip in ["cach-tinh/c1/0", "cach-tinh/c1/0/phieu.pdf"] {
        let hidden = hung.get(&format!("/noi-bo/hs/{number}/{slip}")).await;
        let nothing = hung.get(&format!("/noi-bo/hs/HS-0000-0000/{slip}")).await;
        assert_eq!((hidden.status, nothing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let shape = |seen: &Seen| {
            let html = seen.html.replace(number.as_str(), "N").replace("HS-0000-0000", "N");
            html.split("name=\"csrf\"")
                .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(shape(&hidden), shape(&nothing));
    }
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    for wrong in ["c99/0", "c1/7", "c2/0"] {
        let path = format!("/noi-bo/hs/{number}/cach-tinh/{wrong}");
        assert_eq!(staff.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// The words of a PDF with single blanks.
pub fn extracted(pdf: &[u8]) -> String {
    let text = pdf_extract::extract_text_from_mem(pdf).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_pdf_can_be_searched_in_vietnamese_and_is_the_same_each_time() {
    let portal = TestApp::start().await;
    let number = held_and_extended(&portal).await;
    let mut staff = Visitor::signed_in(&portal.app, "pheduyet", PASSWORD).await;
    let path = format!("/noi-bo/hs/{number}/cach-tinh/c2/0/phieu.pdf");
    let pdf = staff.get(&path).await;
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    assert_eq!(pdf.headers["cache-control"], "no-store");
    let text = extracted(&pdf.body);
    for words in [
        "Phiếu tính hạn",
        number.as_str(),
        "Giải quyết tố cáo",
        "Luật TC Đ30, Đ34; NĐ31 Đ3, Đ15(4)",
        "Chờ giám định",
        "Ngày bắt đầu, không tính",
        "Hạn: hết ngày này",
        "thứ Hai, 02/11/2026",
        "gopy due --rule TC-05",
        "Trang 1/",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert_eq!(staff.get(&path).await.body, pdf.body, "equal slips are equal files");
    assert!(pdf.body.len() < 90_000, "{} bytes", pdf.body.len());
    let english = extracted(&staff.get(&format!("{path}?lang=en")).await.body);
    assert!(
        english.contains("Deadline slip") && english.contains("Law on Denunciations"),
        "{english}"
    );
}

#[test]
fn a_paper_breaks_into_pages_and_repeats_the_head_of_its_table() {
    let rows = (1..=120).map(|n| vec![format!("dòng {n}"), "chữ Việt đủ dấu: ẵ ộ ữ ỵ Đ".into()]);
    let table =
        Table {
            head: vec!["Số".into(), "Lời".into()], shares: vec![1, 3], rows: rows.collect()
        };
    let paper = Paper {
        lang: Lang::Vi,
        title: "Biên bản bàn giao".into(),
        foot: "Đảng ủy · trang".into(),
        parts: vec![
            Part::Heading("Phần một".into()),
            Part::Paragraph(format!("{} {}", "lời ".repeat(200), "x".repeat(400))),
            Part::Facts(vec![("Tên".into(), "Giá trị".into())]),
            Part::Qr(Qr {
                payload: "https://gopy.example".into(),
                label: "Mã".into(),
                beside: vec!["Quét".into()],
            }),
            Part::Table(table),
        ],
    };
    let bytes = paper::pdf(&paper).unwrap();
    let text = extracted(&bytes);
    assert!(text.contains("dòng 120") && text.contains("ẵ ộ ữ ỵ Đ"), "{text}");
    let pages = text.matches("Đảng ủy · trang ").count();
    assert!(
        2 < pages && text.contains(&format!("Đảng ủy · trang {pages}/{pages}")),
        "{pages} pages"
    );
    assert_eq!(text.matches("Số Lời").count(), pages, "the head stands on each page");
    assert_eq!(paper::pdf(&paper).unwrap(), bytes);
    let too_long = Qr { payload: "x".repeat(5_000), label: String::new(), beside: Vec::new() };
    assert!(paper::pdf(&Paper { parts: vec![Part::Qr(too_long)], ..paper }).is_err());
}

/// What is typed, where the message leads, what is still there.
type Wrong<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

#[tokio::test]
async fn anybody_counts_a_deadline_by_hand() {
    let portal = TestApp::start().await;
    let mut visitor = Visitor::of(&portal.app);
    let nothing = visitor.get("/tinh-han?quy-tac=&tu=&tam-dung=&gia-han=").await;
    assert!(nothing.html.contains("#f-quy-tac") && nothing.html.contains("#f-tu"));
    let blank = visitor.get("/tinh-han").await;
    assert_eq!(blank.status, StatusCode::OK);
    assert!(blank.html.contains("<option value=\"TC-05\">TC-05 – Giải quyết tố cáo</option>"));
    let query = |pairs: &[(&str, &str)]| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        format!("/tinh-han?{}", query.extend_pairs(pairs).finish())
    };
    let typed = query(&[
        ("quy-tac", "TC-05"),
        ("tu", "1/6/2026"),
        ("tam-dung", "10/6/2026 đến 24/6/2026"),
        ("gia-han", ""),
    ]);
    let counted = visitor.get(&typed).await;
    assert!(counted.html.contains("Hạn: thứ Tư, 15/07/2026"), "{}", counted.html);
    assert!(
        counted
            .html
            .contains("gopy due --rule TC-05 --from 2026-06-01 --hold 2026-06-10..2026-06-24")
    );
    assert!(counted.html.contains("lang=en"), "the other language counts the same");
    let hours = visitor.get(&query(&[("quy-tac", "DP-01"), ("tu", "13/2/2026 16:00")])).await;
    assert!(hours.html.contains("16:00 thứ Hai, 16/02/2026"), "{}", hours.html);
    let long = "30 ".repeat(21);
    let rows: [Wrong<'_>; 9] = [
        (&[("quy-tac", "ZZ"), ("tu", "1/6/2026")], "#f-quy-tac", "1/6/2026"),
        (&[("quy-tac", "TC-05"), ("tu", "31/2/2026")], "#f-tu", "31/2/2026"),
        (&[("quy-tac", "TC-05"), ("tu", "<b>")], "#f-tu", "&lt;b&gt;"),
        (
            &[("quy-tac", "TC-05"), ("tu", "1/6/2026"), ("tam-dung", "10/6/2026")],
            "#f-tam-dung",
            "10/6/2026",
        ),
        (
            &[("quy-tac", "TC-05"), ("tu", "1/6/2026"), ("tam-dung", "24/6/2026..10/6/2026")],
            "#f-tam-dung",
            "24/6/2026..10/6/2026",
        ),
        (
            &[("quy-tac", "TC-05"), ("tu", "1/6/2026"), ("gia-han", "ba mươi")],
            "#f-gia-han",
            "ba mươi",
        ),
        (&[("quy-tac", "TC-05"), ("tu", "1/6/2026"), ("gia-han", &long)], "#f-gia-han", "30 30"),
        (
            &[("quy-tac", "TC-05"), ("tu", "1/6/2026"), ("tam-dung", "1/7/2026 1/7/2090")],
            "#f-tu",
            "1/7/2090",
        ),
        (&[("quy-tac", "TC-05"), ("tu", "1/6/1926")], "#f-tu", "1/6/1926"),
    ];
    for (pairs, leads, kept) in rows {
        let seen = visitor.get(&query(pairs)).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{pairs:?}");
        assert!(seen.html.contains(&format!("<a href=\"{leads}\">")), "{pairs:?}: {}", seen.html);
        assert!(seen.html.contains(kept), "{pairs:?} keeps {kept}");
    }
    let other = query(&[("quy-tac", "TC-05"), ("tu", "2026-06-01"), ("lich", "2019-4")]);
    assert!(visitor.get(&other).await.html.contains("lịch nghỉ bản 2019-4"));
    let words = query(&[("quy-tac", "TC-05"), ("tu", "2026-06-01"), ("lich", "hãy gọi 1900")]);
    assert!(
        !visitor.get(&words).await.html.contains("1900"),
        "an address puts no words on the page"
    );
}

#[tokio::test]
async fn the_resident_reads_why_in_plain_words_of_either_language() {
    let portal = TestApp::start().await;
    let sent = portal.letter("gop_y", committee::about_lan()).await;
    let mut resident = Visitor::of(&portal.app);
    let page = resident.get("/tra-cuu").await;
    let code = sent.receipt.digits().clone();
    resident.press(&page, "/tra-cuu", &[("receipt", &code)]).await;
    let case = resident.get("/ho-so").await;
    for words in [
        "10 ngày làm việc kể từ ngày 02/11/2026",
        "Không đếm 4 ngày thứ Bảy, Chủ nhật",
        "11-QĐi/TW 2019",
    ] {
        assert!(case.html.contains(words), "{words} in {}", case.html);
    }
    let days = resident.get("/ho-so/cach-tinh").await;
    assert_eq!(days.heading(), "Vì sao là ngày này?");
    assert!(days.html.contains("<svg class=\"qr\"") && days.html.contains("thứ Hai, 16/11/2026"));
    assert!(!days.html.contains("gopy due"), "no words of the office");
    for word in ["PY-01", "c1"] {
        let facts = between(&days.html, "<dl class=\"sum\">", "</dl>");
        assert!(!facts.contains(word), "{word} in {facts}");
    }
    let english = resident.get("/ho-so/cach-tinh?lang=en").await;
    assert!(english.html.contains("Party Regulation 11-QĐi/TW, 2019 (amended"), "{}", english.html);
    let stranger = Visitor::of(&portal.app).get("/ho-so/cach-tinh").await;
    assert_eq!(stranger.location.as_deref(), Some("/tra-cuu?het-gio"));
}

#[tokio::test]
async fn house_rules_are_worded_in_the_language_of_the_page() {
    let portal = TestApp::start().await;
    let number = portal.letter("gop_y", committee::about_lan()).await.case_number;
    let c = &portal.committee;
    let accept = Step::Propose(Act::Accept { track: Track::Party });
    portal.take(&c.triage, &number, accept, "").await;
    portal.take(&c.approver, &number, Step::Confirm, "").await;
    let mut staff = Visitor::signed_in(&portal.app, "kiemtra", PASSWORD).await;
    let vi = staff.get(&format!("/noi-bo/hs/{number}?lang=vi")).await.html;
    let en = staff.get(&format!("/noi-bo/hs/{number}?lang=en")).await.html;
    let (own, foreign) = ("quy định nội bộ thí điểm", "house rule on trial");
    assert!(vi.contains(own) && !vi.contains(foreign), "{vi}");
    assert!(en.contains(foreign) && !en.contains(own), "{en}");
}
