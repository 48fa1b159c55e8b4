//! Plans for reorganisations, their minutes, rights given again and figures, with every code that their pages may word.

use gopy::domain::access::Role;
use gopy::domain::case::STATE_NAMES;
use gopy::web::staff::to_chuc::bien_ban::{MinutePart, MinuteRow, MinutesPage};
use gopy::web::staff::to_chuc::cap_quyen::{GrantForm, GrantsPage, LostLine};
use gopy::web::staff::to_chuc::sap_xep::{
    AccountRow, CaseRow, PlanForm, PlanPage, PlanRow, PlansPage, SignForm, UnitRow,
};
use gopy::web::staff::to_chuc::so_lieu::{Side, SideLine, UnitFiguresPage};

use super::staff_samples::{day, flaws};

fn row(signed: bool) -> PlanRow {
    PlanRow {
        id: "00000000-0000-0000-0000-000000000000".into(),
        name: "Sắp xếp <b>phường".into(),
        on: day("2025-07-01"),
        signed,
    }
}

pub fn lists() -> Vec<PlansPage> {
    let typed = PlanForm { name: "Sắp xếp".into(), on: "1/7/2025".into() };
    let plans = vec![row(true), row(false)];
    vec![
        PlansPage { plans, typed, flaws: flaws(), above: true },
        PlansPage {
            plans: Vec::new(),
            typed: PlanForm::default(),
            flaws: Vec::new(),
            above: false,
        },
    ]
}

fn plan(signed: bool, full: bool) -> PlanPage {
    let text = |text: &str| text.to_owned();
    let unit = |what| UnitRow {
        code: text("moi"),
        name: text("Đảng bộ <b>mới"),
        what,
        into: vec![text("Đảng bộ A"), text("Đảng bộ B")],
    };
    let case = |state: &&str| CaseRow {
        number: text("HS-0000-0000"),
        state: text(state),
        due_on: Some(day("2025-07-09")).filter(|_| *state != "review"),
        from: text("Đảng bộ cũ"),
        to: Some(text("Đảng bộ mới")).filter(|_| *state != "accepted"),
        same_officer: *state == "verifying",
    };
    let account = |to: Option<&str>| AccountRow {
        login: text("bithu.a"),
        from: text("Đảng bộ cũ"),
        to: to.map(text),
    };
    PlanPage {
        plan: row(signed),
        file: text("ke-hoach.csv"),
        signed_by: text("Trần <b>An"),
        waiver: text("Cấp phó sau"),
        mends: if full { vec![(text("Dòng 3"), text("Thiếu <b>"))] } else { Vec::new() },
        units: ["new", "ended", "changed"].map(unit).into(),
        members: 1_200,
        posts_ended: 30,
        posts_begun: 20,
        accounts: vec![account(None), account(Some("Đảng bộ mới"))],
        lost: 1,
        gaps: vec![(text("Đảng bộ mới"), "head"), (text("Đảng bộ mới"), "deputy")],
        knows_cases: full,
        cases: if full { STATE_NAMES.iter().map(case).collect() } else { Vec::new() },
        moving: 9,
        clocks: 8,
        upwards: 2,
        may_sign: !signed,
        above: full,
        typed: SignForm::default(),
        flaws: if full { flaws() } else { Vec::new() },
    }
}

pub fn plans() -> Vec<PlanPage> {
    let bare = PlanPage { gaps: Vec::new(), knows_cases: true, ..plan(false, false) };
    vec![plan(false, true), plan(false, false), plan(true, true), plan(true, false), bare]
}

pub fn minutes() -> Vec<MinutesPage> {
    let line = |state: &&str| MinuteRow {
        number: "HS-0000-0000".into(),
        state: (*state).to_owned(),
        received_on: day("2025-06-01"),
        due_on: Some(day("2025-07-09")).filter(|_| *state != "review"),
        to: Some("Đảng bộ <b>mới".to_owned()).filter(|_| *state != "accepted"),
        officer: if *state == "accepted" { String::new() } else { "Trần An".into() },
    };
    let lines = STATE_NAMES.iter().map(line).collect();
    let page = |parts| MinutesPage {
        id: row(true).id,
        name: row(true).name,
        on: row(true).on,
        signed_by: "Trần An".into(),
        parts,
    };
    vec![page(vec![MinutePart { unit: "Đảng bộ cũ".into(), lines }]), page(Vec::new())]
}

pub fn grants() -> Vec<GrantsPage> {
    let line = |role: Role| LostLine {
        login: "bithu.a".into(),
        name: "Trần <b>An".into(),
        role: role.name(),
        from: "Đảng bộ cũ".into(),
        on: day("2025-07-01"),
    };
    let typed = GrantForm { login: "bithu.a".into(), unit: "moi".into() };
    vec![
        GrantsPage { lost: Role::ALL.map(line).into(), typed, flaws: flaws() },
        GrantsPage { lost: Vec::new(), typed: GrantForm::default(), flaws: Vec::new() },
    ]
}

pub fn figures() -> Vec<UnitFiguresPage> {
    let line = |units: &[&str]| SideLine {
        units: units.iter().map(|one| (*one).to_owned()).collect(),
        cases: 3,
    };
    let side = |on: &str| Side {
        day: day(on),
        lines: vec![line(&["Đảng bộ <b>A"]), line(&["Đảng bộ A", "Đảng bộ B"]), line(&[])],
    };
    let page = |flaws| UnitFiguresPage {
        before: "30/6/2025".into(),
        after: "1/7/2025".into(),
        total: 9,
        sides: vec![side("2025-06-30"), side("2025-07-01")],
        flaws,
    };
    vec![page(flaws()), page(Vec::new())]
}
