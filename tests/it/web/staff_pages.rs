//! Every staff page, with every code it may have to word, in every language.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use gopy::app::lists::{CaseRow, Page as Rows};
use gopy::app::operations::{Health, JobView};
use gopy::app::view::Standing;
use gopy::domain::access::Role;
use gopy::domain::case::{Outcome, Queue, STATE_NAMES, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::letter::{Kind, Lang, Source};
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Complexity, HoldType, RecordReason, RefusalReason, StepKind};
use gopy::domain::text::Post;
use gopy::render::{Frame, Office, Page, Reader, Renderer, qr_svg, template_sources};
use gopy::web::forms::FlawLine;
use gopy::web::staff::cua::EntrancePage;
use gopy::web::staff::hs::cach_tinh::{CountPage, DayLine};
use gopy::web::staff::hs::decision::{Decision, DecisionPage};
use gopy::web::staff::hs::lines::{
    AllegationLine, AnswerLines, ClockLine, EventLine, ExtensionLine, Head, HoldLine, MatchLine,
    MeasureLine, MessageLine, PaperLine, PersonLine, PostLine, SuggestionLines, WhyLine,
};
use gopy::web::staff::hs::proposal::ProposalLine;
use gopy::web::staff::hs::{
    CasePage, chuyen, du_thao, duyet, ghi_giai_trinh, gia_han, giai_trinh, giao, giao_van_ban, hoi,
    hoi_them, ket_thuc, ket_thuc_tam_dung, khai, khong_thu_ly, loai, luu, nguoi, noi_khac, rut,
    tam_dung, thu_ly, trinh, viec_xong,
};
use gopy::web::staff::lists::{List, ListPage};
use gopy::web::staff::nhan::{IntakeForm, IntakePage, PaperReceiptPage};
use gopy::web::staff::vai_tro::RolePage;
use gopy::web::staff::van_hanh::OperationsPage;
use gopy::web::staff::{first_page, page_of};

struct Press {
    renderer: Renderer,
    lang: Lang,
    role: Role,
    seen: BTreeSet<&'static str>,
}

