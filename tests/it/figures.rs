//! The public figures: coarse, late, and steady.

use std::collections::BTreeSet;

use gopy::app::statistics::{STEP, public, rounded};

use crate::support::TestApp;
use crate::support::committee::about_lan;

#[test]
fn a_number_is_rounded_to_a_step_beside_it_and_fairly() {
    for number in 0..60_i64 {
        let told: Vec<i64> = (0..10).map(|draw| rounded(number, draw).unwrap_or(0)).collect();
        assert!(told.iter().all(|told| told % STEP == 0 && (told - number).abs() < STEP));
        assert_eq!(told.iter().sum::<i64>(), number * STEP, "nothing is lost on average");
        let next: BTreeSet<_> = (0..10).map(|draw| rounded(number + 1, draw)).collect();
        let these: BTreeSet<_> = (0..10).map(|draw| rounded(number, draw)).collect();
        assert!(!these.is_disjoint(&next), "{number} and one more can look alike");
        let changed = (0..10).filter(|draw| rounded(number, *draw) != rounded(number + 1, *draw));
        assert_eq!(changed.count(), 1, "one more shows in one draw of ten");
    }
    assert_eq!(rounded(0, 9), None);
}

#[tokio::test]
async fn a_quarter_is_told_a_month_after_its_end_and_the_same_each_time() {
    let portal = TestApp::start().await;
    for _ in 0..25 {
        portal.letter("phan_anh", about_lan()).await;
    }
    portal.set_day("2027-01-31");
    let early = public(&portal.app).await.unwrap();
    assert_eq!((early.to.to_string().as_str(), early.total.received), ("2026-09-30", None));
    portal.set_day("2027-02-01");
    let told = public(&portal.app).await.unwrap();
    assert_eq!(
        (told.from.to_string(), told.to.to_string()),
        ("2026-01-01".into(), "2026-12-31".into())
    );
    assert!(matches!(told.total.received, Some(20 | 30)), "{:?}", told.total);
    assert_eq!(told.total.answered, None);
    assert_eq!(public(&portal.app).await.unwrap(), told, "asking again draws nothing new");

    // What happens to those letters afterwards, or to the table itself, moves nothing that was told.
    portal.sql("UPDATE cases SET state = 'closed'").await;
    assert_eq!(public(&portal.app).await.unwrap(), told, "counted once");
    portal.set_day("2027-05-02");
    let next = public(&portal.app).await.unwrap();
    assert_eq!(next.from.to_string(), "2026-04-01");
    assert!(next.total.answered.is_some(), "the next period is counted anew");
}
