//! A committee small enough to know by heart.
//!
//! City – committee (with its inspection committee and its office) – organisation "phú đô" – branches 5 and 6.

use chrono::NaiveDate;
use gopy::app::App;
use gopy::domain::access::{Account, Role};
use gopy::domain::ids::{AccountId, MemberId, UnitId};
use gopy::domain::letter::{About, Lang};
use gopy::domain::text::name_sort_key;
use gopy::store::Store;
use gopy::store::accounts::AccountRow;
use gopy::store::people::{MemberRow, MembershipRow, PostRow, Tie, UnitRow};
use uuid::Uuid;

use super::PASSWORD;

pub struct Committee {
    pub desk: Account,
    pub triage: Account,
    pub triage2: Account,
    pub approver: Account,
    /// Secretary of the organisation: handles what concerns its branch secretaries.
    pub organisation: Account,
    /// Secretary of branch 5, Nguyễn Mạnh Hùng.
    pub branch5: Account,
    pub branch6: Account,
    pub inspector: Account,
    pub above: Account,
    pub above2: Account,
    pub admin: Account,
    pub hung: MemberId,
    /// Secretary of branch 6, behind its handler's account.
    pub binh: MemberId,
    /// Member of the inspection committee, behind a triager's account.
    pub hanh: MemberId,
    /// A plain member of branch 6.
    pub lan: MemberId,
}

const CITY: u128 = 1;
const COMMITTEE: u128 = 2;
const INSPECTION: u128 = 3;
const ORGANISATION: u128 = 4;
const BRANCH5: u128 = 5;
const BRANCH6: u128 = 6;

fn unit(id: u128) -> UnitId {
    UnitId(Uuid::from_u128(id))
}

