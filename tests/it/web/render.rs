//! Every resident page, with every sample, in every language.

use std::collections::BTreeSet;

use gopy::app::Answer;
use gopy::domain::case::Outcome;
use gopy::domain::letter::Lang;
use gopy::domain::vault::Standing;
use gopy::render::{Frame, Office, Page, Renderer, qr_svg, template_sources};
use gopy::web::errors::ErrorPage;
use gopy::web::forms::FlawLine;
use gopy::web::resident::PromiseLine;
use gopy::web::resident::gui::files::FileLine;
use gopy::web::resident::gui::{Draft, NotedPage, Question, ReceiptPage, Step};
use gopy::web::resident::help::HelpPage;
use gopy::web::resident::ho_so::challenge::ChallengePage;
use gopy::web::resident::ho_so::files::FilesPage;
use gopy::web::resident::ho_so::plea::{Plea, PleaPage};
use gopy::web::resident::ho_so::why::WhyPage;
use gopy::web::resident::ho_so::withdraw::{WithdrawForm, WithdrawPage};
use gopy::web::resident::ho_so::write::WritePage;
use gopy::web::resident::ho_so::{
    CasePage, HistoryLine, MeasureLine, MessageLine, OffLine, OpeningLine, Skipped, Term, Why,
};
use gopy::web::resident::home::HomePage;
use gopy::web::resident::nhat_ky::{HeadLine, HeadsPage};
use gopy::web::resident::qr::QrPage;
use gopy::web::resident::thong_ke::{FiguresLine, FiguresPage};
use gopy::web::resident::tinh_han::{AgainPage, Asked, RuleLine};
use gopy::web::resident::tra_cuu::LookUpPage;

use super::evidence_samples::BOUNDS;
use super::staff_samples::sheet;

/// Bytes of a compressed page that fit the budget of `ux.md` §1.3.
const BUDGET: usize = 8 * 1024;

struct Press {
    renderer: Renderer,
    lang: Lang,
    seen: BTreeSet<&'static str>,
}

impl Press {
    fn new(lang: Lang) -> Self {
        Self { renderer: Renderer::embedded().unwrap(), lang, seen: BTreeSet::new() }
    }

    fn page(&mut self, page: &impl Page) -> String {
        let template = page.template();
        self.seen.insert(template);
        let html = self.renderer.page(&frame(self.lang), page);
        assert!(html.is_ok(), "{template}: {html:?}");
        let html = html.unwrap();
        sound(template, &html, self.lang);
        html
    }
}

fn frame(lang: Lang) -> Frame {
    let office = Office {
        name: "Đảng ủy phường Mẫu Liêm".into(),
        phone: "024 0000 0000".into(),
        address: "số 1 phố Mẫu".into(),
        hours: String::new(),
        host: "gopy.example".into(),
    };
    Frame::new(lang, "/mau", "TOKEN", office)
}

/// What holds for every page.
fn sound(template: &str, html: &str, lang: Lang) {
    assert!(html.starts_with("<!doctype html>"), "{template}");
    assert!(html.contains(&format!("<html lang=\"{}\">", lang.name())), "{template}");
    assert_eq!(html.matches("<h1").count(), 1, "{template} has one h1");
    assert!(!html.contains("<title> –"), "{template} has a title");
    assert!(!html.contains("http-equiv") && !html.contains("<script"), "{template}");
    for (place, _) in html.match_indices(" id=\"") {
        let id = html[place + 5..].split('"').next().unwrap();
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{template} repeats id {id}");
    }
    for (place, _) in html.match_indices(" for=\"") {
        let id = html[place + 6..].split('"').next().unwrap();
        assert!(html.contains(&format!(" id=\"{id}\"")), "{template} labels no field {id}");
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap();
        let token = form.contains("name=\"csrf\" value=\"TOKEN\"");
        let posts = form.contains("method=\"post\"");
        assert_eq!(posts, token, "{template}: a token belongs into what is posted");
    }
    let size = compressed(html);
    assert!(size <= BUDGET, "{template} takes {size} bytes");
}

/// Deflate as gzip does it; the header adds 18 bytes.
fn compressed(html: &str) -> usize {
    miniz_oxide::deflate::compress_to_vec(html.as_bytes(), 6).len() + 18
}

