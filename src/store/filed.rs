//! The register as descriptions are looked up in it: keys that lead to members, and of each member what a
//! description is compared with, in one row.

use chrono::NaiveDate;
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, Statement};
use serde::{Deserialize, Serialize};

use super::bulk::{Batch, Taken};
use super::{Store, StoreError, Tx};
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::matching;

pub(in crate::store) mod recall {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recall_keys")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub recall_key: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: Uuid,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "filed_members")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub member_id: Uuid,
        pub entry: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Of a member what descriptions speak of, as it stood when the register last changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledMember {
    pub member: MemberId,
    pub name: String,
    pub gender: Option<String>,
    pub birth_year: Option<i32>,
    pub managed_by: Option<UnitId>,
    /// Where it is not the managing branch.
    pub residence: Option<UnitId>,
    /// Past and present.
    pub posts: Vec<FiledPost>,
}

/// A post with its term: [from, to).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiledPost {
    pub title: String,
    pub unit: UnitId,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

/// The row as it is written: short names, for there are hundreds in every search.
#[derive(Serialize, Deserialize)]
struct Written {
    n: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    g: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    y: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    m: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    p: Vec<(String, Uuid, NaiveDate, Option<NaiveDate>)>,
}

impl FiledMember {
    fn written(&self) -> Result<String, StoreError> {
        let posts = self.posts.iter().cloned();
        let written = Written {
            n: self.name.clone(),
            g: self.gender.clone(),
            y: self.birth_year,
            m: self.managed_by.map(|unit| unit.0),
            r: self.residence.map(|unit| unit.0),
            p: posts.map(|post| (post.title, post.unit.0, post.from, post.to)).collect(),
        };
        serde_json::to_string(&written).map_err(StoreError::corrupt)
    }

    fn read(row: &row::Model) -> Result<Self, StoreError> {
        let written: Written =
            serde_json::from_str(&row.entry).map_err(|_| StoreError::corrupt(row.member_id))?;
        let post = |(title, unit, from, to)| FiledPost { title, unit: UnitId(unit), from, to };
        Ok(Self {
            member: MemberId(row.member_id),
            name: written.n,
            gender: written.g,
            birth_year: written.y,
            managed_by: written.m.map(UnitId),
            residence: written.r.map(UnitId),
            posts: written.p.into_iter().map(post).collect(),
        })
    }
}

/// What says in which way the members are filed.
const FILED: &str = "register_filed";

impl Store {
    /// Whether the members are filed, and in today's way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_filed(&self) -> Result<bool, StoreError> {
        Ok(self.fact(FILED).await?.as_deref() == Some(matching::FILING))
    }

    /// Members that one of the keys of a step leads to, step by step: of each at most as many as stand beside its keys.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recall(
        &self,
        steps: &[(&[String], u64)],
    ) -> Result<Vec<Vec<MemberId>>, StoreError> {
        let mut found = vec![Vec::new(); steps.len()];
        if steps.is_empty() {
            return Ok(found);
        }
        for row in self
            .reader()
            .query_all_raw(recall_statement(self.reader().get_database_backend(), steps))
            .await?
        {
            let (step, member): (i32, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let step = usize::try_from(step).ok().and_then(|step| found.get_mut(step));
            step.ok_or_else(|| StoreError::corrupt(member))?.push(MemberId(member));
        }
        Ok(found)
    }

    /// What these members are compared by.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read.
    pub async fn filed(&self, members: &[MemberId]) -> Result<Vec<FiledMember>, StoreError> {
        let ids = members.iter().map(|id| id.0);
        let rows =
            row::Entity::find().filter(row::Column::MemberId.is_in(ids)).all(self.reader()).await?;
        rows.iter().map(FiledMember::read).collect()
    }
}

/// Whom the steps lead to, each beside the number of its step. The limits stand in the words: SQLite plans a statement
/// anew each time it is asked with a bound one.
fn recall_statement(backend: DbBackend, steps: &[(&[String], u64)]) -> Statement {
    let mut values: Vec<Value> = Vec::new();
    let one = |(number, (keys, limit)): (usize, &(&[String], u64))| {
        let places = keys.iter().map(|key| {
            values.push(key.as_str().into());
            format!("${}", values.len())
        });
        let places = places.collect::<Vec<_>>().join(", ");
        format!(
            "SELECT {number}, member_id FROM (SELECT DISTINCT member_id FROM recall_keys \
             WHERE recall_key IN ({places}) LIMIT {limit}) AS step{number}"
        )
    };
    let all: Vec<String> = steps.iter().enumerate().map(one).collect();
    Statement::from_sql_and_values(backend, all.join(" UNION ALL "), values)
}

/// Ids in one statement: below SQLite's and PostgreSQL's limits on parameters.
const CHUNK: usize = 500;

impl Tx {
    /// Files these members under their keys, in place of how they were filed before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn file_members(
        &self,
        members: &[(FiledMember, Vec<String>)],
    ) -> Result<(), StoreError> {
        if members.is_empty() {
            return Ok(());
        }
        self.set_fact(FILED, matching::FILING).await?;
        for chunk in members.chunks(CHUNK) {
            let ids = || chunk.iter().map(|(filed, _)| filed.member.0);
            let keys = recall::Entity::delete_many();
            keys.filter(recall::Column::MemberId.is_in(ids())).exec(&self.db).await?;
            let rows = row::Entity::delete_many();
            rows.filter(row::Column::MemberId.is_in(ids())).exec(&self.db).await?;
        }
        let rows = members.iter().map(|(filed, _)| {
            Ok(row::ActiveModel { member_id: Set(filed.member.0), entry: Set(filed.written()?) })
        });
        let rows: Vec<row::ActiveModel> = rows.collect::<Result<_, StoreError>>()?;
        // Another process may file the same members at this moment, and the same way.
        self.insert_all(Batch::new(rows)?, Taken::Stays).await?;
        let keys = members.iter().flat_map(|(filed, keys)| {
            let member_id = filed.member.0;
            keys.iter().map(move |key| recall::ActiveModel {
                recall_key: Set(key.clone()),
                member_id: Set(member_id),
            })
        });
        self.insert_all(Batch::new(keys)?, Taken::Stays).await
    }
}
