//! The units: city, committee and its two bodies, 42 grassroots organisations, 293 branches.

use uuid::Uuid;

use super::dice::{Dice, date};
use super::workplaces::{SINGLE, WITH_BRANCHES, Workplace};
use super::{Unit, UnitKind};

/// Codes of the units above the grassroots.
pub(super) const CITY: &str = "tp";
pub(super) const COMMITTEE: &str = "lt";
pub(super) const STANDING: &str = "lt-btv";
pub(super) const INSPECTION: &str = "lt-ubkt";

/// A ward: code, name, number of residential groups, and how its branches are named.
struct Ward {
    code: &'static str,
    name: &'static str,
    groups: u32,
    style: Style,
}

/// Wards name their residential branches in one of two ways.
#[derive(Clone, Copy)]
enum Style {
    /// "Chi bộ 5 phường Phú Đô"
    Short,
    /// "Chi bộ Tổ dân phố số 5 phường Mễ Trì"
    Long,
}

const fn ward(code: &'static str, name: &'static str, groups: u32, style: Style) -> Ward {
    Ward { code, name, groups, style }
}

/// Ten wards with 148 residential groups.
const WARDS: &[Ward] = &[
    ward("caudien", "Cầu Diễn", 16, Style::Long),
    ward("daimo", "Đại Mỗ", 17, Style::Short),
    ward("metri", "Mễ Trì", 18, Style::Long),
    ward("mydinh1", "Mỹ Đình 1", 14, Style::Short),
    ward("mydinh2", "Mỹ Đình 2", 15, Style::Long),
    ward("phudo", "Phú Đô", 12, Style::Short),
    ward("phuongcanh", "Phương Canh", 11, Style::Long),
    ward("taymo", "Tây Mỗ", 13, Style::Short),
    ward("trungvan", "Trung Văn", 18, Style::Long),
    ward("xuanphuong", "Xuân Phương", 14, Style::Short),
];

/// The work-place branches of every ward: code and name.
const WARD_WORKPLACES: &[(&str, &str)] = &[
    ("cq", "Cơ quan phường"),
    ("ca", "Công an phường"),
    ("mn", "Trường Mầm non"),
    ("th", "Trường Tiểu học"),
    ("thcs", "Trường THCS"),
];

/// All units, parents before children.
pub(super) fn units(dice: &mut Dice) -> Vec<Unit> {
    let mut tree = Tree { dice, units: Vec::new() };
    let city = tree.add(UnitKind::City, CITY, "Thành ủy", None);
    let root = tree.add(UnitKind::Committee, COMMITTEE, "Đảng bộ quận Liêm Trì", Some(city));
    tree.add(UnitKind::StandingCommittee, STANDING, "Ban Thường vụ Quận ủy Liêm Trì", Some(root));
    tree.add(
        UnitKind::InspectionCommittee,
        INSPECTION,
        "Ủy ban Kiểm tra Quận ủy Liêm Trì",
        Some(root),
    );
    for ward in WARDS {
        tree.add_ward(ward, root);
    }
    for workplace in WITH_BRANCHES {
        tree.add_workplace(workplace, root);
    }
    for workplace in SINGLE {
        let name = format!("Chi bộ {}", workplace.name);
        tree.add(UnitKind::GrassrootsBranch, workplace.code, &name, Some(root));
    }
    tree.units
}

struct Tree<'a> {
    dice: &'a mut Dice,
    units: Vec<Unit>,
}

impl Tree<'_> {
    fn add(&mut self, kind: UnitKind, code: &str, name: &str, parent: Option<Uuid>) -> Uuid {
        let id = self.dice.id();
        self.units.push(Unit {
            id,
            code: code.to_owned(),
            kind,
            name: name.to_owned(),
            parent,
            number: None,
            level: level(kind),
            from: date(2014, 4, 1),
            to: None,
        });
        id
    }

    fn add_ward(&mut self, ward: &Ward, root: Uuid) {
        let Ward { code, name, groups, style } = *ward;
        let title = format!("Đảng bộ phường {name}");
        let parent = Some(self.add(UnitKind::GrassrootsCommittee, code, &title, Some(root)));
        for number in 1..=groups {
            let title = match style {
                Style::Short => format!("Chi bộ {number} phường {name}"),
                Style::Long => format!("Chi bộ Tổ dân phố số {number} phường {name}"),
            };
            self.add(UnitKind::ResidentialBranch, &format!("{code}-{number:02}"), &title, parent);
            if let Some(unit) = self.units.last_mut() {
                unit.number = Some(number);
            }
        }
        for (suffix, place) in WARD_WORKPLACES {
            let title = format!("Chi bộ {place} {name}");
            self.add(UnitKind::WorkplaceBranch, &format!("{code}-{suffix}"), &title, parent);
        }
    }

    fn add_workplace(&mut self, workplace: &Workplace, root: Uuid) {
        let title = format!("Đảng bộ {}", workplace.name);
        let parent =
            Some(self.add(UnitKind::GrassrootsCommittee, workplace.code, &title, Some(root)));
        for (index, branch) in workplace.branches.iter().enumerate() {
            let code = format!("{}-{:02}", workplace.code, index + 1);
            let title = format!("Chi bộ {branch} – {}", workplace.name);
            self.add(UnitKind::WorkplaceBranch, &code, &title, parent);
        }
    }
}

fn level(kind: UnitKind) -> u8 {
    match kind {
        UnitKind::City => 0,
        UnitKind::Committee | UnitKind::StandingCommittee | UnitKind::InspectionCommittee => 1,
        UnitKind::GrassrootsCommittee | UnitKind::GrassrootsBranch => 2,
        UnitKind::ResidentialBranch | UnitKind::WorkplaceBranch => 3,
    }
}
