//! The chain of acts: every kind of tampering is refused by the database, and found where somebody who owns the
//! database took the guards away first; where they hold the key as well, it is found from outside.

use gopy::app::audit::{self, Verdict};
use gopy::domain::head::{Anchor, SignedHead};
use gopy::domain::letter::About;
use gopy::keys::{self, Keys};
use sea_orm::{ConnectionTrait as _, Database, DatabaseConnection, Statement};

use crate::support::{TestApp, program};

async fn some_acts(portal: &TestApp, letters: usize) {
    for _ in 0..letters {
        portal.letter("phan_anh", About::default()).await;
    }
}

async fn verdict(portal: &TestApp) -> Verdict {
    audit::verify(&portal.app, None).await.unwrap()
}

async fn connect(portal: &TestApp) -> DatabaseConnection {
    Database::connect(&portal.database.settings.url).await.unwrap()
}

/// What somebody does first who owns the database.
async fn take_guards_away(portal: &TestApp) {
    if portal.database.is_postgres() {
        for (name, table) in [
            ("audit_kept", "audit"),
            ("audit_head_kept", "audit_head"),
            ("audit_head_grows", "audit_head"),
            ("audit_heads_kept", "audit_heads"),
        ] {
            portal.sql(&format!("DROP TRIGGER {name} ON {table}")).await;
        }
        return;
    }
    let db = connect(portal).await;
    let sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    for row in rows.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        db.execute_unprepared(&format!("DROP TRIGGER {name}")).await.unwrap();
    }
    db.close().await.unwrap();
}

#[tokio::test]
async fn the_database_refuses_every_change() {
    let portal = TestApp::start().await;
    some_acts(&portal, 3).await;
    assert!(audit::sign_head(&portal.app).await.unwrap());
    let mut tries = vec![
        "UPDATE audit SET detail = 'x' WHERE seq = 1",
        "UPDATE audit SET seq = seq + 100",
        "DELETE FROM audit WHERE seq = 2",
        "DELETE FROM audit",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_heads SET seq = 1",
        "DELETE FROM audit_heads",
        "INSERT INTO audit SELECT * FROM audit WHERE seq = 1",
    ];
    if portal.database.is_postgres() {
        tries.extend(["TRUNCATE audit", "TRUNCATE audit_head", "TRUNCATE audit_heads"]);
        tries.push("SET session_replication_role = replica; DELETE FROM audit");
    } else {
        tries.push("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1");
        tries.push("INSERT OR REPLACE INTO audit_heads SELECT * FROM audit_heads");
    }
    let db = connect(&portal).await;
    for sql in tries {
        assert!(db.execute_unprepared(sql).await.is_err(), "{sql}");
    }
    db.close().await.unwrap();
    assert!(matches!(verdict(&portal).await, Verdict::Whole { .. }));
}

/// What is done to six or more rows, and the first row that then does not fit.
const TAMPERING: [(&str, &[&str], i64); 10] = [
    ("a field is edited", &["UPDATE audit SET actor = 'x' WHERE seq = 3"], 3),
    (
        "what was one field becomes the end of another",
        &["UPDATE audit SET actor = actor || action, action = '' WHERE seq = 3"],
        3,
    ),
    ("a row is deleted in the middle", &["DELETE FROM audit WHERE seq = 3"], 3),
    ("the first row is deleted", &["DELETE FROM audit WHERE seq = 1"], 1),
    ("the tail is deleted", &["DELETE FROM audit WHERE 4 < seq"], 5),
    (
        "two rows change places",
        &[
            "UPDATE audit SET seq = -1 WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 4",
            "UPDATE audit SET seq = 4 WHERE seq = -1",
        ],
        3,
    ),
    (
        "a row is put in",
        &[
            "INSERT INTO audit SELECT 1000 + seq, at, actor, action, object, detail, mac FROM audit WHERE seq = 2",
        ],
        7,
    ),
    (
        "a row is there twice, and those behind it are moved",
        &[
            "UPDATE audit SET seq = -seq - 1 WHERE 3 < seq",
            "INSERT INTO audit SELECT 4, at, actor, action, object, detail, mac FROM audit WHERE seq = 3",
            "UPDATE audit SET seq = -seq WHERE seq < 0",
        ],
        4,
    ),
    ("everything is deleted", &["DELETE FROM audit"], 1),
    ("everything is deleted, its end too", &["DELETE FROM audit", "DELETE FROM audit_head"], 1),
];

#[tokio::test]
async fn every_tampering_is_found_and_its_first_row_named() {
    for (what, statements, first) in TAMPERING {
        let portal = TestApp::start().await;
        some_acts(&portal, 6).await;
        assert_eq!(verdict(&portal).await, Verdict::Whole { entries: 6 }, "{what}");
        take_guards_away(&portal).await;
        for sql in statements {
            portal.sql(sql).await;
        }
        assert_eq!(verdict(&portal).await, Verdict::Broken { seq: first }, "{what}");
    }
}

