//! Versions of the calendar, the editions deadlines are counted with, and the congresses that were called.
//!
//! A version is a set of rows that never changes; a changed year is a new version with all years.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;

use super::{Store, StoreError, Tx};
use crate::domain::calendar::{Calendar, CoveredYear, DayKind, SpecialDay};
use crate::domain::clock::Edition;
use crate::domain::congress::{Congress, Level};

mod version {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendars")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub version: String,
        pub changed_year: Option<i32>,
        pub source: String,
        pub loaded_by: String,
        pub loaded_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod year {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_years")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub calendar: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        pub decreed: bool,
        pub source: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod day {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_days")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub calendar: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub on_day: Date,
        pub kind: String,
        pub paired_with: Option<Date>,
        pub label: String,
        pub label_en: String,
        pub source: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod edition {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "editions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub calendar: i32,
        pub rules: String,
        pub since: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod congress {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "congresses")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub level: String,
        pub name: String,
        pub opens_on: Date,
        pub source: String,
        pub called_by: String,
        pub called_at: DateTimeUtc,
        pub dropped_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One version of the calendar: where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRow {
    /// Counted from 1, the shipped one.
    pub number: i32,
    /// The name stored with clocks.
    pub version: String,
    /// The year it changed; none for the first.
    pub changed_year: Option<i32>,
    pub source: String,
    /// An account's id, or who else loads.
    pub loaded_by: String,
    pub loaded_at: DateTime<Utc>,
}

/// What is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionRow {
    pub number: Edition,
    /// Number of the calendar's version.
    pub calendar: i32,
    /// The terms of all rules, as one text.
    pub rules: String,
}

/// A congress as it was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CongressRow {
    pub id: Uuid,
    pub congress: Congress,
    pub source: String,
    pub called_by: String,
    pub called_at: DateTime<Utc>,
}

impl Store {
    /// Every version of the calendar, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calendar_versions(&self) -> Result<Vec<VersionRow>, StoreError> {
        let rows = version::Entity::find()
            .order_by_asc(version::Column::Number)
            .all(self.reader())
            .await?;
        Ok(rows.into_iter().map(to_version).collect())
    }

    /// Years and days of one version.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn calendar_rows(
        &self,
        number: i32,
    ) -> Result<(Vec<CoveredYear>, Vec<SpecialDay>), StoreError> {
        let years = year::Entity::find()
            .filter(year::Column::Calendar.eq(number))
            .order_by_asc(year::Column::Year)
            .all(self.reader())
            .await?;
        let days = day::Entity::find()
            .filter(day::Column::Calendar.eq(number))
            .order_by_asc(day::Column::OnDay)
            .all(self.reader())
            .await?;
        let year = |row: year::Model| CoveredYear {
            year: row.year,
            decreed: row.decreed,
            source: row.source,
        };
        let days: Result<Vec<SpecialDay>, StoreError> = days.into_iter().map(to_day).collect();
        Ok((years.into_iter().map(year).collect(), days?))
    }

    /// What is in force; none before anything was stored.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_edition(&self) -> Result<Option<EditionRow>, StoreError> {
        let row = edition::Entity::find()
            .order_by_desc(edition::Column::Number)
            .one(self.reader())
            .await?;
        Ok(row.map(to_edition))
    }

    /// Congresses that were not taken back, the last to open first.
    ///
    /// # Errors
    /// When the database fails or a row does not fit together.
    pub async fn congresses(&self) -> Result<Vec<CongressRow>, StoreError> {
        let rows = congress::Entity::find()
            .filter(congress::Column::DroppedOn.is_null())
            .order_by_desc(congress::Column::OpensOn)
            .order_by_asc(congress::Column::Id)
            .all(self.reader())
            .await?;
        rows.into_iter().map(to_congress).collect()
    }
}

