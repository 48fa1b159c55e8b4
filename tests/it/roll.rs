//! The copy of the register in memory is read anew as soon as anything the gate rests on has changed, whoever changed it.

use gopy::domain::letter::{About, RawLetter};
use gopy::store::cases::Key;

use crate::support::TestApp;
use crate::support::committee::about_hung;

/// How many are kept out of a new letter about the secretary of branch 5, whose text names an inspector.
async fn kept_out(portal: &TestApp, about: About) -> usize {
    let letter = RawLetter {
        kind: "phan_anh".into(),
        text: "Bà Vũ Thị Hạnh cũng chứng kiến việc ông ấy thu tiền của cả ngõ.".into(),
        about,
        ..RawLetter::default()
    };
    let source = gopy::domain::letter::Source::Web;
    let number = gopy::app::letters::submit(&portal.app, letter, source, None).await.unwrap();
    let loaded = portal.store.case(Key::Number(&number.case_number)).await.unwrap();
    loaded.excluded.accounts.len()
}

#[tokio::test]
async fn every_change_of_what_the_gate_rests_on_is_counted() {
    let portal = TestApp::start().await;
    let mut count = portal.store.register_changes().await.unwrap();
    let unit = "(SELECT unit_id FROM accounts WHERE login = 'quantri')";
    for change in [
        "INSERT INTO interests (id, of_member, to_unit, tie, valid_from, declared_by, declared_on) \
         SELECT a.id, m.id, a.unit_id, 'spouse', '2026-01-01', a.id, '2026-01-01' \
         FROM accounts a, members m WHERE a.login = 'quantri' AND m.full_name = 'Vũ Thị Hạnh'",
        "UPDATE interests SET valid_to = '2026-10-01'",
        "DELETE FROM interests",
        "UPDATE units SET name = name WHERE code = (SELECT MIN(code) FROM units)",
        "UPDATE posts SET valid_to = '2026-10-01' WHERE id = (SELECT id FROM posts ORDER BY id LIMIT 1)",
        "DELETE FROM posts WHERE id = (SELECT id FROM posts ORDER BY id LIMIT 1)",
        "UPDATE members SET full_name = 'Vũ Thị Hoa' WHERE full_name = 'Vũ Thị Hạnh'",
        "UPDATE accounts SET disabled_on = '2026-11-01' WHERE login = 'kiemtra2'",
        "UPDATE accounts SET role = 'triage' WHERE login = 'kiemtra2'",
        &format!("UPDATE accounts SET unit_id = {unit} WHERE login = 'kiemtra2'"),
        "UPDATE accounts SET member_id = NULL WHERE login = 'kiemtra2'",
        "DELETE FROM accounts WHERE login = 'kiemtra2'",
    ] {
        portal.sql(change).await;
        let now = portal.store.register_changes().await.unwrap();
        assert!(count < now, "{change}");
        count = now;
    }
    portal.sql("UPDATE accounts SET seen_on = '2026-11-02' WHERE login = 'kiemtra'").await;
    assert_eq!(portal.store.register_changes().await.unwrap(), count, "of no concern");
}

#[tokio::test]
async fn who_sits_elsewhere_or_is_called_otherwise_is_kept_out_of_the_next_letter() {
    let portal = TestApp::start().await;
    let before = kept_out(&portal, about_hung()).await;
    // The inspector whom the text names in full is called otherwise now.
    portal.sql("UPDATE members SET full_name = 'Vũ Thị Hoa' WHERE full_name = 'Vũ Thị Hạnh'").await;
    let unnamed = kept_out(&portal, about_hung()).await;
    assert_eq!(unnamed + 1, before, "nobody of that name is on the staff any more");
    // Somebody else comes to belong to the branch of the one complained of.
    portal
        .sql(
            "UPDATE accounts SET unit_id = \
             (SELECT unit_id FROM accounts WHERE login = 'bithu.phudo-05') \
             WHERE login = 'kiemtravien1'",
        )
        .await;
    assert_eq!(kept_out(&portal, about_hung()).await, unnamed + 1);
    portal.sql("DELETE FROM posts").await;
    assert_eq!(kept_out(&portal, about_hung()).await, unnamed, "he sits in no branch any more");
}