impl Press {
    fn page(&mut self, page: &impl Page) -> String {
        let template = page.template();
        self.seen.insert(template);
        let html = self
            .renderer
            .page(&frame(self.lang, self.role), page)
            .unwrap_or_else(|error| panic!("{template}: {error:?}"));
        sound(template, &html);
        html
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

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn flaws() -> Vec<FlawLine> {
    let fields = [
        "",
        "why",
        "points",
        "track",
        "reason",
        "body",
        "review_on",
        "question",
        "resume_on",
        "kind",
        "member",
        "officer",
        "helper",
        "summary",
        "reply",
        "hold",
        "until",
        "days",
        "criteria",
        "outcome-0",
        "evidence-1",
        "checked",
        "found",
        "done",
        "next",
        "measure-0",
        "due_on-1",
        "clock",
        "measure",
        "go",
        "number",
        "day",
        "source",
        "text",
    ];
    fields.map(|field| FlawLine { field: field.into(), text: format!("sửa <{field}>") }).into()
}

fn head(state: &'static str) -> Head {
    Head {
        number: "HS-4718-9353".into(),
        revision: 7,
        state,
        kind: "phan_anh",
        track: "party",
        queue: "committee",
        source: "web",
        received_on: day("2026-11-02"),
        named: true,
        paper: false,
        handler: Some("Phạm Thị Lan".into()),
        helper: Some("Chi bộ 6".into()),
        appeal_of: Some("HS-6052-8179".into()),
        returned: 1,
    }
}

fn person(title: &'static str) -> PersonLine {
    PersonLine {
        member: "m-1".into(),
        name: "Nguyễn Mạnh Hùng".into(),
        birth_year: Some(1968),
        unit: "Chi bộ 5".into(),
        posts: vec![PostLine { title, unit: "Chi bộ 5".into() }],
    }
}

fn allegations() -> Vec<AllegationLine> {
    let outcomes = Outcome::ALL.map(|one| Some(one.name())).into_iter().chain([None]);
    outcomes
        .map(|outcome| AllegationLine {
            text: "Thu 500.000 đồng <b>mỗi hộ</b>".into(),
            outcome,
            evidence: "Phiếu thu số 12".into(),
        })
        .collect()
}

fn answer() -> AnswerLines {
    let text = String::from("Đã đối chiếu sổ thu ngày 12/3/2026.\nKhông thấy phiếu.");
    AnswerLines { checked: text.clone(), found: text.clone(), done: text.clone(), next: text }
}

fn measures() -> Vec<MeasureLine> {
    let line = |id: &str, done_on| MeasureLine {
        id: id.into(),
        text: "Trả lại tiền".into(),
        due_on: day("2026-12-20"),
        done_on,
    };
    vec![line("a", None), line("b", Some(day("2026-12-10")))]
}

const STANDINGS: [&str; 7] = ["on-time", "soon", "late", "held", "done", "over", "void"];
const UNITS: [&str; 7] = ["wd", "cal", "wh", "hour", "immediate", "fixed_dates", "wd_before"];

fn clock(kind: ClockKind, place: usize) -> ClockLine {
    let on = day("2026-11-20");
    let ended = [None, Some("met"), Some("lapsed"), Some("void")][place % 4];
    ClockLine {
        kind: kind.name(),
        seq: 0,
        standing: STANDINGS[place % STANDINGS.len()],
        days: 3,
        anchor_on: on,
        nominal_on: on,
        due_on: on,
        provisional: place.is_multiple_of(2),
        calendar: "2026-3".into(),
        confirmed: place.is_multiple_of(3),
        title: "Thời hạn giải quyết".into(),
        basis: "Điều 30".into(),
        term: Some((30, UNITS[place % UNITS.len()])),
        holds: HoldType::ALL
            .map(|hold| HoldLine {
                kind: hold.name(),
                basis: hold.basis(),
                from: on,
                to: on,
                open: false,
            })
            .into(),
        extensions: vec![ExtensionLine {
            days: 30,
            granted_on: on,
            criteria: Complexity::ALL.map(Complexity::name).into(),
        }],
        ended,
        ended_on: ended.map(|_| on),
        counted: !place.is_multiple_of(5),
    }
}

/// Codes of the matching, as `matching/reason.rs` has them.
const REASONS: [&str; 29] = [
    "name_equal",
    "name_part",
    "given_name_only",
    "name_without_tones",
    "record_without_marks",
    "name_initials",
    "name_other_order",
    "name_marks_differ",
    "name_slip",
    "name_word_unknown",
    "nickname_form",
    "birth_order_name",
    "no_name_given",
    "post_equal",
    "post_held_before",
    "post_ended",
    "post_not_yet",
    "post_elsewhere",
    "post_differs",
    "no_post",
    "unit_equal",
    "unit_other_kind",
    "unit_above",
    "unit_differs",
    "ward_differs",
    "birth_year_equal",
    "birth_year_differs",
    "gender_differs",
    "several_equal",
];
const WHYS: [&str; 8] = [
    "manages-post",
    "manages-member",
    "next-above",
    "inspection",
    "excluded",
    "no-officer",
    "residence",
    "unknown",
];

fn suggestion(unit: &str) -> SuggestionLines {
    let people = ["sure", "medium", "weak"].map(|strength| MatchLine {
        person: person("other"),
        strength,
        pro: REASONS[..15].into(),
        con: REASONS[15..].into(),
    });
    SuggestionLines {
        people: people.into(),
        unit: unit.into(),
        coordinating: "Chi bộ 6".into(),
        reasons: WHYS.map(|code| WhyLine { code, unit: "Chi bộ 5".into() }).into(),
    }
}

fn proposals() -> Vec<ProposalLine> {
    let base = |step: StepKind| ProposalLine {
        kind: step.name(),
        by: "Trần Văn Bình".into(),
        on: day("2026-11-20"),
        note: "Vì <b>lý do</b> này.".into(),
        ..ProposalLine::default()
    };
    let mut all: Vec<ProposalLine> = Track::ALL
        .map(|track| ProposalLine { track: Some(track.name()), ..base(StepKind::ProposeAccept) })
        .into();
    all.extend(RefusalReason::ALL.map(|reason| ProposalLine {
        reason: Some(reason.name()),
        basis: Some(reason.basis()),
        ..base(StepKind::ProposeRefuse)
    }));
    all.extend(RecordReason::ALL.map(|reason| ProposalLine {
        reason: Some(reason.name()),
        day: Some(day("2027-01-04")),
        ..base(StepKind::ProposeRecord)
    }));
    all.extend(HoldType::ALL.map(|hold| ProposalLine {
        hold: Some(hold.name()),
        day: Some(day("2027-01-04")),
        ..base(StepKind::ProposeHold)
    }));
    all.push(ProposalLine {
        body: Some("Ủy ban nhân dân phường".into()),
        by: String::new(),
        ..base(StepKind::ProposeTransfer)
    });
    all.push(ProposalLine {
        days: Some(30),
        criteria: Complexity::ALL.map(Complexity::name).into(),
        ..base(StepKind::ProposeExtend)
    });
    all.extend(
        [StepKind::ProposeHear, StepKind::ProposeClose, StepKind::ProposeEndWithdrawn].map(base),
    );
    all
}

fn case(state: &'static str) -> CasePage {
    let on = day("2026-11-20");
    let posts = Post::ALL.iter().map(|(_, code)| person(code)).collect();
    let actions: BTreeSet<&str> = StepKind::ALL.into_iter().filter_map(page_of).collect();
    let message = |from, what| MessageLine {
        on,
        from,
        what,
        text: "Ông/bà còn giữ <phiếu> không?".into(),
        answer: (what == "answer").then(answer),
    };
    let event = |step: StepKind| EventLine {
        on,
        step: step.name(),
        act: (step == StepKind::Confirm).then(|| StepKind::ProposeAccept.name()),
        actor: if step == StepKind::Raise { "scheduler".into() } else { "resident".into() },
        after: Some(state.into()),
        note: "Ghi chú".into(),
    };
    let paper = Template::ALL.into_iter().zip(Addressee::ALL.into_iter().cycle());
    CasePage {
        head: head(state),
        opened: true,
        about: "ông Hùng, bí thư".into(),
        place: "ngõ 5".into(),
        happened_on: Some(on),
        text: "Thu tiền <b>làm ngõ</b>.".into(),
        allegations: allegations(),
        subjects: posts,
        suggestion: Some(suggestion("Chi bộ 5")),
        clocks: ClockKind::ALL.into_iter().enumerate().map(|(i, kind)| clock(kind, i)).collect(),
        messages: ["text", "question", "notice", "answer"]
            .into_iter()
            .map(|what| message("office", what))
            .chain([message("resident", "text")])
            .collect(),
        events: StepKind::ALL.into_iter().map(event).collect(),
        conclusion: Some(answer()),
        measures: measures(),
        paper: paper
            .enumerate()
            .map(|(place, (template, addressee))| PaperLine {
                template: template.name(),
                addressee: addressee.name(),
                delivered: place.is_multiple_of(2),
            })
            .collect(),
        proposal: proposals().pop(),
        actions: actions.into_iter().collect(),
        unheard: true,
    }
}

fn bare(state: &'static str) -> CasePage {
    CasePage {
        head: Head {
            handler: None,
            helper: None,
            appeal_of: None,
            named: false,
            returned: 0,
            ..head(state)
        },
        opened: false,
        about: String::new(),
        place: String::new(),
        happened_on: None,
        text: String::new(),
        allegations: Vec::new(),
        subjects: Vec::new(),
        suggestion: None,
        clocks: Vec::new(),
        messages: Vec::new(),
        events: Vec::new(),
        conclusion: None,
        measures: Vec::new(),
        paper: Vec::new(),
        proposal: None,
        actions: Vec::new(),
        unheard: false,
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
    let whats = [
        "start",
        "counted",
        "swap",
        "weekend",
        "off",
        "held",
        "hold",
        "hold-late",
        "held-before",
        "extended",
        "nominal",
        "hours",
        "due",
    ];
    let line = |what| DayLine {
        day: day("2026-11-24"),
        what,
        n: 3,
        label: "Ngày Văn hóa <b>làm".into(),
        until: Some(day("2026-11-30")),
    };
    for (place, kind) in ClockKind::ALL.into_iter().enumerate() {
        let (head, clock) = (head("verifying"), clock(kind, place));
        press.page(&CountPage { head, clock, lines: whats.map(line).into() });
    }
}

fn decisions(press: &mut Press) {
    press.decision(thu_ly::Accept::default, || Track::ALL.map(Track::name));
    press.decision(khong_thu_ly::Refuse::default, || {
        RefusalReason::ALL
            .map(|one| khong_thu_ly::ReasonLine { name: one.name(), basis: one.basis() })
    });
    press.decision(chuyen::Transfer::default, || ());
    press.decision(luu::Record::default, || RecordReason::ALL.map(RecordReason::name));
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
    press.decision(khai::Declare::default, || khai::Moment { first: true });
    press.decision(khai::Declare::default, || khai::Moment { first: false });
    press.decision(giai_trinh::Hear::default, || ());
    press.decision(ghi_giai_trinh::RecordReply::default, || ());
    press.decision(tam_dung::Hold::default, || tam_dung::HoldChoices {
        holds: HoldType::ALL.map(|one| tam_dung::HoldLine { name: one.name(), basis: one.basis() }),
        clock: resolution(Some(30)),
        longest: 60,
    });
    press.decision(ket_thuc_tam_dung::EndHold::default, || ());
    press.decision(gia_han::Extend::default, || gia_han::ExtendChoices {
        criteria: Complexity::ALL.map(Complexity::name),
        clock: resolution(Some(30)),
    });
    press.decision(gia_han::Extend::default, || gia_han::ExtendChoices {
        criteria: Complexity::ALL.map(Complexity::name),
        clock: resolution(None),
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
        vec![
            clock(ClockKind::Notice, 0),
            clock(ClockKind::ResultNotice, 1),
            clock(ClockKind::Posting, 2),
        ]
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

fn resolution(most: Option<u32>) -> Option<gia_han::Resolution> {
    Some(gia_han::Resolution { due_on: day("2026-12-07"), unit: "wd", used: 1, most })
}

fn officers() -> giao::Officers {
    let line = |account: &str, suggested| giao::CandidateLine {
        account: account.into(),
        name: "Phạm Thị Lan".into(),
        unit: "Chi bộ 6".into(),
        suggested,
        load: 3,
    };
    giao::Officers {
        candidates: vec![line("a", true), line("b", false)],
        more: 240,
        units: vec![giao::UnitLine { id: "u".into(), name: "Chi bộ 6".into() }],
        ..giao::Officers::default()
    }
}

fn draft() -> du_thao::DraftChoices {
    let point = |outcome: &str| du_thao::PointLine {
        text: "Thu <b>làm".into(),
        outcome: outcome.into(),
        evidence: String::new(),
    };
    let row = || du_thao::MeasureField { text: "Trả tiền".into(), due_on: "20/12/2026".into() };
    du_thao::DraftChoices {
        outcomes: Outcome::ALL.map(Outcome::name),
        points: vec![point("upheld"), point("")],
        measures: vec![row(), row()],
    }
}

fn drafted() -> duyet::DraftLines {
    duyet::DraftLines { answer: answer(), measures: measures() }
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

fn others(press: &mut Press) {
    for flaws in [Vec::new(), flaws()] {
        let (login, wanted) = ("kiemtra".into(), "/noi-bo/hs/HS-4718-9353".into());
        press.page(&EntrancePage { login, wanted, flaws: flaws.clone() });
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
    let jobs = vec![JobView {
        name: "send-mail".into(),
        ran_at: "2026-11-22T18:30:00Z".parse().unwrap(),
        report: "3 sent".into(),
    }];
    let red = [
        "database",
        "migrations",
        "mail-stuck",
        "lapse-unheard",
        "calendar-ends",
        "job-quiet send-mail",
    ];
    let red = red.map(String::from).into();
    let html =
        press.page(&OperationsPage::from(Health { database: true, migrated: true, jobs, red }));
    assert!(html.contains("01:30"), "told in Hanoi's time");
    let fine = Health { database: false, migrated: false, jobs: Vec::new(), red: Vec::new() };
    press.page(&OperationsPage::from(fine));
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
            "lapse",
            "monitor",
            "withdraw",
            "appeal",
            "report_retaliation",
            "raise"
        ]
    );
    for role in Role::ALL {
        assert!(first_page(role).starts_with("/noi-bo/"), "{role:?}");
    }
}
