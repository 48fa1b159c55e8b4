//! The register: units, members, posts, memberships – all dated.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::bulk::{Batch, Taken};
use super::{Store, StoreError, Tx};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::organisation::UnitTerm;
pub use crate::domain::organisation::{
    Holding as PostRow, Member as MemberRow, Membership as MembershipRow, Tie, Unit as UnitRow,
};

pub(in crate::store) mod unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "units")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code: String,
        pub kind: String,
        pub name: String,
        pub number: Option<i32>,
        pub parent_id: Option<Uuid>,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod member {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub full_name: String,
        pub gender: Option<String>,
        pub born_on: Option<Date>,
        pub card_no: String,
        pub joined_on: Option<Date>,
        pub official_on: Option<Date>,
        pub rating: Option<String>,
        pub sort_key: Vec<u8>,
        pub year_only: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod membership {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: Uuid,
        pub unit_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tie: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: Date,
        pub valid_to: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "posts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub member_id: Uuid,
        pub unit_id: Uuid,
        pub title: String,
        pub managed_by: Uuid,
        pub valid_from: Date,
        pub valid_to: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn units(&self, ids: &[UnitId]) -> Result<Vec<UnitRow>, StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let rows =
            unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(self.reader()).await?;
        Ok(rows.into_iter().map(to_unit).collect())
    }

    /// Every unit; a committee has some hundreds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_units(&self) -> Result<Vec<UnitRow>, StoreError> {
        let rows = unit::Entity::find().order_by_asc(unit::Column::Code).all(self.reader()).await?;
        Ok(rows.into_iter().map(to_unit).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn members(&self, ids: &[MemberId]) -> Result<Vec<MemberRow>, StoreError> {
        let ids = ids.iter().map(|id| id.0);
        let rows =
            member::Entity::find().filter(member::Column::Id.is_in(ids)).all(self.reader()).await?;
        Ok(rows.into_iter().map(to_member).collect())
    }

    /// Posts of these members, past and present.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_of(&self, members: &[MemberId]) -> Result<Vec<PostRow>, StoreError> {
        let ids = members.iter().map(|id| id.0);
        let rows = post::Entity::find()
            .filter(post::Column::MemberId.is_in(ids))
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(to_post).collect())
    }

    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn memberships_of(
        &self,
        members: &[MemberId],
    ) -> Result<Vec<MembershipRow>, StoreError> {
        let ids = members.iter().map(|id| id.0);
        let rows = membership::Entity::find()
            .filter(membership::Column::MemberId.is_in(ids))
            .all(self.reader())
            .await?;
        rows.iter().map(to_membership).collect()
    }

    /// # Errors
    /// When the database fails.
    pub async fn all_members(&self) -> Result<Vec<MemberId>, StoreError> {
        let ids: Vec<Uuid> = member::Entity::find()
            .select_only()
            .column(member::Column::Id)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(ids.into_iter().map(MemberId).collect())
    }

    /// # Errors
    /// When the database fails.
    pub async fn member_by_card(&self, card_no: &str) -> Result<Option<MemberId>, StoreError> {
        let found = member::Entity::find().filter(member::Column::CardNo.eq(card_no));
        Ok(found.one(self.reader()).await?.map(|row| MemberId(row.id)))
    }
}

impl Tx {
    /// # Errors
    /// When the database fails.
    pub async fn add_units(&self, units: &[UnitRow]) -> Result<(), StoreError> {
        let rows = units.iter().map(|row| unit::ActiveModel {
            id: Set(row.id.0),
            code: Set(row.code.clone()),
            kind: Set(row.kind.clone()),
            name: Set(row.name.clone()),
            number: Set(row.number.and_then(|number| i32::try_from(number).ok())),
            parent_id: Set(row.parent.map(|parent| parent.0)),
            valid_from: Set(row.from),
            valid_to: Set(row.to),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await?;
        let terms: Vec<UnitTerm> = units.iter().map(|unit| UnitTerm::of(unit, unit.from)).collect();
        self.add_terms(&terms).await?;
        self.touch_register().await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn add_members(&self, members: &[MemberRow]) -> Result<(), StoreError> {
        let rows = members.iter().map(member_row);
        self.insert_all(Batch::new(rows)?, Taken::Fails).await?;
        self.touch_register().await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn add_memberships(&self, rows: &[MembershipRow]) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| membership::ActiveModel {
            member_id: Set(row.member.0),
            unit_id: Set(row.unit.0),
            tie: Set(row.tie.name().to_owned()),
            valid_from: Set(row.from),
            valid_to: Set(row.to),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await
    }

    /// # Errors
    /// When the database fails.
    pub async fn add_posts(&self, posts: &[PostRow]) -> Result<(), StoreError> {
        let rows = posts.iter().map(|row| post::ActiveModel {
            id: Set(row.id),
            member_id: Set(row.member.0),
            unit_id: Set(row.unit.0),
            title: Set(row.title.clone()),
            managed_by: Set(row.managed_by.0),
            valid_from: Set(row.from),
            valid_to: Set(row.to),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await
    }
}

pub(in crate::store) fn member_row(row: &MemberRow) -> member::ActiveModel {
    member::ActiveModel {
        id: Set(row.id.0),
        full_name: Set(row.full_name.clone()),
        gender: Set(row.gender.clone()),
        born_on: Set(row.born_on),
        card_no: Set(row.card_no.clone()),
        joined_on: Set(row.joined_on),
        official_on: Set(row.official_on),
        rating: Set(row.rating.clone()),
        sort_key: Set(row.sort_key.clone()),
        year_only: Set(row.year_only),
    }
}

pub(in crate::store) fn to_unit(row: unit::Model) -> UnitRow {
    UnitRow {
        id: UnitId(row.id),
        code: row.code,
        kind: row.kind,
        name: row.name,
        number: row.number.map(i32::unsigned_abs),
        parent: row.parent_id.map(UnitId),
        from: row.valid_from,
        to: row.valid_to,
    }
}

pub(in crate::store) fn to_member(row: member::Model) -> MemberRow {
    MemberRow {
        id: MemberId(row.id),
        full_name: row.full_name,
        gender: row.gender,
        born_on: row.born_on,
        card_no: row.card_no,
        joined_on: row.joined_on,
        official_on: row.official_on,
        rating: row.rating,
        sort_key: row.sort_key,
        year_only: row.year_only,
    }
}

pub(in crate::store) fn to_post(row: post::Model) -> PostRow {
    PostRow {
        id: row.id,
        member: MemberId(row.member_id),
        unit: UnitId(row.unit_id),
        title: row.title,
        managed_by: UnitId(row.managed_by),
        from: row.valid_from,
        to: row.valid_to,
    }
}

pub(in crate::store) fn to_membership(
    row: &membership::Model,
) -> Result<MembershipRow, StoreError> {
    let tie = [Tie::Managing, Tie::Residence]
        .into_iter()
        .find(|tie| tie.name() == row.tie)
        .ok_or_else(|| StoreError::corrupt(row.member_id))?;
    Ok(MembershipRow {
        member: MemberId(row.member_id),
        unit: UnitId(row.unit_id),
        tie,
        from: row.valid_from,
        to: row.valid_to,
    })
}
