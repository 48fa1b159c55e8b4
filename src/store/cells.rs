//! The sealed cells of a case, whatever table they stand in: to seal them anew, and to empty them.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Expr as SeaExpr, ExprTrait as _, Query};
use sea_orm::{QueryOrder as _, QuerySelect as _};

use super::parts::{allegation, conclusion, event, measure, message};
use super::{StoreError, Tx, case_keys, cases, letters};
use crate::domain::ids::CaseId;
use crate::keys::Holder;

/// What is in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Letter,
    Allegation,
    Evidence,
    Measure,
    Message,
    Conclusion,
    Note,
}

/// The sealed bytes of one row, each with what they are.
pub type Seal<'a> = &'a mut (dyn FnMut(What, &[u8]) -> Result<Vec<u8>, StoreError> + Send);

impl Tx {
    /// Cases whose key nobody has yet, by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn without_key(&self, limit: u64) -> Result<Vec<CaseId>, StoreError> {
        let key = Query::select()
            .expr(SeaExpr::val(1))
            .from(case_keys::row::Entity)
            .and_where(
                SeaExpr::col((case_keys::row::Entity, case_keys::row::Column::CaseId))
                    .equals((cases::row::Entity, cases::row::Column::Id)),
            )
            .and_where(
                SeaExpr::col((case_keys::row::Entity, case_keys::row::Column::HolderKind))
                    .eq(Holder::Office.kind()),
            )
            .take();
        let ids: Vec<Uuid> = cases::row::Entity::find()
            .select_only()
            .column(cases::row::Column::Id)
            .filter(SeaExpr::exists(key).not())
            .order_by_asc(cases::row::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(&self.db)
            .await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// Puts what `seal` makes of each cell of a case in its place.
    ///
    /// # Errors
    /// What `seal` says, or when the database fails.
    pub async fn change_cells(&self, case: CaseId, seal: Seal<'_>) -> Result<(), StoreError> {
        let db = &self.db;
        let letters = letters::row::Entity::find();
        for row in letters.filter(letters::row::Column::CaseId.eq(case.0)).all(db).await? {
            let content = Set(seal(What::Letter, &row.content)?);
            let id = Unchanged(row.id);
            letters::row::ActiveModel { id, content, ..Default::default() }.update(db).await?;
        }
        self.change_findings(case, seal).await?;
        let messages = message::Entity::find();
        for row in messages.filter(message::Column::CaseId.eq(case.0)).all(db).await? {
            let content = Set(seal(What::Message, &row.content)?);
            let (case_id, position) = (Unchanged(row.case_id), Unchanged(row.position));
            let row = message::ActiveModel { case_id, position, content, ..Default::default() };
            row.update(db).await?;
        }
        let events = event::Entity::find();
        for row in events.filter(event::Column::CaseId.eq(case.0)).all(db).await? {
            let mut anew = |cell: &Option<Vec<u8>>| {
                cell.as_ref().map(|cell| seal(What::Note, cell)).transpose()
            };
            let row = event::ActiveModel {
                case_id: Unchanged(row.case_id),
                revision: Unchanged(row.revision),
                note: Set(anew(&row.note)?),
                keep_reason: Set(anew(&row.keep_reason)?),
                ..Default::default()
            };
            row.update(db).await?;
        }
        Ok(())
    }

    async fn change_findings(&self, case: CaseId, seal: Seal<'_>) -> Result<(), StoreError> {
        let db = &self.db;
        let allegations = allegation::Entity::find();
        for row in allegations.filter(allegation::Column::CaseId.eq(case.0)).all(db).await? {
            let evidence = row.evidence.as_ref().map(|cell| seal(What::Evidence, cell));
            let row = allegation::ActiveModel {
                id: Unchanged(row.id),
                content: Set(seal(What::Allegation, &row.content)?),
                evidence: Set(evidence.transpose()?),
                ..Default::default()
            };
            row.update(db).await?;
        }
        let measures = measure::Entity::find();
        for row in measures.filter(measure::Column::CaseId.eq(case.0)).all(db).await? {
            let content = Set(seal(What::Measure, &row.content)?);
            let id = Unchanged(row.id);
            measure::ActiveModel { id, content, ..Default::default() }.update(db).await?;
        }
        let conclusions = conclusion::Entity::find();
        for row in conclusions.filter(conclusion::Column::CaseId.eq(case.0)).all(db).await? {
            let content = Set(seal(What::Conclusion, &row.content)?);
            let case_id = Unchanged(row.case_id);
            conclusion::ActiveModel { case_id, content, ..Default::default() }.update(db).await?;
        }
        Ok(())
    }
}
