//! When each background job last ran to its end, and what it did.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Store, StoreError};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job_runs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub ran_at: DateTimeUtc,
        pub report: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The fact that says when the first job ran.
const FIRST: &str = "jobs-since";

/// The last run of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRun {
    pub name: String,
    pub ran_at: DateTime<Utc>,
    pub report: String,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn note_run(&self, run: &JobRun) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            name: Set(run.name.clone()),
            ran_at: Set(run.ran_at),
            report: Set(run.report.clone()),
        };
        let again = OnConflict::column(row::Column::Name)
            .update_columns([row::Column::RanAt, row::Column::Report])
            .to_owned();
        row::Entity::insert(row).on_conflict(again).exec_without_returning(self.writer()).await?;
        self.keep_fact(FIRST, &run.ran_at.to_rfc3339()).await
    }

    /// When the first job ran to its end.
    ///
    /// # Errors
    /// When the database fails or the note cannot be read.
    pub async fn first_run(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let Some(text) = self.fact(FIRST).await? else { return Ok(None) };
        let at = DateTime::parse_from_rfc3339(&text).map_err(|_| StoreError::corrupt(FIRST))?;
        Ok(Some(at.to_utc()))
    }

    /// The last run of every job that ever ran, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_runs(&self) -> Result<Vec<JobRun>, StoreError> {
        let rows = row::Entity::find().order_by_asc(row::Column::Name).all(self.reader()).await?;
        let run =
            |row: row::Model| JobRun { name: row.name, ran_at: row.ran_at, report: row.report };
        Ok(rows.into_iter().map(run).collect())
    }
}