impl Tx {
    /// The newest version of the calendar and what is in force, as this transaction sees them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn in_force(&self) -> Result<(Option<VersionRow>, Option<EditionRow>), StoreError> {
        let newest = version::Entity::find().order_by_desc(version::Column::Number);
        let edition = edition::Entity::find().order_by_desc(edition::Column::Number);
        let newest = newest.one(&self.db).await?.map(to_version);
        Ok((newest, edition.one(&self.db).await?.map(to_edition)))
    }

    /// Stores a version with all its years and days.
    ///
    /// # Errors
    /// When the database fails, or somebody stored one of this number meanwhile.
    pub async fn add_calendar(
        &self,
        head: &VersionRow,
        calendar: &Calendar,
    ) -> Result<(), StoreError> {
        let row = version::ActiveModel {
            number: Set(head.number),
            version: Set(head.version.clone()),
            changed_year: Set(head.changed_year),
            source: Set(head.source.clone()),
            loaded_by: Set(head.loaded_by.clone()),
            loaded_at: Set(head.loaded_at),
        };
        version::Entity::insert(row).exec_without_returning(&self.db).await?;
        let years = calendar.years().map(|one| year::ActiveModel {
            calendar: Set(head.number),
            year: Set(one.year),
            decreed: Set(one.decreed),
            source: Set(one.source.clone()),
        });
        year::Entity::insert_many(years).exec_without_returning(&self.db).await?;
        let days = calendar.special_days().map(|one| day::ActiveModel {
            calendar: Set(head.number),
            on_day: Set(one.day),
            kind: Set(one.kind.name().to_owned()),
            paired_with: Set(one.paired_with),
            label: Set(one.label.clone()),
            label_en: Set(one.label_en.clone()),
            source: Set(one.source.clone()),
        });
        day::Entity::insert_many(days).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Puts a calendar and rules in force.
    ///
    /// # Errors
    /// When the database fails, or somebody stored one of this number meanwhile.
    pub async fn add_edition(
        &self,
        edition: &EditionRow,
        since: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = edition::ActiveModel {
            number: Set(edition.number.0),
            calendar: Set(edition.calendar),
            rules: Set(edition.rules.clone()),
            since: Set(since),
        };
        edition::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn add_congress(&self, row: &CongressRow) -> Result<(), StoreError> {
        let row = congress::ActiveModel {
            id: Set(row.id),
            level: Set(row.congress.level.name().to_owned()),
            name: Set(row.congress.name.clone()),
            opens_on: Set(row.congress.opens_on),
            source: Set(row.source.clone()),
            called_by: Set(row.called_by.clone()),
            called_at: Set(row.called_at),
            dropped_on: Set(None),
        };
        congress::Entity::insert(row).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// Takes a congress back that was entered by mistake or called off.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, or the database fails.
    pub async fn drop_congress(&self, id: Uuid, on: NaiveDate) -> Result<(), StoreError> {
        let done = congress::Entity::update_many()
            .col_expr(congress::Column::DroppedOn, Expr::value(on))
            .filter(congress::Column::Id.eq(id))
            .filter(congress::Column::DroppedOn.is_null())
            .exec(&self.db)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing) }
    }
}

fn to_version(row: version::Model) -> VersionRow {
    VersionRow {
        number: row.number,
        version: row.version,
        changed_year: row.changed_year,
        source: row.source,
        loaded_by: row.loaded_by,
        loaded_at: row.loaded_at,
    }
}

fn to_edition(row: edition::Model) -> EditionRow {
    EditionRow { number: Edition(row.number), calendar: row.calendar, rules: row.rules }
}

fn to_day(row: day::Model) -> Result<SpecialDay, StoreError> {
    let kind = DayKind::from_name(&row.kind).ok_or_else(|| StoreError::corrupt(row.on_day))?;
    let (day, paired_with) = (row.on_day, row.paired_with);
    let (label, label_en, source) = (row.label, row.label_en, row.source);
    Ok(SpecialDay { day, kind, paired_with, label, label_en, source })
}

fn to_congress(row: congress::Model) -> Result<CongressRow, StoreError> {
    let level = Level::from_name(&row.level).ok_or_else(|| StoreError::corrupt(row.id))?;
    Ok(CongressRow {
        id: row.id,
        congress: Congress { level, name: row.name, opens_on: row.opens_on },
        source: row.source,
        called_by: row.called_by,
        called_at: row.called_at,
    })
}
