//! Receipts that are followed again and again.

use gopy::app::letters::Submitted;
use gopy::app::tracking::{self, Tracking};
use gopy::app::{App, Held};
use gopy::domain::ids::CaseId;
use gopy::domain::receipt::CaseNumber;
use gopy::keys::{CaseKey, Holder, Keys};
use gopy::store::Store;

/// The master key of every portal in the tests.
pub const MASTER: [u8; 32] = [7; 32];

/// A letter with what its receipt comes to: the slow hash is computed once, however often the letter is looked up.
#[derive(Clone)]
pub struct Followed {
    number: CaseNumber,
    index: [u8; 32],
    holder: Holder,
}

impl Followed {
    pub fn new(sent: Submitted) -> Self {
        let (index, key) = Keys::new(&MASTER).receipt(&sent.receipt).unwrap();
        Self { number: sent.case_number, index, holder: Holder::Receipt(key) }
    }

    /// The case that the receipt leads to.
    pub async fn case(&self, store: &Store) -> CaseId {
        let case = store.case_by_receipt(&self.index).await.unwrap();
        assert!(case.is_some(), "the receipt of {} leads nowhere", self.number);
        case.unwrap()
    }

    /// The key of the case, as the receipt opens it.
    pub async fn key(&self, case: CaseId, store: &Store) -> CaseKey {
        let wrapped = store.wrapped_key(case, &self.holder).await.unwrap().unwrap();
        Keys::new(&MASTER).open_key(&self.holder, case, &wrapped).unwrap()
    }

    /// What whoever holds the receipt sees.
    pub async fn track(&self, app: &App, store: &Store) -> Tracking {
        let case = self.case(store).await;
        let key = self.key(case, store).await;
        let tracked = tracking::view(app, &Held { case, key }).await.unwrap();
        assert_eq!(tracked.case_number, self.number);
        tracked
    }
}