fn flaws() -> Vec<FlawLine> {
    let fields = [
        "",
        "kind",
        "identity",
        "text",
        "when",
        "day",
        "happened_on",
        "place",
        "about_name",
        "reporter_name",
        "contact",
        "email",
        "truth",
        "receipt",
        "pressed",
    ];
    fields.map(|field| FlawLine { field: field.into(), text: format!("sửa <{field}>") }).into()
}

fn drafts() -> Vec<Draft> {
    let kinds =
        ["gop_y", "phan_anh", "kien_nghi", "khieu_nai", "to_cao", "bieu_duong", "khong_chac"];
    let draft = |kind: &str, identity: &str, when: &str| Draft {
        kind: kind.into(),
        told: kind.into(),
        identity: identity.into(),
        text: "Tôi tên là <b>Hoa</b>.\nThu tiền làm ngõ không có phiếu thu.".into(),
        when: when.into(),
        day: "15".into(),
        month: "3".into(),
        year: "2026".into(),
        when_text: "rằm tháng Bảy".into(),
        place: "tổ dân phố số 5".into(),
        about_name: "ông Hùng".into(),
        reporter_name: "Trần Thị Hoa".into(),
        contact: "email".into(),
        email: "hoa@example.vn".into(),
        key: "k".into(),
        ..Draft::default()
    };
    let mut drafts: Vec<Draft> = kinds.iter().map(|kind| draft(kind, "anonymous", "day")).collect();
    drafts.extend(kinds.iter().map(|kind| draft(kind, "named", "period")));
    drafts
}

fn questions(press: &mut Press) {
    let today = "2026-11-22".parse().unwrap();
    press.page(&Question::new(Draft::default(), Step::Kind, Vec::new(), today));
    for draft in drafts() {
        let steps: Vec<Step> = draft.steps().collect();
        for step in steps {
            let page = press.page(&Question::new(draft.clone(), step, Vec::new(), today));
            assert!(!page.contains("<b>Hoa"), "what was typed is escaped");
            let flawed = press.page(&Question::new(draft.clone(), step, flaws(), today));
            assert!(flawed.contains("id=\"loi\""));
        }
    }
    files(press, today);
    for promised in ["notice", "answer"] {
        for (to_sign, unsigned, provisional) in
            [(false, false, true), (true, false, false), (false, true, false)]
        {
            press.page(&receipt(promised, to_sign, unsigned, provisional));
        }
    }
    let (receipt, case_number) = ("4829 1057 3360 9210 6635".into(), "HS-4718-9353".into());
    press.page(&NotedPage { receipt, case_number });
}

/// The page of files with some on it, the last page with them, and the page on which more are sent.
fn files(press: &mut Press, today: chrono::NaiveDate) {
    let file = |sealed_original| FileLine {
        number: 1,
        name: "ảnh <b>Hoa.jpg".into(),
        kib: 350,
        sealed_original,
    };
    for step in [Step::Files, Step::Check] {
        let question = Question::new(drafts().remove(0), step, flaws(), today);
        let files = vec![file(false), file(true)];
        let page = press.page(&Question { files, limits: BOUNDS, ..question });
        assert!(page.contains("Hoa.jpg") && !page.contains("<b>Hoa"), "a name is escaped");
    }
    for (taken, flaws) in [(0, Vec::new()), (1, flaws())] {
        press.page(&FilesPage { limits: BOUNDS, taken, key: "k".into(), flaws });
    }
}

fn receipt(
    promised: &'static str,
    to_sign: bool,
    unsigned: bool,
    provisional: bool,
) -> ReceiptPage {
    ReceiptPage {
        receipt: "4829 1057 3360 9210 6635".into(),
        case_number: "HS-4718-9353".into(),
        qr: qr_svg("https://gopy.example/m/48291057336092106635", "QR").unwrap(),
        received_on: "2026-11-02".parse().unwrap(),
        promise: PromiseLine { what: promised, due_on: "2026-11-16".parse().unwrap(), provisional },
        praise: !to_sign && !unsigned,
        to_sign,
        unsigned,
    }
}

