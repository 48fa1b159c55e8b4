//! Every staff page, with every code it may have to word, in every language.

use std::collections::BTreeSet;

use gopy::app::agenda::{Day, DayIs, Month};
use gopy::app::lists::{CaseRow, Page as Rows};
use gopy::app::operations::{Health, JobView};
use gopy::app::view::Standing;
use gopy::domain::access::Role;
use gopy::domain::calendar::{DayKind, SpecialDay};
use gopy::domain::case::{Queue, STATE_NAMES, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::letter::{Kind, Lang, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Complexity, HoldType, RecordReason, RefusalReason, StepKind};
use gopy::render::{Frame, Office, Page, Reader, Renderer, qr_svg, template_sources};
use gopy::web::sheet::Sheet;
use gopy::web::staff::cua::EntrancePage;
use gopy::web::staff::hs::cach_tinh::SlipPage;
use gopy::web::staff::hs::decision::{Decision, DecisionPage};
use gopy::web::staff::hs::lines::{Head, SuggestionLines};
use gopy::web::staff::hs::{
    CasePage, chuyen, du_thao, duyet, ghi_giai_trinh, gia_han, giai_trinh, giao, giao_ngoai_le,
    giao_van_ban, hoi, hoi_them, ket_thuc, ket_thuc_tam_dung, khai, khong_thu_ly, loai, luu,
    ngay_hen, nguoi, niem_yet_lai, noi_khac, rut, tam_dung, thay_nguoi, them_nhanh, thu_ly, trinh,
    viec_xong,
};
use gopy::web::staff::lich_han::{DayPage, MonthPage};
use gopy::web::staff::lich_ics::FeedPage;
use gopy::web::staff::lists::{List, ListPage, Row};
use gopy::web::staff::nhan::{IntakeForm, IntakePage, PaperReceiptPage};
use gopy::web::staff::to_chuc::nhap::{ImportForm, ImportPage};
use gopy::web::staff::vai_tro::RolePage;
use gopy::web::staff::van_hanh::OperationsPage;
use gopy::web::staff::{first_page, page_of};

use super::calendar_samples::{doubts, window};
use super::organisation_samples::{organisations, previews};
use super::reorganisation_samples as samples;
use super::staff_samples::{
    allegations, bare, case, clock, day, draft, drafted, flaws, head, measures, officers, person,
    proposals, resolution, sheet, suggestion,
};

pub struct Press {
    renderer: Renderer,
    lang: Lang,
    pub role: Role,
    seen: BTreeSet<&'static str>,
}

impl Press {
    pub fn page(&mut self, page: &impl Page) -> String {
        let template = page.template();
        self.seen.insert(template);
        let html = self
            .renderer
            .page(&frame(self.lang, self.role), page)
            .map_err(|error| format!("{template}: {error:?}"))
            .unwrap();
        sound(template, &html);
        html
    }

    fn pages<P: Page>(&mut self, pages: impl IntoIterator<Item = P>) {
        for page in pages {
            self.page(&page);
        }
    }

    /// A decision's page, with and without lines to mend.
    fn decision<D: Decision>(&mut self, typed: fn() -> D, choices: fn() -> D::Choices) {
        for flaws in [Vec::new(), flaws()] {
            self.page(&DecisionPage {
                head: head("verifying"),
                slug: D::SLUG,
                typed: typed(),
                choices: choices(),
                text: "Thu tiền <b>làm ngõ</b>.".into(),
                allegations: allegations(),
                subjects: vec![person("secretary")],
                flaws,
            });
        }
    }
}

fn frame(lang: Lang, role: Role) -> Frame {
    let office = Office {
        name: "Đảng ủy phường Mẫu Liêm".into(),
        phone: "024 0000 0000".into(),
        address: "số 1 phố Mẫu".into(),
        hours: String::new(),
        host: "gopy.example".into(),
    };
    let mut frame = Frame::new(lang, "/mau", "TOKEN", office);
    frame.reader = Reader::Staff { name: "Trần Văn Bình".into(), role: role.name().into() };
    frame
}

/// What holds for every page.
fn sound(template: &str, html: &str) {
    assert_eq!(html.matches("<h1").count(), 1, "{template} has one h1");
    assert!(!html.contains("<title> –"), "{template} has a title");
    assert!(!html.contains("<script") && !html.contains("style=\""), "{template}");
    assert!(!html.contains("<b>làm"), "{template} escapes what was typed");
    for (place, _) in html.match_indices(" id=\"") {
        let id = html[place + 5..].split('"').next().unwrap();
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{template} repeats id {id}");
    }
    for pointer in [" for=\"", " aria-describedby=\""] {
        for (place, _) in html.match_indices(pointer) {
            for id in html[place + pointer.len()..].split('"').next().unwrap().split(' ') {
                assert!(html.contains(&format!(" id=\"{id}\"")), "{template}: nothing is {id}");
            }
        }
    }
    for form in html.split("<form").skip(1) {
        let form = form.split("</form>").next().unwrap();
        let (posts, token) = (form.contains("method=\"post\""), form.contains("name=\"csrf\""));
        assert_eq!(
            posts, token,
            "{template}: a token belongs into what is posted, never into an address"
        );
    }
}

fn cases(press: &mut Press) {
    for state in STATE_NAMES {
        press.page(&case(state));
        press.page(&bare(state));
    }
    for (kind, source) in Kind::ALL.into_iter().zip(Source::ALL) {
        let head = Head { kind: kind.name(), source: source.name(), ..head("review") };
        press.page(&CasePage { head, ..bare("review") });
    }
    let above = Head {
        queue: Queue::Above.name(),
        track: Track::State.name(),
        source: Source::Forwarded.name(),
        ..head("review")
    };
    let open =
        CasePage { head: above, opened: true, suggestion: Some(suggestion("")), ..bare("review") };
    press.page(&open);
    press.page(&CasePage { above: Some("quarantined"), ..case("screening") });
    press.page(&CasePage { sight: "points", ..case("verifying") });
    press.page(&CasePage { sight: "points", opened: false, ..case("verifying") });
    press.page(&CasePage { sight: "points", ..bare("verifying") });
    press.page(&CasePage {
        suggestion: Some(SuggestionLines { people: Vec::new(), ..suggestion("") }),
        ..open
    });
    for proposal in proposals() {
        press.page(&CasePage {
            proposal: Some(proposal),
            actions: vec!["duyet"],
            ..case("screening")
        });
    }
    for (place, kind) in ClockKind::ALL.into_iter().enumerate() {
        let (head, clock) = (head("verifying"), clock(kind, place));
        press.page(&SlipPage { head, clock, sheet: sheet() });
    }
    let head = head("monitoring");
    let given = Sheet { days: Vec::new(), check: None, notes: Vec::new(), ..sheet() };
    press.page(&SlipPage { head, clock: clock(ClockKind::Measure, 1), sheet: given });
}

fn decisions(press: &mut Press) {
    press.decision(thu_ly::Accept::default, || Track::ALL.map(Track::name));
    press.decision(khong_thu_ly::Refuse::default, || {
        RefusalReason::ALL
            .map(|one| khong_thu_ly::ReasonLine { name: one.name(), basis: one.basis() })
    });
    press.decision(chuyen::Transfer::default, || ());
    press.decision(luu::Record::default, || luu::RecordChoices {
        reasons: RecordReason::ALL.map(RecordReason::name),
        windows: Vec::new(),
    });
    press.decision(luu::Record::default, || luu::RecordChoices {
        reasons: RecordReason::ALL.map(RecordReason::name),
        windows: vec![window(true), window(false)],
    });
    press.decision(them_nhanh::AddTrack::default, || "state");
    press.decision(ngay_hen::PromisedDay::default, doubts);
    press.decision(hoi::Ask::default, || ());
    press.decision(hoi_them::AskMore::default, || ());
    press.decision(loai::Reclassify::default, || Kind::ALL.map(Kind::name));
    press.decision(nguoi::AddPerson::default, nguoi::People::default);
    press.decision(
        || nguoi::AddPerson { tim: "<b>làm hung".into(), ..nguoi::AddPerson::default() },
        || nguoi::People { suggested: Vec::new(), found: vec![person("secretary")] },
    );
    press.decision(
        || nguoi::AddPerson { tim: "hung".into(), member: "m-1".into() },
        || nguoi::People {
            suggested: suggestion("").people.drain(..1).collect(),
            found: Vec::new(),
        },
    );
    press.decision(giao::Assign::default, giao::Officers::default);
    press.decision(
        || giao::Assign { tim: "phu do".into(), ..giao::Assign::default() },
        || giao::Officers { why: suggestion("").reasons, ..giao::Officers::default() },
    );
    press.decision(giao::Assign::default, officers);
    press.decision(giao_ngoai_le::AssignDespite::default, || officers().candidates);
    press.decision(giao_ngoai_le::AssignDespite::default, Vec::new);
    press.decision(thay_nguoi::RuleChallenge::default, || thay_nguoi::Asked {
        officers: vec!["Vũ Thị <b>làm".into()],
        words: "Là <b>làm em rể.".into(),
    });
    press.decision(khai::Declare::default, || khai::Moment { first: true });
    press.decision(khai::Declare::default, || khai::Moment { first: false });
    press.decision(giai_trinh::Hear::default, || ());
    press.decision(ghi_giai_trinh::RecordReply::default, || ());
    press.decision(tam_dung::Hold::default, || tam_dung::HoldChoices {
        holds: HoldType::ALL.map(|one| tam_dung::HoldLine {
            name: one.name(),
            basis: "NĐ 31/2019 Đ15(4)".into(),
            confirmed: one == HoldType::Appraisal,
            longest: 60,
            given: one == HoldType::NeedInfo,
        }),
        clock: Some(resolution(Some(30))),
    });
    press.decision(ket_thuc_tam_dung::EndHold::default, || ());
    press.decision(niem_yet_lai::PostAgain::default, || ());
    press.decision(gia_han::Extend::default, || gia_han::ExtendChoices {
        criteria: Complexity::ALL.map(Complexity::name),
        clock: Some(resolution(Some(30))),
    });
    press.decision(gia_han::Extend::default, || gia_han::ExtendChoices {
        criteria: Complexity::ALL.map(Complexity::name),
        clock: Some(resolution(None)),
    });
    press.decision(du_thao::Draft::default, draft);
    press.decision(trinh::Submit::default, || Some(drafted()));
    press.decision(duyet::Review::default, || duyet::Waiting {
        proposal: proposals().pop(),
        draft: None,
    });
    press.decision(duyet::Review::default, || duyet::Waiting {
        proposal: None,
        draft: Some(drafted()),
    });
    press.decision(giao_van_ban::Deliver::default, || {
        [ClockKind::Notice, ClockKind::ResultNotice, ClockKind::Posting]
            .map(|kind| giao_van_ban::ServedLine { kind: kind.name(), due_on: day("2026-11-20") })
            .into()
    });
    press.decision(viec_xong::FinishMeasure::default, measures);
    press.decision(ket_thuc::Close::default, || ());
    press.decision(rut::Withdrawn::default, || ());
    for (receipt, back) in [(true, true), (true, false), (false, true)] {
        match (receipt, back) {
            (true, true) => press.decision(noi_khac::Elsewhere::default, || noi_khac::Ways {
                receipt: true,
                back: true,
            }),
            (true, false) => press.decision(noi_khac::Elsewhere::default, || noi_khac::Ways {
                receipt: true,
                back: false,
            }),
            _ => press.decision(noi_khac::Elsewhere::default, || noi_khac::Ways {
                receipt: false,
                back: true,
            }),
        }
    }
}

fn rows(press: &mut Press) {
    let standings =
        [Standing::Late, Standing::Soon, Standing::OnTime, Standing::Held, Standing::Done];
    let row = |(place, state): (usize, &&str)| CaseRow {
        number: CaseNumber::new(u32::try_from(place).unwrap()),
        kind: Kind::ALL[place % 6],
        state: (*state).into(),
        received_on: day("2026-11-02"),
        due_on: (!place.is_multiple_of(7)).then(|| day("2026-11-20")),
        days: 2,
        standing: standings[place % 5],
        held_until: (place % 5 == 3).then(|| day("2026-11-30")),
        pending: place.is_multiple_of(4).then_some(StepKind::ProposeRefuse),
        snippet: "Thu <b>làm ngõ".into(),
    };
    for list in [List::Inbox, List::Work, List::Approvals, List::Done] {
        let full = || Rows {
            rows: STATE_NAMES.iter().enumerate().map(row).collect(),
            next: Some("2026-11-20.0".into()),
        };
        for role in [Role::Triage, Role::Handler] {
            press.page(&ListPage::new(list, role, full(), true));
            press.page(&ListPage::new(list, role, full(), false));
            for first in [true, false] {
                press.page(&ListPage::new(
                    list,
                    role,
                    Rows { rows: Vec::new(), next: None },
                    first,
                ));
            }
        }
    }
}

fn agenda(press: &mut Press) {
    let row = |standing, place| CaseRow {
        number: CaseNumber::new(place),
        kind: Kind::GopY,
        state: "verifying".into(),
        received_on: day("2026-11-02"),
        due_on: Some(day("2026-11-20")),
        days: 2,
        standing,
        held_until: (standing == Standing::Held).then(|| day("2026-11-30")),
        pending: None,
        snippet: String::new(),
    };
    let all = [Standing::Late, Standing::Soon, Standing::OnTime, Standing::Held, Standing::Done];
    let rows = || all.into_iter().zip(1..).map(|(standing, place)| row(standing, place)).collect();
    let special = |kind| SpecialDay {
        day: day("2026-11-24"),
        kind,
        paired_with: None,
        label: "Ngày Văn hóa <b>làm".into(),
        label_en: "Culture <b>làm".into(),
        source: String::new(),
    };
    let kinds = [
        DayIs::Working,
        DayIs::Weekend,
        DayIs::Off(special(DayKind::Holiday)),
        DayIs::Worked(special(DayKind::SwapWork)),
    ];
    for (decreed, late_before) in [(true, 0), (false, 3)] {
        let days = day("2026-11-01").iter_days().take(30).zip(kinds.iter().cycle());
        let days = days.map(|(day, is)| Day { day, is: is.clone(), rows: rows(), count: 9 });
        let days = days.chain([Day {
            day: day("2026-11-30"),
            is: DayIs::Working,
            rows: Vec::new(),
            count: 0,
        }]);
        let month = Month { first: day("2026-11-01"), days: days.collect(), late_before, decreed };
        let page = MonthPage::new(month, "Tháng 11/2026".into(), day("2026-11-20"), press.lang);
        let html = press.page(&page);
        assert_eq!(html.matches("<tr>").count(), 1 + page.weeks.len(), "a row for each week");
        assert!(page.weeks.iter().all(|week| week.len() == 7));
        press.page(&MonthPage {
            flaws: vec![flaws().swap_remove(0)],
            typed: "<b>làm".into(),
            ..page
        });
    }
    for (first, next) in [(true, Some("2026-11-20.0".to_owned())), (false, None)] {
        let lines: Vec<CaseRow> = rows();
        let rows = lines.into_iter().map(Row::from).collect();
        let (day, month) = (day("2026-11-20"), "2026-11".to_owned());
        press.page(&DayPage { day, month: month.clone(), rows, first, next: next.clone() });
        press.page(&DayPage { day, month, rows: Vec::new(), first, next });
    }
    let address = || Some("https://gopy.example/lich/0123.ics".to_owned());
    press.page(&FeedPage { made_on: None, read_on: None, address: None });
    for read_on in [None, Some(day("2026-11-21"))] {
        press.page(&FeedPage { made_on: Some(day("2026-11-20")), read_on, address: address() });
    }
}

fn others(press: &mut Press) {
    let linkable = [None, Some(String::from("Keycloak <b>làm"))];
    for (flaws, provider) in [Vec::new(), flaws()].into_iter().zip(linkable) {
        let (login, wanted) = ("kiemtra".into(), "/noi-bo/hs/HS-4718-9353".into());
        press.page(&EntrancePage { login, wanted, provider, flaws: flaws.clone() });
        press.page(&IntakePage::new(IntakeForm::default(), day("2026-11-22"), flaws));
    }
    press.page(&PaperReceiptPage {
        receipt: "4829 1057 3360 9210 6635".into(),
        case_number: "HS-4718-9353".into(),
        qr: qr_svg("https://gopy.example/m/48291057336092106635", "QR").unwrap(),
        received_on: day("2026-11-22"),
        promise: None,
    });
    press.page(&RolePage { login: "kiemtra".into(), role: press.role.name() });
    let jobs =
        vec![JobView { name: "send-mail".into(), ran_at: "2026-11-22T18:30:00Z".parse().unwrap() }];
    let red = [
        "database",
        "migrations",
        "mail-stuck",
        "breach-open",
        "breach-late",
        "lapse-unheard",
        "calendar-ends",
        "calendar-short",
        "job-quiet send-mail",
        "vault-missing",
    ];
    let red = red.map(String::from).into();
    let health = |jobs| Health {
        database: true,
        migrated: true,
        jobs,
        quiet: Vec::new(),
        decreed_until: Some(day("2027-12-31")),
    };
    let html = press.page(&OperationsPage::new(health(jobs), red, 2));
    assert!(html.contains("01:30"), "told in Hanoi's time");
    press.pages(organisations());
    press.page(&ImportPage::new(ImportForm::default(), flaws()));
    press.pages(previews());
    press.page(&OperationsPage::new(health(Vec::new()), Vec::new(), 0));
    press.pages(super::calendar_samples::calendars());
    press.pages(super::calendar_samples::congresses());
    press.pages(super::calendar_samples::doubt_lists());
    reorganisations(press);
    press.pages(super::keys_samples::retention());
    press.pages(super::keys_samples::breaches());
    super::evidence_samples::evidence(press);
    super::sign_in_samples::entrance(press);
    super::sign_in_samples::accounts(press);
    super::gate_samples::readers(press);
    super::gate_samples::interests(press);
    super::deadline_samples::leaves(press);
    super::deadline_samples::transfer(press);
    super::vault_samples::custody(press);
    super::vault_samples::openings(press);
}

fn reorganisations(press: &mut Press) {
    press.pages(samples::lists());
    press.pages(samples::plans());
    press.pages(samples::minutes());
    press.pages(samples::grants());
    press.pages(samples::figures());
}

#[test]
fn every_staff_page_renders_in_every_language() {
    for lang in [Lang::Vi, Lang::En] {
        let mut seen = BTreeSet::new();
        for role in Role::ALL {
            let renderer = Renderer::embedded().unwrap();
            let mut press = Press { renderer, lang, role, seen: BTreeSet::new() };
            others(&mut press);
            if role == Role::Above {
                cases(&mut press);
                decisions(&mut press);
                rows(&mut press);
                agenda(&mut press);
            }
            seen.append(&mut press.seen);
        }
        let unseen: Vec<String> = template_sources()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| name.starts_with("pages/noi-bo/"))
            .filter(|name| !seen.contains(name.as_str()))
            .collect();
        assert!(unseen.is_empty(), "no sample for {unseen:?}");
    }
}

#[test]
fn every_step_of_staff_has_its_page_and_every_role_its_first_one() {
    let without: Vec<&str> = StepKind::ALL
        .into_iter()
        .filter(|step| page_of(*step).is_none())
        .map(StepKind::name)
        .collect();
    assert_eq!(
        without,
        [
            "screen",
            "resume",
            "route",
            "lapse",
            "monitor",
            "withdraw",
            "appeal",
            "report_retaliation",
            "raise",
            "challenge",
            "relieve",
            "firm"
        ]
    );
    for role in Role::ALL {
        assert!(first_page(role).starts_with("/noi-bo/"), "{role:?}");
    }
}
