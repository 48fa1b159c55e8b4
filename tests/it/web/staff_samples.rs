//! Cases, drafts and proposals that carry every code a staff page may have to word.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use gopy::domain::case::{Outcome, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::step::{Complexity, HoldType, RecordReason, RefusalReason, StepKind};
use gopy::domain::text::Post;
use gopy::web::forms::FlawLine;
use gopy::web::sheet::{Check, DayRow, Fact, Sheet};
use gopy::web::staff::hs::lines::{
    AllegationLine, AnswerLines, ClockLine, EventLine, ExtensionLine, Head, HoldLine, MatchLine,
    MeasureLine, MessageLine, PaperLine, PersonLine, PostLine, SuggestionLines, WhyLine,
};
use gopy::web::staff::hs::proposal::ProposalLine;
use gopy::web::staff::hs::{CasePage, du_thao, duyet, gia_han, giao};
use gopy::web::staff::page_of;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn flaws() -> Vec<FlawLine> {
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
        "exception",
        "to",
        "tie",
        "from",
        "number",
        "day",
        "source",
        "text",
        "login",
        "password",
        "again",
        "name",
        "email",
        "role",
        "unit",
        "card",
        "code",
    ];
    fields.map(|field| FlawLine { field: field.into(), text: format!("sửa <{field}>") }).into()
}

pub fn head(state: &'static str) -> Head {
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

pub fn person(title: &'static str) -> PersonLine {
    PersonLine {
        member: "m-1".into(),
        name: "Nguyễn Mạnh Hùng".into(),
        birth_year: Some(1968),
        unit: "Chi bộ 5".into(),
        posts: vec![PostLine { title, unit: "Chi bộ 5".into() }],
    }
}

pub fn allegations() -> Vec<AllegationLine> {
    let outcomes = Outcome::ALL.map(|one| Some(one.name())).into_iter().chain([None]);
    outcomes
        .map(|outcome| AllegationLine {
            text: "Thu 500.000 đồng <b>mỗi hộ</b>".into(),
            outcome,
            evidence: "Phiếu thu số 12".into(),
        })
        .collect()
}

pub fn answer() -> AnswerLines {
    let text = String::from("Đã đối chiếu sổ thu ngày 12/3/2026.\nKhông thấy phiếu.");
    AnswerLines { checked: text.clone(), found: text.clone(), done: text.clone(), next: text }
}

pub fn measures() -> Vec<MeasureLine> {
    let line = |id: &str, done_on| MeasureLine {
        id: id.into(),
        text: "Trả lại tiền".into(),
        due_on: day("2026-12-20"),
        done_on,
    };
    vec![line("a", None), line("b", Some(day("2026-12-10")))]
}

pub const STANDINGS: [&str; 8] =
    ["on-time", "soon", "late", "held", "done", "over", "void", "window"];
pub const UNITS: [&str; 7] = ["wd", "cal", "wh", "hour", "immediate", "fixed_dates", "wd_before"];

pub fn clock(kind: ClockKind, place: usize) -> ClockLine {
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
                basis: "NĐ 31/2019 Đ15(4)".into(),
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
pub const REASONS: [&str; 29] = [
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
pub const WHYS: [&str; 9] = [
    "manages-post",
    "manages-member",
    "next-above",
    "inspection",
    "standing",
    "excluded",
    "no-officer",
    "residence",
    "unknown",
];

pub fn suggestion(unit: &str) -> SuggestionLines {
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
        reasons: WHYS
            .map(|code| WhyLine { code, unit: "Chi bộ 5".into(), basis: Some("Đ19") })
            .into(),
    }
}

pub fn proposals() -> Vec<ProposalLine> {
    let base = |step: StepKind| ProposalLine {
        kind: step.name(),
        by: "Trần Văn Bình".into(),
        on: day("2026-11-20"),
        note: "Vì <b>lý do</b> này.".into(),
        keep: "Vì phải hỏi đúng khoản tiền.".into(),
        ..ProposalLine::default()
    };
    let mut all: Vec<ProposalLine> = Track::ALL
        .map(|track| ProposalLine { track: Some(track.name()), ..base(StepKind::ProposeAccept) })
        .into();
    all.extend(RefusalReason::ALL.map(|reason| ProposalLine {
        reason: Some(reason.name()),
        basis: Some(reason.basis().into()),
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
        body: Some("Chi bộ 5".into()),
        ..base(StepKind::ProposeTransferDespite)
    });
    all.push(ProposalLine {
        officer: Some("Phạm Thị Lan – Chi bộ 6".into()),
        ..base(StepKind::ProposeAssignDespite)
    });
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
        [
            StepKind::ProposeHear,
            StepKind::ProposeAddTrack,
            StepKind::ProposeClose,
            StepKind::ProposeEndWithdrawn,
        ]
        .map(base),
    );
    all
}

pub fn case(state: &'static str) -> CasePage {
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
        keep: "Vì phải hỏi đúng khoản tiền.".into(),
    };
    let paper = Template::ALL.into_iter().zip(Addressee::ALL.into_iter().cycle());
    CasePage {
        head: head(state),
        opened: true,
        sight: "whole",
        challenged: vec!["Vũ Thị <b>Hạnh</b>".into()],
        above: Some("called"),
        about: "ông Hùng, bí thư".into(),
        place: "ngõ 5".into(),
        happened_on: Some(on),
        text: "Thu tiền <b>làm ngõ</b>.".into(),
        allegations: allegations(),
        subjects: posts,
        suggestion: Some(suggestion("Chi bộ 5")),
        clocks: ClockKind::ALL.into_iter().enumerate().map(|(i, kind)| clock(kind, i)).collect(),
        ended: vec![clock(ClockKind::Notice, 1)],
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
        files: Some(2),
        proposal: proposals().pop(),
        actions: actions.into_iter().collect(),
        unheard: true,
    }
}

pub fn bare(state: &'static str) -> CasePage {
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
        sight: "head",
        challenged: Vec::new(),
        above: None,
        about: String::new(),
        place: String::new(),
        happened_on: None,
        text: String::new(),
        allegations: Vec::new(),
        subjects: Vec::new(),
        suggestion: None,
        clocks: Vec::new(),
        ended: Vec::new(),
        messages: Vec::new(),
        events: Vec::new(),
        conclusion: None,
        measures: Vec::new(),
        paper: Vec::new(),
        files: None,
        proposal: None,
        actions: Vec::new(),
        unheard: false,
    }
}

