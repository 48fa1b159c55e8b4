//! The organisation, and lists that are taken in, with every code that their pages may have to word.

use gopy::app::organisation::{Link, PostOn, Stand, UnitOn};
use gopy::domain::ids::UnitId;
use gopy::domain::import::Effect;
use gopy::domain::organisation::{SuccessionKind, Unit, UnitKind};
use gopy::domain::text::Post;
use gopy::web::staff::to_chuc::OrganisationPage;
use gopy::web::staff::to_chuc::nhap::{
    ChangeLine, GoneLine, Group, MendLine, NoteLine, PreviewPage,
};
use uuid::Uuid;

use super::staff_samples::{day, flaws};

/// The organisation with every kind of unit, post and link, and an empty one.
pub fn organisations() -> Vec<OrganisationPage> {
    let on = day("2026-11-22");
    let unit = |kind: &str| Unit {
        id: UnitId(Uuid::from_u128(1)),
        code: "phudo".into(),
        kind: kind.into(),
        name: "Đảng bộ <b>làm</b> mẫu".into(),
        number: None,
        parent: None,
        from: on,
        to: None,
    };
    let titles = Post::ALL.iter().map(|row| row.1).chain(["lạ"]);
    let post = |title: &str| PostOn {
        title: title.into(),
        holder: "Trần Văn <b>làm</b>".into(),
        since: on,
    };
    let posts: Vec<PostOn> = titles.map(post).collect();
    let look = |kind| UnitOn { unit: unit(kind), members: 7_251, units: 3, posts: posts.clone() };
    let kinds = UnitKind::ALL.iter().map(|row| row.1).chain(["lạ"]);
    let link =
        |kind| Link { kind, on, unit: (kind != SuccessionKind::Dissolve).then(|| unit("city")) };
    let links: Vec<Link> = SuccessionKind::ALL.into_iter().map(link).collect();
    let stand = Stand {
        day: on,
        path: vec![unit("city"), unit("committee")],
        here: Some(look("city")),
        below: kinds.map(look).collect(),
        before: links.iter().filter(|link| link.unit.is_some()).cloned().collect(),
        after: links,
    };
    let (below, before, after) = (Vec::new(), Vec::new(), Vec::new());
    let empty = Stand { day: on, path: Vec::new(), here: None, below, before, after };
    vec![
        OrganisationPage::new(stand, true, flaws()),
        OrganisationPage::new(empty, false, Vec::new()),
    ]
}

/// Lists that may be agreed to, that change nothing, and that have flaws.
pub fn previews() -> Vec<PreviewPage> {
    let line = |effect| ChangeLine {
        row: 7,
        key: "99.100001".into(),
        name: format!("Trần Văn <b>làm</b> {effect}"),
        details: vec![("Chi bộ", String::new(), "5".into()), ("Tên", "a".into(), "b".into())],
    };
    let group = |effect: Effect| Group {
        effect: effect.name(),
        count: 3,
        lines: vec![line(effect.name())],
    };
    let mut pages = Vec::new();
    for (draft, wrong) in [(Some("d-1".to_owned()), 0), (None, 0), (None, 9)] {
        let mend = || MendLine { place: "Dòng 5".into(), what: "Điền vào.".into() };
        pages.push(PreviewPage {
            file: "<b>làm.xlsx".into(),
            kind: "members",
            draft,
            wrong,
            mends: (0..wrong.min(3)).map(|_| mend()).collect(),
            notes: vec![NoteLine {
                text: "Cột".into(), samples: vec![("Hï".into(), "Hù".into())]
            }],
            read: 9,
            unchanged: 1,
            groups: Effect::ALL.map(group).into(),
            vanished: 2,
            gone: vec![GoneLine { key: "99.1".into(), name: "Lan".into() }],
        });
    }
    pages
}
