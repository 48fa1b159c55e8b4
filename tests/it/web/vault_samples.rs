//! Samples for the pages of the vault.

use gopy::domain::vault::Standing;
use gopy::web::staff::hs::danh_tinh::{IdentityPage, NameLines, OpeningLine};
use gopy::web::staff::ket::{CustodyDeedPage, CustodyPage, Deed, KeyLine, PersonLine};
use gopy::web::staff::mo_danh_tinh::{TaskLine, TaskPage, TasksPage};

use super::staff_pages::Press;
use super::staff_samples::{day, flaws};

/// The vault as custodians see it.
pub fn custody(press: &mut Press) {
    let on = day("2026-11-20");
    let mine = || Some(KeyLine { mark: "8f2c 01aa".into(), made_on: on });
    let person = |me, key: bool, holds, gone| PersonLine {
        name: "Vũ <b>làm".into(),
        me,
        key: if key { mine() } else { None },
        holds,
        gone,
    };
    for again in ["no", "needed", "begun", "begun-by-me"] {
        for (made_on, holds) in [(None, false), (Some(on), false), (Some(on), true)] {
            press.page(&CustodyPage {
                mine: (again != "no").then(mine).flatten(),
                people: vec![
                    person(true, true, holds, false),
                    person(false, true, false, false),
                    person(false, false, false, false),
                    person(false, false, true, true),
                ],
                made_on,
                may_make: made_on.is_none(),
                holds,
                again,
            });
        }
    }
    for deed in Deed::ALL {
        for flaws in [Vec::new(), flaws()] {
            let names = vec!["Vũ <b>làm".into()];
            let deed = deed.slug();
            press.page(&CustodyDeedPage { deed, replaces: true, names, flaws });
        }
    }
}

/// Asking for a name, and deciding about it.
pub fn openings(press: &mut Press) {
    let on = day("2026-11-20");
    let line = |standing: Standing, mine, open| OpeningLine {
        by: "Vũ <b>làm".into(),
        mine,
        asked_on: on,
        reason: "Lý do <b>rất rõ".into(),
        keep: if mine { "Tên <b>đường".into() } else { String::new() },
        standing: standing.name(),
        decided_on: (standing != Standing::Waiting).then_some(on),
        open_until: if open { Some(("09:15".into(), on)) } else { None },
        agreed: usize::from(mine),
        refusals: vec!["Chưa <b>đủ".into()],
    };
    let number = || String::from("HS-4718-9353");
    let name =
        || NameLines { name: "Tạ <b>Kín".into(), address: String::new(), phone: String::new() };
    for flaws in [Vec::new(), flaws()] {
        for (named, may_ask, open) in
            [(true, true, false), (true, false, true), (false, false, false)]
        {
            let mut all =
                vec![line(Standing::Opened, true, open), line(Standing::Opened, false, open)];
            all.extend(Standing::ALL.map(|standing| line(standing, false, false)));
            press.page(&IdentityPage {
                number: number(),
                named,
                may_ask,
                all,
                reason: "Vì <b>thế".into(),
                keep: "Tên <b>đường".into(),
                code: open.then(|| "1234 5678".into()),
                name: (open && !flaws.is_empty()).then(name),
                flaws: flaws.clone(),
            });
        }
    }
    let task = |said: Option<&'static str>| TaskLine {
        id: "o-1".into(),
        number: number(),
        office: "Ban <b>thường vụ".into(),
        by: "Vũ <b>làm".into(),
        reason: "Lý do <b>rất rõ".into(),
        keep: if said.is_some() { "Tên <b>đường".into() } else { String::new() },
        asked_on: on,
        until: on,
        said,
        agreed: usize::from(said.is_some()),
    };
    press.page(&TasksPage { tasks: vec![task(None), task(Some("yes")), task(Some("no"))] });
    press.page(&TasksPage { tasks: Vec::new() });
    for said in [None, Some("yes"), Some("no")] {
        for flaws in [Vec::new(), flaws()] {
            press.page(&TaskPage { task: task(said), reason: "Vì <b>thế".into(), flaws });
        }
    }
}