/// The state of a day ago is put back, and life goes on from there: the chain alone is whole.
#[tokio::test]
async fn an_older_copy_put_back_is_found_against_the_head() {
    let portal = TestApp::start().await;
    some_acts(&portal, 2).await;
    portal.jobs().await;
    let [.., yesterday] = &audit::heads(&portal.app).await.unwrap()[..] else { unreachable!() };
    let anchor = yesterday.head.anchor;
    take_guards_away(&portal).await;
    portal.sql("CREATE TABLE kept AS SELECT * FROM audit WHERE seq <= 1").await;
    portal.sql("DELETE FROM audit").await;
    portal.sql("INSERT INTO audit SELECT * FROM kept").await;
    portal.sql("UPDATE audit_head SET seq = 1, mac = (SELECT mac FROM kept WHERE seq = 1)").await;
    portal.sql("DELETE FROM audit_heads").await;
    assert_eq!(verdict(&portal).await, Verdict::Whole { entries: 1 });
    let against = |anchor| audit::verify(&portal.app, Some(anchor));
    assert_eq!(against(&anchor).await.unwrap(), Verdict::Broken { seq: 2 }, "too short");
    some_acts(&portal, 5).await;
    assert_eq!(verdict(&portal).await, Verdict::Whole { entries: 6 });
    let seq = i64::try_from(anchor.count).unwrap();
    assert_eq!(against(&anchor).await.unwrap(), Verdict::Broken { seq }, "long enough again");
}

/// Who holds database and master key writes the tail anew, hashes and signed heads and all. Only what lies
/// outside tells.
#[tokio::test]
async fn a_tail_rewritten_with_the_key_is_found_against_yesterdays_head() {
    let portal = TestApp::start_with(|settings| {
        settings.audit.witnesses = vec!["a@tren.example.vn".into(), "b@tren.example.vn".into()];
    })
    .await;
    some_acts(&portal, 4).await;
    portal.jobs().await;
    let told: Vec<SignedHead> = portal
        .mails()
        .await
        .iter()
        .filter(|mail| mail.to.as_str().ends_with("@tren.example.vn"))
        .map(|mail| SignedHead::find(&mail.words.text).unwrap())
        .collect();
    let [yesterday, same] = told[..] else { unreachable!("{told:?}") };
    assert_eq!(yesterday, same, "both are told the same");
    let head = yesterday.head;
    assert!(keys::is_signed(&yesterday.key, &head.bytes(), &yesterday.signature));
    portal.set_day("2026-11-03");
    some_acts(&portal, 1).await;
    let Verdict::Whole { entries } = verdict(&portal).await else { unreachable!() };

    take_guards_away(&portal).await;
    portal.sql("UPDATE audit SET actor = 'somebody else' WHERE seq = 2").await;
    forge(&portal).await;
    assert_eq!(verdict(&portal).await, Verdict::Whole { entries }, "the forgery is a good one");
    let found = audit::verify(&portal.app, Some(&head.anchor)).await.unwrap();
    assert_eq!(found, Verdict::Broken { seq: i64::try_from(head.anchor.count).unwrap() });
}

/// Makes every hash, the end of the chain and the signed heads fit what stands there now.
async fn forge(portal: &TestApp) {
    use chrono::{DateTime, Utc};
    let keys = Keys::new(&[7; 32]);
    let db = connect(portal).await;
    let backend = db.get_database_backend();
    let sql = "SELECT seq, at, actor, action, object, detail FROM audit ORDER BY seq";
    let rows = db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let (mut mac, mut last) = (Vec::new(), 0_i64);
    for row in rows {
        let at: DateTime<Utc> = row.try_get("", "at").unwrap();
        last = row.try_get("", "seq").unwrap();
        let mut bytes = last.to_be_bytes().to_vec();
        let at = at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let [actor, action, object, detail] = ["actor", "action", "object", "detail"]
            .map(|name| row.try_get::<String>("", name).unwrap());
        for field in [at, actor, action, object, detail] {
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field.as_bytes());
        }
        mac = keys.audit_mac(&mac, &bytes).to_vec();
        let hex = keys::hex(&mac);
        let blob =
            if portal.database.is_postgres() { format!("'\\x{hex}'") } else { format!("x'{hex}'") };
        portal.sql(&format!("UPDATE audit SET mac = {blob} WHERE seq = {last}")).await;
    }
    portal
        .sql(&format!("UPDATE audit_head SET mac = (SELECT mac FROM audit WHERE seq = {last})"))
        .await;
    portal.sql("DELETE FROM audit_heads").await;
    db.close().await.unwrap();
}

#[tokio::test]
async fn a_signed_head_that_was_changed_does_not_pass() {
    let portal = TestApp::start().await;
    some_acts(&portal, 2).await;
    portal.jobs().await;
    assert!(matches!(verdict(&portal).await, Verdict::Whole { .. }));
    take_guards_away(&portal).await;
    portal.sql("UPDATE audit_heads SET on_day = '2026-10-01'").await;
    assert!(matches!(verdict(&portal).await, Verdict::Broken { .. }));
}