fn case(status: &'static str, what: &'static str, overdue_days: Option<i64>) -> CasePage {
    let on = day("2026-11-20");
    let line = |from, what| MessageLine {
        on,
        from,
        what,
        text: "Ông/bà còn giữ <phiếu> không?".into(),
        answer: (what == "answer").then(|| Answer {
            checked: "Đã xem sổ thu.".into(),
            found: "Đúng một phần.".into(),
            done: "Trả lại tiền trước 15/12/2026.".into(),
            next: "Đề nghị xem lại.".into(),
        }),
    };
    let office =
        ["text", "question", "notice", "answer"].into_iter().map(|what| line("office", what));
    CasePage {
        case_number: "HS-4718-9353".into(),
        status,
        received_on: day("2026-11-02"),
        today: on,
        promise: Some(PromiseLine { what, due_on: day("2026-12-07"), provisional: true }),
        why: Some(why("wd")),
        overdue_days,
        asks_until: Some(day("2026-11-28")),
        review_until: Some(day("2027-01-04")),
        can_withdraw: true,
        can_challenge: true,
        outcomes: Outcome::ALL.map(Outcome::name).to_vec(),
        measures: [None, Some(on)]
            .map(|done_on| MeasureLine { text: "Trả tiền.".into(), due_on: on, done_on })
            .into(),
        openings: Standing::ALL
            .map(|standing| OpeningLine {
                office: "Ban <b>thường vụ".into(),
                reason: "Cần gặp <b>người gửi.".into(),
                asked_on: on,
                standing: standing.name(),
                decided_on: (standing != Standing::Waiting).then_some(on),
            })
            .into(),
        messages: office.chain([line("resident", "text")]).collect(),
        history: vec![HistoryLine { on, status }, HistoryLine { on, status: "received" }],
    }
}

fn why(unit: &'static str) -> Why {
    Why {
        target: unit == "wd",
        term: Some(Term { n: 30, unit }),
        from: day("2026-11-06"),
        extended: 30,
        skipped: skipped(unit == "wd"),
        held_since: Some(day("2026-11-10")),
        counted: true,
        basis: "Luật TC 25/2018 Đ30".into(),
        confirmed: false,
    }
}

