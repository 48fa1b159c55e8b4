//! Single facts about the database itself, such as whether it holds the demonstration.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{Store, StoreError, Tx, cases, people};

pub(in crate::store) mod row {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "facts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub value: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub async fn fact(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = row::Entity::find_by_id(name.to_owned()).one(self.reader()).await?;
        Ok(row.map(|row| row.value))
    }

    /// Writes a fact that is not there yet; one that is stays as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_fact(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let row = row::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
        let keep = OnConflict::column(row::Column::Name).do_nothing().to_owned();
        row::Entity::insert(row).on_conflict(keep).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// Whether nobody has put a unit or a letter into this database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let unit = people::unit::Entity::find().one(self.reader()).await?;
        let case = cases::row::Entity::find().one(self.reader()).await?;
        Ok(unit.is_none() && case.is_none())
    }
}

impl Tx {
    /// As it is within this transaction.
    pub(in crate::store) async fn fact(&self, name: &str) -> Result<Option<String>, StoreError> {
        let row = row::Entity::find_by_id(name.to_owned()).one(&self.db).await?;
        Ok(row.map(|row| row.value))
    }

    /// Forgets every fact whose name begins so.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_facts(&self, beginning: &str) -> Result<(), StoreError> {
        let named = row::Entity::delete_many().filter(row::Column::Name.starts_with(beginning));
        named.exec(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn set_fact(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let row = row::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
        let update =
            OnConflict::column(row::Column::Name).update_column(row::Column::Value).to_owned();
        row::Entity::insert(row).on_conflict(update).exec_without_returning(&self.db).await?;
        Ok(())
    }

    /// # Errors
    /// When the database fails.
    pub async fn forget_fact(&self, name: &str) -> Result<(), StoreError> {
        row::Entity::delete_by_id(name.to_owned()).exec(&self.db).await?;
        Ok(())
    }
}