#[tokio::test]
async fn a_head_is_signed_once_a_day_and_never_like_the_last() {
    let portal = TestApp::start().await;
    let mut hashes = std::collections::BTreeSet::new();
    for day in ["2026-11-02", "2026-11-03", "2026-11-04"] {
        portal.set_day(day);
        assert!(audit::sign_head(&portal.app).await.unwrap(), "{day}");
        assert!(!audit::sign_head(&portal.app).await.unwrap(), "{day} again");
        hashes.insert(audit::heads(&portal.app).await.unwrap()[0].head.anchor.hash);
    }
    assert_eq!(hashes.len(), 3);
    portal.set_day("2026-11-01");
    assert!(
        !audit::sign_head(&portal.app).await.unwrap(),
        "a clock that was put back signs nothing"
    );
    let page = portal.web.get("/nhat-ky").send().await;
    let page = page.0.into_body().into_string().await.unwrap();
    for signed in audit::heads(&portal.app).await.unwrap() {
        let Anchor { hash, .. } = signed.head.anchor;
        assert!(page.contains(&keys::hex(&hash)));
        assert!(
            !page.contains(&keys::hex(&signed.signature[..32])),
            "the count could be tried out"
        );
    }
}

/// Of what a resident does, and of every act on a denunciation, only the day is kept.
#[tokio::test]
async fn of_a_denunciation_only_the_day_is_kept() {
    let portal = TestApp::start().await;
    portal.letter("to_cao", About::default()).await;
    portal.letter("gop_y", About::default()).await;
    portal.jobs().await;
    let db = connect(&portal).await;
    let sql = "SELECT actor, action, at FROM audit ORDER BY seq";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let mut days = 0;
    for row in rows.unwrap() {
        let actor: String = row.try_get("", "actor").unwrap();
        let at: chrono::DateTime<chrono::Utc> = row.try_get("", "at").unwrap();
        if actor == "resident" {
            days += 1;
            assert_eq!(at.to_string(), "2026-11-02 00:00:00 UTC");
        }
    }
    assert_eq!(days, 2);
    db.close().await.unwrap();
}

#[tokio::test]
async fn the_command_line_says_it_with_its_exit_code() {
    let portal = TestApp::start().await;
    let run = |words: &[&str]| {
        let done = program(&portal.database, words).output().unwrap();
        let text = [done.stdout, done.stderr].concat();
        (done.status.code(), String::from_utf8(text).unwrap())
    };
    // The program makes a master key of its own here.
    assert_eq!(run(&["audit", "key"]).0, Some(1), "there is no key yet");
    let (code, told) = run(&["audit", "verify"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("nguyên vẹn"), "{told}");
    assert_eq!(run(&["jobs", "run", "sign-head"]).0, Some(0));
    let (_, heads) = run(&["audit", "heads"]);
    let anchor = heads.split_whitespace().nth(1).unwrap().to_owned();
    assert_eq!(run(&["audit", "verify", "--anchor", &anchor]).0, Some(0));
    let (count, hash) = anchor.split_once(':').unwrap();
    let more: u64 = count.parse::<u64>().unwrap() + 1;
    let (code, told) = run(&["audit", "verify", "--anchor", &format!("{more}:{hash}")]);
    assert_eq!(code, Some(1));
    assert!(told.contains(&format!("dòng {more}")), "{told}");
    assert_eq!(run(&["audit", "verify", "--anchor", "x"]).0, Some(2));

    let keys = Keys::load(&portal.database.folder.join("data/master.key")).unwrap();
    let head = gopy::domain::head::Head {
        on: "2026-11-28".parse().unwrap(),
        anchor: Anchor::parse(&anchor).unwrap(),
    };
    let signature = keys.head_signature(&head.bytes());
    let signed = SignedHead { head, key: keys.head_key(), signature };
    let mail = portal.database.folder.join("mail.txt");
    std::fs::write(&mail, format!("Kính gửi\n> {}\n", signed.lines())).unwrap();
    let (code, told) = run(&["audit", "check-head", "mail.txt"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains(&anchor), "{told}");
    let (_, key) = run(&["audit", "key"]);
    assert_eq!(run(&["audit", "check-head", "mail.txt", "--key", key.trim()]).0, Some(0));
    let other = keys::hex(&Keys::new(&[9; 32]).head_key());
    assert_eq!(run(&["audit", "check-head", "mail.txt", "--key", &other]).0, Some(1));
    std::fs::write(&mail, signed.lines().replace("2026-11-28", "2026-11-29")).unwrap();
    assert_eq!(run(&["audit", "check-head", "mail.txt"]).0, Some(1), "another day");
    std::fs::write(&mail, "Kính gửi").unwrap();
    assert_eq!(run(&["audit", "check-head", "mail.txt"]).0, Some(1), "no head");
}