fn skipped(any: bool) -> Skipped {
    let line = || OffLine { day: day("2026-11-24"), label: "Ngày Văn hóa <b>".into() };
    if any {
        Skipped {
            weekend_days: 8,
            off: vec![line()],
            worked: vec![line()],
            held_days: 3,
            rolled: true,
        }
    } else {
        Skipped::default()
    }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn cases(press: &mut Press) {
    for status in ["received", "screening", "handling", "answered", "finished"] {
        for what in ["notice", "answer"] {
            press.page(&case(status, what, Some(3)));
            press.page(&case(status, what, None));
        }
    }
    press.page(&CasePage { why: Some(why("cal")), ..case("handling", "answer", None) });
    let bare = CasePage {
        promise: None,
        why: None,
        asks_until: None,
        review_until: None,
        outcomes: Vec::new(),
        measures: Vec::new(),
        messages: Vec::new(),
        ..case("received", "notice", None)
    };
    press.page(&bare);
    for flaws in [Vec::new(), flaws()] {
        let text = String::from("Tôi viết thêm.");
        press.page(&LookUpPage { ended: true, flaws: flaws.clone() });
        press.page(&WritePage {
            question: None,
            finished: true,
            text: text.clone(),
            key: String::new(),
            flaws: flaws.clone(),
        });
        press.page(&WritePage {
            question: Some("?".into()),
            finished: false,
            text: text.clone(),
            key: String::new(),
            flaws: flaws.clone(),
        });
        press.page(&ChallengePage {
            officer: "bà Hạnh".into(),
            text: text.clone(),
            key: String::new(),
            flaws: flaws.clone(),
        });
        for plea in [Plea::Review, Plea::Protection] {
            let (text, flaws) = (text.clone(), flaws.clone());
            press.page(&PleaPage { plea, text, key: String::new(), flaws });
        }
        press.page(&WithdrawPage { typed: WithdrawForm::default(), key: String::new(), flaws });
    }
}

fn texts(press: &mut Press) {
    press.page(&HomePage {});
    let mut open = frame(press.lang);
    open.office.hours = "thứ Hai, thứ Năm, 8:00–11:30".into();
    assert!(press.renderer.page(&open, &HomePage {}).unwrap().contains("8:00–11:30"));
    press.page(&figures());
    let none = FiguresLine { kinds: Vec::new(), received: None, answered: None };
    press.page(&FiguresPage { total: none, ..figures() });
    for days in [0, 2] {
        let head = |day| HeadLine { on: self::day(day), hash: "0a".repeat(32) };
        let heads = ["2026-11-28", "2026-11-27"].into_iter().take(days).map(head).collect();
        press.page(&HeadsPage { heads });
    }
    press.page(&QrPage {});
    press.page(&WhyPage { sheet: sheet() });
    let rules =
        || vec![RuleLine { id: "TC-05".into(), title: "Giải quyết <tố cáo>".into() }];
    let (typed, due) = (Asked { rule: "TC-05".into(), ..Asked::default() }, String::new());
    for flaws in [Vec::new(), flaws()] {
        let (typed, due) = (typed.clone(), due.clone());
        press.page(&AgainPage { typed, rules: rules(), due, sheet: None, flaws });
    }
    press.page(&AgainPage { typed, rules: rules(), due, sheet: Some(sheet()), flaws: Vec::new() });
    for page in [HelpPage::GUIDE, HelpPage::LOST_CODE, HelpPage::PRIVACY, HelpPage::ACCESSIBILITY] {
        press.page(&page);
    }
    for status in 400..=599 {
        let Ok(status) = poem::http::StatusCode::from_u16(status) else { continue };
        press.page(&ErrorPage::of(status, false, "1a2b3c4d".into()));
        press.page(&ErrorPage::of(status, true, String::new()));
    }
}

fn figures() -> FiguresPage {
    let row = |kinds: &[&'static str], received, answered| FiguresLine {
        kinds: kinds.into(),
        received,
        answered,
    };
    FiguresPage {
        from: day("2025-11-01"),
        to: day("2026-10-31"),
        rows: vec![
            row(&["gop_y", "kien_nghi"], Some(1_086), Some(71)),
            row(&["phan_anh"], Some(21), None),
            row(&["khieu_nai", "to_cao"], None, None),
            row(&["bieu_duong"], None, None),
        ],
        total: row(&[], Some(1_120), Some(80)),
    }
}

#[test]
fn every_page_renders_in_every_language() {
    for lang in [Lang::Vi, Lang::En] {
        let mut press = Press::new(lang);
        texts(&mut press);
        questions(&mut press);
        cases(&mut press);
        let unseen: Vec<String> = template_sources()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| name.starts_with("pages/") && !name.starts_with("pages/noi-bo/"))
            .filter(|name| !press.seen.contains(name.as_str()))
            .collect();
        assert!(unseen.is_empty(), "no sample for {unseen:?}");
    }
}

#[test]
fn a_qr_code_is_small_and_readable_in_every_colour_scheme() {
    let address = "https://gopy.example/m/48291057336092106635";
    let svg = qr_svg(address, "Mã \"QR\"").unwrap();
    let size = compressed(&svg);
    assert!(size <= 614, "{size} bytes");
    assert!(svg.contains("fill=\"#fff\"") && svg.contains("aria-label=\"Mã &quot;QR&quot;\""));
    let code = fast_qr::QRBuilder::new(address).ecl(fast_qr::ECL::L).build().unwrap();
    let dark = (0..code.size).flat_map(|row| (0..code.size).map(move |column| (row, column)));
    let dark: BTreeSet<_> = dark.filter(|(row, column)| code[*row][*column].value()).collect();
    assert_eq!(drawn(&svg), dark, "every module stands in its place");
}

/// The modules that the strokes of a code cover, without its border of four.
fn drawn(svg: &str) -> BTreeSet<(usize, usize)> {
    let path = svg.split("stroke=\"#000\" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut modules = BTreeSet::new();
    for row in path.split('M').skip(1) {
        let number =
            |text: &str| text.split(['m', 'h', ' ']).next().unwrap().parse::<usize>().unwrap();
        let (mut column, down) = (number(row) - 4, number(row.split_once(' ').unwrap().1) - 4);
        for (place, what) in row.match_indices(['m', 'h']) {
            let run = number(&row[place + 1..]);
            if what == "h" {
                modules.extend((column..column + run).map(|column| (down, column)));
            }
            column += run;
        }
    }
    modules
}
