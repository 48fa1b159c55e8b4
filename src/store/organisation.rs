//! The organisation through time, and the whole register at once.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QuerySelect as _};

use super::bulk::{Batch, Taken};
use super::people::{member, member_row, membership, post, unit};
use super::people::{to_member, to_membership, to_post};
use super::{Store, StoreError, Tx};
use crate::domain::ids::UnitId;
use crate::domain::import::Changes;
use crate::domain::organisation::{
    Holding, Membership, Register, Succession, SuccessionKind, Tie, Unit, UnitTerm,
};

pub(in crate::store) mod term {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_terms")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub unit_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub valid_from: Date,
        pub valid_to: Option<Date>,
        pub kind: String,
        pub name: String,
        pub number: Option<i32>,
        pub parent_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod succession {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit_successions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_unit: Uuid,
        pub to_unit: Option<Uuid>,
        pub kind: String,
        pub effective_on: Date,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Counts every change of the register, so that whoever keeps a copy in memory notices.
const VERSION: &str = "register_version";

impl Store {
    /// The state of the register: another text after every change of it, by whichever process.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn register_version(&self) -> Result<String, StoreError> {
        Ok(self.fact(VERSION).await?.unwrap_or_default())
    }

    /// What each unit was called and where it belonged, stretch by stretch.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_terms(&self) -> Result<Vec<UnitTerm>, StoreError> {
        let rows = term::Entity::find().all(self.reader()).await?;
        Ok(rows.into_iter().map(to_term).collect())
    }

    /// Who took over from whom.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn successions(&self) -> Result<Vec<Succession>, StoreError> {
        let rows = succession::Entity::find().all(self.reader()).await?;
        rows.iter().map(to_succession).collect()
    }

    /// Every post that was held on this day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn posts_on(&self, day: NaiveDate) -> Result<Vec<Holding>, StoreError> {
        let begun = post::Column::ValidFrom.lte(day);
        let open = Condition::any()
            .add(post::Column::ValidTo.is_null())
            .add(post::Column::ValidTo.gt(day));
        let rows = post::Entity::find().filter(begun).filter(open).all(self.reader()).await?;
        Ok(rows.into_iter().map(to_post).collect())
    }

    /// How many members each branch managed on this day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sizes_on(&self, day: NaiveDate) -> Result<Vec<(UnitId, i64)>, StoreError> {
        let open = Condition::any()
            .add(membership::Column::ValidTo.is_null())
            .add(membership::Column::ValidTo.gt(day));
        let rows: Vec<(Uuid, i64)> = membership::Entity::find()
            .select_only()
            .column(membership::Column::UnitId)
            .column_as(membership::Column::MemberId.count(), "members")
            .filter(membership::Column::Tie.eq(Tie::Managing.name()))
            .filter(membership::Column::ValidFrom.lte(day))
            .filter(open)
            .group_by(membership::Column::UnitId)
            .into_tuple()
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(|(unit, members)| (UnitId(unit), members)).collect())
    }

    /// The whole register; a committee has some thousands of members.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn register(&self) -> Result<Register, StoreError> {
        let units = self.all_units().await?;
        let members = member::Entity::find().all(self.reader()).await?;
        let ties = membership::Entity::find().all(self.reader()).await?;
        let posts = post::Entity::find().all(self.reader()).await?;
        Ok(Register {
            units: units.into_iter().map(|unit| (unit.id, unit)).collect(),
            terms: self.unit_terms().await?,
            successions: self.successions().await?,
            members: members.into_iter().map(to_member).map(|one| (one.id, one)).collect(),
            ties: ties.iter().map(to_membership).collect::<Result<_, _>>()?,
            posts: posts.into_iter().map(to_post).collect(),
        })
    }
}

