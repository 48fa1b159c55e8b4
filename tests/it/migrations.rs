//! Every migration can be taken back, on both databases.

use gopy::store::Store;

use crate::support::TestDatabase;

#[tokio::test]
async fn migrations_go_up_down_and_up_again() {
    let database = TestDatabase::fresh().await;
    let store = Store::open(&database.settings).await.unwrap();
    store.migrate_up().await.unwrap();
    let all = store.migrations().await.unwrap();
    assert!(all.iter().all(|(_, applied)| *applied));
    for _ in &all {
        store.migrate_down().await.unwrap();
    }
    assert!(store.migrations().await.unwrap().iter().all(|(_, applied)| !applied));
    store.migrate_up().await.unwrap();
    assert!(store.migrations().await.unwrap().iter().all(|(_, applied)| *applied));
    assert_eq!(store.is_postgres(), database.is_postgres());
}
