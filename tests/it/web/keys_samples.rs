//! The pages about destruction and about breaches with every word they may need.

use gopy::domain::letter::Kind;
use gopy::web::staff::su_co::{BreachForm, BreachLine, BreachPage};
use gopy::web::staff::tieu_huy::{DueLine, GoneLine, RetentionPage};

use super::staff_samples::{day, flaws};

pub fn retention() -> Vec<RetentionPage> {
    let due = |kind: Kind, by: Option<&str>, own: bool| DueLine {
        number: "HS-4718-9353".into(),
        kind: kind.name(),
        ended_on: day("2021-03-02"),
        kept_until: day("2036-12-31"),
        basis: "TT 10/2022/TT-BNV".into(),
        confirmed: by.is_none(),
        by: by.map(str::to_owned),
        on: by.map(|_| day("2037-01-05")),
        may_propose: by.is_none(),
        may_confirm: by.is_some() && !own,
    };
    let gone = GoneLine {
        number: "HS-4718-9353".into(),
        received_on: day("2020-11-02"),
        ended_on: day("2021-03-02"),
        destroyed_on: day("2037-01-06"),
        basis: "TT 10/2022/TT-BNV".into(),
        proposed_by: "Vũ Thị Hạnh".into(),
        confirmed_by: "Đỗ Văn Minh".into(),
    };
    let all = Kind::ALL.into_iter().map(|kind| due(kind, None, false));
    let waiting =
        [due(Kind::ToCao, Some("Vũ Thị Hạnh"), false), due(Kind::ToCao, Some("tôi"), true)];
    let full = RetentionPage {
        due: all.chain(waiting).collect(),
        next: Some("0123".into()),
        gone: vec![gone],
        flaws: flaws(),
    };
    vec![full, RetentionPage { due: vec![], next: None, gone: vec![], flaws: vec![] }]
}

pub fn breaches() -> Vec<BreachPage> {
    let one = |hours_left: Option<i64>| BreachLine {
        id: "0".into(),
        what: "Mất một máy tính xách tay.".into(),
        keep: hours_left.map(|_| "Tên <b>đường".to_owned()).unwrap_or_default(),
        noticed_on: day("2026-11-02"),
        noticed_at: "14:30".into(),
        due_on: day("2026-11-05"),
        due_at: "14:30".into(),
        basis: "Luật 91/2025 Đ23(1)".into(),
        recorded_by: "Quản trị".into(),
        reported_on: hours_left.is_none().then(|| day("2026-11-03")),
        reported_at: "08:00".into(),
        hours_left,
        red: hours_left.is_some_and(|hours| hours < 24),
    };
    let page = |breaches, flaws| BreachPage { breaches, typed: BreachForm::default(), flaws };
    vec![
        page([Some(50), Some(3), Some(-5), None].map(one).into(), flaws()),
        page(Vec::new(), Vec::new()),
    ]
}