/// A slip with everything on it.
pub fn sheet() -> Sheet {
    let row = |number: &str, due| DayRow {
        day: day("2026-11-24"),
        label: "thứ Ba, 24/11/2026".into(),
        number: number.into(),
        what: "Không tính: Ngày Văn hóa <b>làm".into(),
        due,
    };
    let address = "https://gopy.example/tinh-han?quy-tac=TC-05&tu=2026-06-01&lich=2026-1";
    Sheet {
        title: "Phiếu tính hạn".into(),
        facts: vec![Fact { name: "Căn cứ".into(), value: "Luật <b>làm".into() }],
        days: vec![row("1", false), row("", false), row("", true)],
        notes: vec!["Nguồn <b>làm".into()],
        check: Some(Check {
            address: address.into(),
            command: "gopy due --rule TC-05 --from 2026-06-01".into(),
            qr: gopy::render::qr_svg(address, "QR").unwrap(),
        }),
    }
}

pub fn resolution(most: Option<u32>) -> gia_han::Resolution {
    gia_han::Resolution { due_on: day("2026-12-07"), unit: "wd", used: 1, most }
}

pub fn officers() -> giao::Officers {
    let line = |account: &str, suggested| giao::CandidateLine {
        account: account.into(),
        name: "Phạm Thị Lan".into(),
        unit: "Chi bộ 6".into(),
        suggested,
        load: 3,
        away_until: (!suggested).then(|| day("2026-12-11")),
    };
    giao::Officers {
        candidates: vec![line("a", true), line("b", false)],
        more: 240,
        units: vec![giao::UnitLine { id: "u".into(), name: "Chi bộ 6".into() }],
        ..giao::Officers::default()
    }
}

pub fn draft() -> du_thao::DraftChoices {
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

pub fn drafted() -> duyet::DraftLines {
    duyet::DraftLines {
        answer: answer(),
        measures: measures(),
        keep: "Vì <b>lý do</b> này.".into(),
    }
}
