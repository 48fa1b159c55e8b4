//! The demonstration committee has the numbers of the seed and never changes unnoticed.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, Months, NaiveDate};
use gopy::demo::{
    Committee, DEMO_PASSWORD, Gender, NAMED_SECRETARIES, Rating, Role, Title, Unit, UnitKind,
    committee,
};
use uuid::Uuid;

/// FNV-1a over the whole committee. When a change is meant, copy the new value here; databases loaded before it
/// then hold other ids.
const CHECKSUM: u64 = 4_741_769_755_836_552_931;

fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn unit<'a>(committee: &'a Committee, code: &str) -> &'a Unit {
    committee.units.iter().find(|unit| unit.code == code).unwrap()
}

/// Given names of the present holders of a title in a unit.
fn holders(committee: &Committee, code: &str, title: Title) -> Vec<String> {
    let unit = unit(committee, code).id;
    let posts = committee.posts.iter().filter(|post| post.unit == unit && post.title == title);
    let ids: Vec<Uuid> = posts.filter(|post| post.to.is_none()).map(|post| post.member).collect();
    let held = committee.members.iter().filter(|member| ids.contains(&member.id));
    held.map(|member| member.given_name().to_owned()).collect()
}

#[test]
fn two_generations_are_equal_and_the_known_one() {
    let (first, second) = (committee(), committee());
    assert_eq!(first, second);
    assert_eq!(fnv(&format!("{first:?}")), CHECKSUM);
}

#[test]
fn the_numbers_are_those_of_the_seed() {
    let committee = committee();
    let count =
        |test: fn(UnitKind) -> bool| committee.units.iter().filter(|unit| test(unit.kind)).count();
    assert_eq!(count(UnitKind::is_grassroots), 42);
    assert_eq!(count(UnitKind::is_branch), 293);
    assert_eq!(count(|kind| kind == UnitKind::GrassrootsBranch), 14, "counted in both");
    assert_eq!(committee.members.len(), 7_251);
    let rated =
        |rating| committee.members.iter().filter(|member| member.rating_2016 == rating).count();
    let ratings =
        [Rating::Excellent, Rating::Good, Rating::Completed, Rating::NotCompleted].map(rated);
    assert_eq!(ratings, [434, 5_767, 1_037, 13]);
}

#[test]
fn ids_codes_cards_and_logins_are_unique() {
    let committee = committee();
    let mut ids: Vec<Uuid> = committee.units.iter().map(|unit| unit.id).collect();
    ids.extend(committee.members.iter().map(|member| member.id));
    ids.extend(committee.posts.iter().map(|post| post.id));
    ids.extend(committee.accounts.iter().map(|account| account.id));
    assert!(ids.iter().all(|id| id.get_version_num() == 4));
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    let codes: HashSet<_> = committee.units.iter().map(|unit| &unit.code).collect();
    assert_eq!(codes.len(), committee.units.len());
    let names: HashSet<_> = committee.units.iter().map(|unit| &unit.name).collect();
    assert_eq!(names.len(), committee.units.len());
    let cards: HashSet<_> = committee.members.iter().map(|member| &member.card_no).collect();
    assert_eq!(cards.len(), 7_251);
    let logins: HashSet<_> = committee.accounts.iter().map(|account| &account.login).collect();
    assert_eq!(logins.len(), committee.accounts.len());
}

#[test]
fn the_tree_is_whole() {
    let committee = committee();
    let levels: HashMap<Uuid, u8> =
        committee.units.iter().map(|unit| (unit.id, unit.level)).collect();
    for unit in &committee.units {
        assert!(unit.from < day(2016, 1, 1) && unit.to.is_none(), "{}", unit.code);
        assert!(
            unit.code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || b"-0123456789".contains(&byte))
        );
        match unit.parent {
            Some(parent) => assert!(levels[&parent] <= unit.level, "{}", unit.code),
            None => assert_eq!(unit.kind, UnitKind::City),
        }
        assert_eq!(
            unit.number.is_some(),
            unit.kind == UnitKind::ResidentialBranch,
            "{}",
            unit.code
        );
    }
}

#[test]
fn members_are_managed_by_a_branch_and_live_in_a_residential_one() {
    let committee = committee();
    let kinds: HashMap<Uuid, UnitKind> =
        committee.units.iter().map(|unit| (unit.id, unit.kind)).collect();
    let mut sizes: HashMap<Uuid, usize> = HashMap::new();
    let mut at_work = 0_usize;
    for member in &committee.members {
        assert!(kinds[&member.managing_unit].is_branch());
        assert_eq!(kinds[&member.residence_unit], UnitKind::ResidentialBranch);
        *sizes.entry(member.managing_unit).or_default() += 1;
        at_work += usize::from(member.managing_unit != member.residence_unit);
        assert!(
            member.birth_date + Months::new(18 * 12) < member.joined_on,
            "{}",
            member.full_name
        );
        assert!(member.joined_on < day(2017, 1, 1) && member.joined_on < member.official_on);
        assert!(member.birth_date.year() >= 1936);
    }
    assert!((3_300..4_000).contains(&at_work), "{at_work} managed at work");
    for unit in committee.units.iter().filter(|unit| unit.kind.is_branch()) {
        let most = if unit.kind == UnitKind::GrassrootsBranch { 29 } else { 45 };
        assert!((3..=most).contains(&sizes[&unit.id]), "{} has {}", unit.code, sizes[&unit.id]);
    }
}