fn member(id: u128) -> MemberId {
    MemberId(Uuid::from_u128(100 + id))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// "ông Hùng, bí thư, chi bộ 5" as a resident would write it.
pub fn about_hung() -> About {
    About {
        name: "ông Hùng".into(), position: "bí thư".into(), unit: "chi bộ 5 Phú Đô".into()
    }
}

/// A plain member.
pub fn about_lan() -> About {
    About {
        name: "bà Phạm Thị Lan".into(),
        position: "đảng viên".into(),
        unit: "chi bộ 6 Phú Đô".into(),
    }
}

/// Whom the members of the inspection committee would have to judge: one of them.
pub fn about_hanh() -> About {
    About {
        name: "bà Vũ Thị Hạnh".into(),
        position: "ủy viên ủy ban kiểm tra".into(),
        unit: "Ủy ban Kiểm tra Quận ủy".into(),
    }
}

impl Committee {
    pub async fn found(app: &App, store: &Store) -> Self {
        let tx = store.begin().await.unwrap();
        let from = day("2020-01-01");
        let units = [
            (CITY, "tp", "city", "Thành ủy", None, None),
            (COMMITTEE, "lt", "committee", "Đảng bộ quận Liêm Trì", None, Some(CITY)),
            (
                INSPECTION,
                "lt-ubkt",
                "inspection_committee",
                "Ủy ban Kiểm tra Quận ủy",
                None,
                Some(COMMITTEE),
            ),
            (
                ORGANISATION,
                "phudo",
                "grassroots_committee",
                "Đảng bộ phường Phú Đô",
                None,
                Some(COMMITTEE),
            ),
            (
                BRANCH5,
                "phudo-05",
                "residential_branch",
                "Chi bộ 5 phường Phú Đô",
                Some(5),
                Some(ORGANISATION),
            ),
            (
                BRANCH6,
                "phudo-06",
                "residential_branch",
                "Chi bộ 6 phường Phú Đô",
                Some(6),
                Some(ORGANISATION),
            ),
        ];
        let units: Vec<UnitRow> = units
            .into_iter()
            .map(|(id, code, kind, name, number, parent)| UnitRow {
                id: unit(id),
                code: code.into(),
                kind: kind.into(),
                name: name.into(),
                number,
                parent: parent.map(unit),
                from,
                to: None,
            })
            .collect();
        tx.add_units(&units).await.unwrap();
        let people = [
            (1, "Nguyễn Mạnh Hùng", "male", BRANCH5),
            (2, "Trần Văn Bình", "male", BRANCH6),
            (3, "Phạm Thị Lan", "female", BRANCH6),
            (4, "Lê Quang Dũng", "male", BRANCH5),
            (5, "Vũ Thị Hạnh", "female", BRANCH6),
            (6, "Đỗ Văn Minh", "male", BRANCH5),
            (7, "Bùi Thu Thảo", "female", BRANCH6),
        ];
        let members: Vec<MemberRow> = people
            .iter()
            .map(|(id, name, gender, _)| MemberRow {
                id: member(*id),
                full_name: (*name).into(),
                gender: Some((*gender).into()),
                born_on: Some(day("1970-01-01")),
                card_no: format!("00.{id:06}"),
                joined_on: None,
                official_on: None,
                rating: None,
                sort_key: name_sort_key(name),
                year_only: false,
            })
            .collect();
        tx.add_members(&members).await.unwrap();
        let ties = people.iter().map(|(id, _, _, branch)| MembershipRow {
            member: member(*id),
            unit: unit(*branch),
            tie: Tie::Managing,
            from,
            to: None,
        });
        tx.add_memberships(&ties.collect::<Vec<_>>()).await.unwrap();
        let posts = [
            (1, 1, BRANCH5, "secretary", ORGANISATION),
            (2, 2, BRANCH6, "secretary", ORGANISATION),
            (3, 4, ORGANISATION, "secretary", COMMITTEE),
            (4, 5, INSPECTION, "inspection_member", COMMITTEE),
            (5, 6, COMMITTEE, "standing_member", CITY),
            (6, 7, INSPECTION, "inspector", COMMITTEE),
        ];
        let posts = posts.map(|(id, who, at, title, managed_by)| PostRow {
            id: Uuid::from_u128(200 + id),
            member: member(who),
            unit: unit(at),
            title: title.into(),
            managed_by: unit(managed_by),
            from,
            to: None,
        });
        tx.add_posts(&posts).await.unwrap();
        tx.commit().await.unwrap();
        gopy::app::register::file_all(app).await.unwrap();
        Self::accounts(app, store).await
    }

    async fn accounts(app: &App, store: &Store) -> Self {
        let hash = gopy::app::sessions::hash_password(app, PASSWORD).await.unwrap();
        let tx = store.begin().await.unwrap();
        let mut made = Vec::new();
        let accounts = [
            ("tiepnhan", Role::Desk, COMMITTEE, None),
            ("kiemtra", Role::Triage, INSPECTION, Some(5)),
            ("kiemtra2", Role::Triage, INSPECTION, None),
            ("pheduyet", Role::Approver, COMMITTEE, Some(6)),
            ("bithu.phudo", Role::Handler, ORGANISATION, Some(4)),
            ("bithu.phudo-05", Role::Handler, BRANCH5, Some(1)),
            ("bithu.phudo-06", Role::Handler, BRANCH6, Some(2)),
            ("kiemtravien1", Role::Handler, INSPECTION, Some(7)),
            ("captren", Role::Above, CITY, None),
            ("captren2", Role::Above, CITY, None),
            ("quantri", Role::Admin, COMMITTEE, None),
        ];
        for (at, (login, role, of, who)) in (1..).zip(accounts) {
            let account = Account {
                id: AccountId(Uuid::from_u128(300 + at)),
                role,
                unit: unit(of),
                member: who.map(member),
            };
            let row = AccountRow {
                account,
                login: login.into(),
                password_hash: hash.clone(),
                display_name: login.into(),
                email: format!("{login}@gopy.example"),
                lang: Lang::Vi,
                disabled: false,
            };
            tx.add_account(&row).await.unwrap();
            super::sign_in::enrol(app, &tx, account.id).await;
            made.push(account);
        }
        tx.commit().await.unwrap();
        let [
            desk,
            triage,
            triage2,
            approver,
            organisation,
            branch5,
            branch6,
            inspector,
            above,
            above2,
            admin,
        ] = made.try_into().unwrap();
        Self {
            desk,
            triage,
            triage2,
            approver,
            organisation,
            branch5,
            branch6,
            inspector,
            above,
            above2,
            admin,
            hung: member(1),
            binh: member(2),
            hanh: member(5),
            lan: member(3),
        }
    }
}
