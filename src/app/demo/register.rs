//! From the invented committee to rows of the register.

use super::{BASE, DEMO, LOADING, REACHED};
use crate::app::{App, factors, register, sessions};
use crate::demo::{self, Committee, Gender, Rating, Title};
use crate::domain::access::{Account, Role};
use crate::domain::ids::{AccountId, MemberId, UnitId};
use crate::domain::letter::Lang;
use crate::domain::text::{self, Post};
use crate::store::accounts::AccountRow;
use crate::store::audit::Entry;
use crate::store::people::{MemberRow, MembershipRow, PostRow, Tie, UnitRow};

/// Stores units, members, posts and accounts, and notes that a load has begun: all or nothing.
pub(super) async fn store(app: &App, committee: &Committee) -> anyhow::Result<()> {
    let units: Vec<UnitRow> = committee.units.iter().map(unit).collect();
    let members: Vec<MemberRow> = committee.members.iter().map(member).collect();
    let ties: Vec<MembershipRow> = committee.members.iter().flat_map(memberships).collect();
    let posts: Vec<PostRow> = committee.posts.iter().map(post).collect();
    let filing = register::filing(&register::tree(units.clone()), &members, &posts, &ties);
    // One password, one slow hash.
    let hash = sessions::hash_password(app, demo::DEMO_PASSWORD).await?;
    let now = app.now();
    let oldest = committee.letters.iter().map(|letter| letter.received_days_ago).max();
    let first = now.day - chrono::Days::new(oldest.unwrap_or_default().into());
    let tx = app.store().begin().await?;
    tx.add_units(&units).await?;
    tx.add_members(&members).await?;
    tx.add_memberships(&ties).await?;
    tx.add_posts(&posts).await?;
    tx.file_members(&filing).await?;
    for account in &committee.accounts {
        tx.add_account(&row(account, &hash)).await?;
    }
    tx.set_fact(DEMO, LOADING).await?;
    tx.set_fact(BASE, &now.day.to_string()).await?;
    tx.set_fact(REACHED, &first.to_string()).await?;
    let entry = Entry {
        actor: "command line".into(),
        action: "load-demo".into(),
        object: "register".into(),
        detail: format!("{} units, {} members", units.len(), members.len()),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives every account its second factor that has none: at first, and those that an earlier version made.
pub(super) async fn second_factors(app: &App, committee: &Committee) -> anyhow::Result<()> {
    let tx = app.store().begin().await?;
    for account in &committee.accounts {
        let id = AccountId(account.id);
        if !factors::has(app, id).await? {
            factors::give(app, &tx, id, &super::totp_secret()).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Stores units, members and posts of one more district: all or nothing.
pub(in crate::app) async fn store_district(app: &App, more: &Committee) -> anyhow::Result<()> {
    let units: Vec<UnitRow> = more.units.iter().map(unit).collect();
    let members: Vec<MemberRow> = more.members.iter().map(member).collect();
    let ties: Vec<MembershipRow> = more.members.iter().flat_map(memberships).collect();
    let posts: Vec<PostRow> = more.posts.iter().map(post).collect();
    let filing = register::filing(&register::tree(units.clone()), &members, &posts, &ties);
    let tx = app.store().begin().await?;
    tx.add_units(&units).await?;
    tx.add_members(&members).await?;
    tx.add_memberships(&ties).await?;
    tx.add_posts(&posts).await?;
    tx.file_members(&filing).await?;
    Ok(tx.commit().await?)
}

fn unit(unit: &demo::Unit) -> UnitRow {
    UnitRow {
        id: UnitId(unit.id),
        code: unit.code.clone(),
        kind: unit.kind.name().to_owned(),
        name: unit.name.clone(),
        number: unit.number,
        parent: unit.parent.map(UnitId),
        from: unit.from,
        to: unit.to,
    }
}

fn member(member: &demo::Member) -> MemberRow {
    let gender = match member.gender {
        Gender::Female => "female",
        Gender::Male => "male",
    };
    let rating = match member.rating_2016 {
        Rating::Excellent => "excellent",
        Rating::Good => "good",
        Rating::Completed => "completed",
        Rating::NotCompleted => "not_completed",
    };
    MemberRow {
        id: MemberId(member.id),
        full_name: member.full_name.clone(),
        gender: Some(gender.to_owned()),
        born_on: Some(member.birth_date),
        card_no: member.card_no.clone(),
        joined_on: Some(member.joined_on),
        official_on: Some(member.official_on),
        rating: Some(rating.to_owned()),
        sort_key: text::name_sort_key(&member.full_name),
        year_only: false,
    }
}

fn memberships(member: &demo::Member) -> [MembershipRow; 2] {
    let tie = |tie: Tie, unit| MembershipRow {
        member: MemberId(member.id),
        unit: UnitId(unit),
        tie,
        from: member.joined_on,
        to: None,
    };
    [tie(Tie::Managing, member.managing_unit), tie(Tie::Residence, member.residence_unit)]
}

fn post(post: &demo::Post) -> PostRow {
    PostRow {
        id: post.id,
        member: MemberId(post.member),
        unit: UnitId(post.unit),
        title: title(post.title).code().to_owned(),
        managed_by: UnitId(post.managed_by),
        from: post.from,
        to: post.to,
    }
}

fn title(title: Title) -> Post {
    match title {
        Title::Secretary => Post::Secretary,
        Title::DeputySecretary => Post::DeputySecretary,
        Title::StandingMember => Post::StandingMember,
        Title::CommitteeMember => Post::CommitteeMember,
        Title::InspectionChair => Post::InspectionChair,
        Title::InspectionDeputyChair => Post::InspectionDeputyChair,
        Title::InspectionMember => Post::InspectionMember,
        Title::Inspector => Post::Inspector,
        Title::WardChair => Post::Chair,
        Title::Headteacher => Post::Headteacher,
        Title::ResidentialGroupHead => Post::ResidentialGroupHead,
    }
}

pub(super) fn role(role: demo::Role) -> Role {
    match role {
        demo::Role::Desk => Role::Desk,
        demo::Role::Triage => Role::Triage,
        demo::Role::Approver => Role::Approver,
        demo::Role::Handler => Role::Handler,
        demo::Role::Above => Role::Above,
        demo::Role::Custodian => Role::Custodian,
        demo::Role::Admin => Role::Admin,
    }
}

/// The account as the rules see it.
pub(super) fn account(account: &demo::Account) -> Account {
    Account {
        id: AccountId(account.id),
        role: role(account.role),
        unit: UnitId(account.unit),
        member: account.member.map(MemberId),
    }
}

fn row(one: &demo::Account, hash: &str) -> AccountRow {
    AccountRow {
        account: account(one),
        login: one.login.clone(),
        password_hash: hash.to_owned(),
        display_name: one.display_name.clone(),
        email: one.email.clone(),
        lang: Lang::Vi,
        disabled: false,
    }
}