impl Tx {
    /// Marks the register as changed and holds it against every other change until the end of the transaction; the
    /// state it had before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_register(&self) -> Result<String, StoreError> {
        let next = format!(
            "INSERT INTO facts (name, value) VALUES ('{VERSION}', '1') ON CONFLICT (name) \
             DO UPDATE SET value = CAST(CAST(facts.value AS BIGINT) + 1 AS TEXT)"
        );
        self.db.execute_unprepared(&next).await?;
        let now = self.fact(VERSION).await?.unwrap_or_default();
        let before = now.parse::<u64>().map_err(|_| StoreError::corrupt(VERSION))? - 1;
        Ok(if before == 0 { String::new() } else { before.to_string() })
    }

    pub(in crate::store) async fn add_terms(&self, terms: &[UnitTerm]) -> Result<(), StoreError> {
        let rows = terms.iter().map(|row| term::ActiveModel {
            unit_id: Set(row.unit.0),
            valid_from: Set(row.from),
            valid_to: Set(row.to),
            kind: Set(row.kind.clone()),
            name: Set(row.name.clone()),
            number: Set(row.number.and_then(|number| i32::try_from(number).ok())),
            parent_id: Set(row.parent.map(|parent| parent.0)),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await
    }

    /// Carries out the changes of an import. `fresh` makes the ids of links.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn change_register(
        &self,
        changes: &Changes,
        fresh: impl Fn() -> Uuid,
    ) -> Result<(), StoreError> {
        self.add_units(&changes.add_units).await?;
        for (unit, from) in &changes.redate_units {
            self.redate_unit(*unit, *from).await?;
        }
        for (unit, on) in &changes.revise_units {
            self.revise_unit(unit, *on).await?;
        }
        for (unit, to) in &changes.end_units {
            self.end_unit(*unit, *to).await?;
        }
        self.add_successions(&changes.successions, fresh).await?;
        self.add_members(&changes.add_members).await?;
        for member in &changes.revise_members {
            member::Entity::update(member_row(member)).exec(&self.db).await?;
        }
        for (tie, to) in &changes.leave {
            self.set_tie(tie, membership::Column::ValidTo, *to).await?;
        }
        for (tie, from) in &changes.redate {
            self.set_tie(tie, membership::Column::ValidFrom, *from).await?;
        }
        self.add_memberships(&changes.join).await?;
        self.add_posts(&changes.add_posts).await?;
        for (id, to) in &changes.end_posts {
            self.set_post(*id, post::Column::ValidTo, Expr::value(*to)).await?;
        }
        for (id, by) in &changes.manage_posts {
            self.set_post(*id, post::Column::ManagedBy, Expr::value(by.0)).await?;
        }
        Ok(())
    }

    async fn add_successions(
        &self,
        links: &[Succession],
        fresh: impl Fn() -> Uuid,
    ) -> Result<(), StoreError> {
        let rows = links.iter().map(|row| succession::ActiveModel {
            id: Set(fresh()),
            from_unit: Set(row.from.0),
            to_unit: Set(row.to.map(|unit| unit.0)),
            kind: Set(row.kind.name().to_owned()),
            effective_on: Set(row.on),
        });
        self.insert_all(Batch::new(rows)?, Taken::Fails).await
    }

    /// Closes the stretch that is open and begins the next; a stretch without a day is no stretch.
    async fn revise_unit(&self, row: &Unit, on: NaiveDate) -> Result<(), StoreError> {
        let of = || term::Entity::delete_many().filter(term::Column::UnitId.eq(row.id.0));
        of().filter(term::Column::ValidFrom.eq(on)).exec(&self.db).await?;
        self.close_term(row.id, on).await?;
        self.add_terms(&[UnitTerm::of(row, on)]).await?;
        unit::Entity::update_many()
            .col_expr(unit::Column::Kind, Expr::value(row.kind.clone()))
            .col_expr(unit::Column::Name, Expr::value(row.name.clone()))
            .col_expr(unit::Column::Number, Expr::value(row.number.map(i64::from)))
            .col_expr(unit::Column::ParentId, Expr::value(row.parent.map(|unit| unit.0)))
            .filter(unit::Column::Id.eq(row.id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn close_term(&self, unit: UnitId, on: NaiveDate) -> Result<(), StoreError> {
        term::Entity::update_many()
            .col_expr(term::Column::ValidTo, Expr::value(on))
            .filter(term::Column::UnitId.eq(unit.0))
            .filter(term::Column::ValidTo.is_null())
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn end_unit(&self, unit: UnitId, to: NaiveDate) -> Result<(), StoreError> {
        self.close_term(unit, to).await?;
        self.set_unit(unit, unit::Column::ValidTo, to).await
    }

    async fn redate_unit(&self, id: UnitId, from: NaiveDate) -> Result<(), StoreError> {
        let row = unit::Entity::find_by_id(id.0).one(&self.db).await?;
        let before = row.ok_or(StoreError::Missing)?.valid_from;
        term::Entity::update_many()
            .col_expr(term::Column::ValidFrom, Expr::value(from))
            .filter(term::Column::UnitId.eq(id.0))
            .filter(term::Column::ValidFrom.eq(before))
            .exec(&self.db)
            .await?;
        self.set_unit(id, unit::Column::ValidFrom, from).await
    }

    async fn set_unit(
        &self,
        id: UnitId,
        column: unit::Column,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        unit::Entity::update_many()
            .col_expr(column, Expr::value(day))
            .filter(unit::Column::Id.eq(id.0))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn set_tie(
        &self,
        tie: &Membership,
        column: membership::Column,
        day: NaiveDate,
    ) -> Result<(), StoreError> {
        membership::Entity::update_many()
            .col_expr(column, Expr::value(day))
            .filter(membership::Column::MemberId.eq(tie.member.0))
            .filter(membership::Column::Tie.eq(tie.tie.name()))
            .filter(membership::Column::ValidFrom.eq(tie.from))
            .exec(&self.db)
            .await?;
        Ok(())
    }

    async fn set_post(
        &self,
        id: Uuid,
        column: post::Column,
        value: Expr,
    ) -> Result<(), StoreError> {
        post::Entity::update_many()
            .col_expr(column, value)
            .filter(post::Column::Id.eq(id))
            .exec(&self.db)
            .await?;
        Ok(())
    }
}

fn to_term(row: term::Model) -> UnitTerm {
    UnitTerm {
        unit: UnitId(row.unit_id),
        kind: row.kind,
        name: row.name,
        number: row.number.map(i32::unsigned_abs),
        parent: row.parent_id.map(UnitId),
        from: row.valid_from,
        to: row.valid_to,
    }
}

fn to_succession(row: &succession::Model) -> Result<Succession, StoreError> {
    let kind = SuccessionKind::from_name(&row.kind).ok_or_else(|| StoreError::corrupt(row.id))?;
    let to = row.to_unit.map(UnitId);
    Ok(Succession { from: UnitId(row.from_unit), to, kind, on: row.effective_on })
}