#[test]
fn names_are_believable_and_often_shared() {
    let committee = committee();
    let mut full: HashMap<&str, usize> = HashMap::new();
    for member in &committee.members {
        assert!(member.full_name.split(' ').count() >= 3);
        assert!(unicode_words_are_composed(&member.full_name), "{}", member.full_name);
        *full.entry(&member.full_name).or_default() += 1;
        let woman = member.full_name.contains(" Thị ");
        assert!(!woman || member.gender == Gender::Female, "{}", member.full_name);
    }
    assert!(full.values().filter(|count| **count > 1).count() > 500);
    let given =
        |name: &str| committee.members.iter().filter(|member| member.given_name() == name).count();
    assert!(given("Hùng") > 150 && given("Hoa") > 100 && given("Dũng") > 150);
    let nguyen =
        committee.members.iter().filter(|member| member.full_name.starts_with("Nguyễn ")).count();
    assert!((2_200..3_100).contains(&nguyen), "{nguyen}");
}

/// No combining marks: every letter of Vietnamese has a composed form.
fn unicode_words_are_composed(text: &str) -> bool {
    !text.chars().any(|letter| ('\u{300}'..='\u{36f}').contains(&letter))
}

#[test]
fn every_branch_and_organisation_has_one_secretary_in_office() {
    let committee = committee();
    let members: HashSet<Uuid> = committee.members.iter().map(|member| member.id).collect();
    let units: HashSet<Uuid> = committee.units.iter().map(|unit| unit.id).collect();
    for post in &committee.posts {
        assert!(members.contains(&post.member));
        assert!(units.contains(&post.unit) && units.contains(&post.managed_by));
        assert!(post.to.is_none_or(|to| post.from < to));
    }
    let led = committee.units.iter().filter(|unit| {
        unit.kind.is_branch() || unit.kind.is_grassroots() || unit.kind == UnitKind::Committee
    });
    for unit in led {
        assert_eq!(holders(&committee, &unit.code, Title::Secretary).len(), 1, "{}", unit.code);
        assert!(
            !holders(&committee, &unit.code, Title::DeputySecretary).is_empty(),
            "{}",
            unit.code
        );
    }
    assert_eq!(holders(&committee, "lt-btv", Title::StandingMember).len(), 9);
    assert_eq!(holders(&committee, "lt-ubkt", Title::InspectionMember).len(), 5);
}

#[test]
fn terms_of_one_post_do_not_overlap() {
    let committee = committee();
    let single = committee.posts.iter().filter(|post| post.title == Title::Secretary);
    let mut by_unit: HashMap<Uuid, Vec<_>> = HashMap::new();
    for post in single {
        by_unit.entry(post.unit).or_default().push((post.from, post.to));
    }
    let mut several = 0;
    for terms in by_unit.values_mut() {
        terms.sort();
        several += usize::from(terms.len() > 1);
        assert!(
            terms.windows(2).all(|pair| pair[0].1.is_some_and(|end| end <= pair[1].0)),
            "{terms:?}"
        );
    }
    assert!(several > 300);
}

#[test]
fn a_given_name_alone_never_tells_which_secretary() {
    let committee = committee();
    assert_eq!(holders(&committee, "phudo-05", Title::Secretary), ["Hùng"]);
    assert_eq!(holders(&committee, "daimo-15", Title::Secretary), ["Hùng"]);
    assert_eq!(unit(&committee, "phudo-05").name, "Chi bộ 5 phường Phú Đô");
    let branches = committee.units.iter().filter(|unit| unit.kind.is_branch());
    let secretaries: Vec<String> =
        branches.flat_map(|unit| holders(&committee, &unit.code, Title::Secretary)).collect();
    for name in ["Hùng", "Dũng", "Hoa"] {
        let count = secretaries.iter().filter(|given| *given == name).count();
        assert!(count >= 10, "{count} secretaries named {name}");
    }
}

#[test]
fn accounts_reach_every_branch_and_know_their_members() {
    let committee = committee();
    let find =
        |login: &str| committee.accounts.iter().find(|account| account.login == login).unwrap();
    for unit in
        committee.units.iter().filter(|unit| unit.kind.is_branch() || unit.kind.is_grassroots())
    {
        let account = find(&format!("bithu.{}", unit.code));
        assert!(
            account.role == Role::Handler && account.unit == unit.id && account.member.is_some()
        );
    }
    assert!(NAMED_SECRETARIES.iter().all(|code| find(&format!("bithu.{code}")).member.is_some()));
    let roles = [
        ("tiepnhan", Role::Desk),
        ("kiemtra", Role::Triage),
        ("kiemtra2", Role::Triage),
        ("pheduyet", Role::Approver),
        ("captren", Role::Above),
        ("captren2", Role::Above),
        ("kiemtravien1", Role::Handler),
        ("kiemtravien2", Role::Handler),
        ("xacminh", Role::Handler),
        ("giuphong1", Role::Custodian),
        ("giuphong2", Role::Custodian),
        ("giuphong3", Role::Custodian),
        ("quantri", Role::Admin),
    ];
    for (login, role) in roles {
        assert_eq!(find(login).role, role);
        assert_eq!(
            find(login).member.is_none(),
            ["captren", "xacminh", "quantri"].contains(&login),
            "{login}"
        );
    }
    let posts_of = |login: &str| {
        let member = find(login).member;
        committee
            .posts
            .iter()
            .filter(move |post| Some(post.member) == member)
            .map(|post| post.title)
    };
    assert!(posts_of("kiemtra").any(|title| title == Title::InspectionMember));
    assert!(posts_of("pheduyet").any(|title| title == Title::StandingMember));
    assert!(committee.accounts.iter().all(|account| account.email.ends_with("@gopy.example")));
    assert!(DEMO_PASSWORD.chars().count() >= 15);
}
