//! No index, no search key and no search answer is made from the words of a denunciation.
//!
//! Found by comparison, so that a key need not be known to be seen: the same letter comes in twice, in two copies of one
//! database, and another one in a third. What is random differs everywhere, what does not depend on the words is the
//! same everywhere; a cell that the two alike have and the third has not is made from the words, however it was folded,
//! cut or keyed. A member of another name in each shows that such cells are seen.

use std::collections::BTreeSet;

use gopy::app::{self, register};
use gopy::domain::access::Role;
use gopy::domain::ids::MemberId;
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::text::name_sort_key;
use gopy::store::cases::Key;
use gopy::store::people::MemberRow;
use poem::http::Method;
use sea_orm::{ConnectionTrait as _, Database, Statement};
use uuid::Uuid;

use crate::canary::left;
use crate::support::TestDatabase;
use crate::two_worlds::tour::{NOBODY, Visitor, questions};
use crate::two_worlds::world::{Organisation, World};

/// Words of the denunciation, of the letter that is none, and of a member's name; here and in the third database.
/// As long as each other, so that not even a length differs.
const TOLD: [&str; 2] = ["Zuạch", "Xoạng"];
const PLAIN: &str = "Quẹnh";
const NAMES: [&str; 2] = ["Nguyễn Văn Khuỵch", "Nguyễn Văn Ngoạch"];

/// A denunciation with this word wherever a sender may write, a letter that is none, and a member of this name.
async fn fill(portal: &World, people: &Organisation, word: &str, name: &str) -> CaseNumber {
    let about = |word: &str| About {
        name: format!("bà {word}"),
        position: format!("tổ trưởng {word}"),
        unit: format!("tổ {word}"),
    };
    let text = |word: &str| format!("Bà {word} thu tiền làm ngõ {word} mà không có phiếu thu.");
    // As programs and forms send it: with a key against sending twice that nobody else knows.
    let key = Uuid::new_v4().to_string();
    let raw = RawLetter {
        kind: "to_cao".into(),
        about: about(word),
        place: format!("ngõ {word}"),
        text: text(word),
        reporter: Some(RawReporter {
            name: format!("Tạ {word} Kín"),
            address: format!("số 9 ngõ {word}"),
            phone: String::new(),
        }),
        email: Some("nguoi.gui@hop-thu.example.vn".into()),
        lang: Lang::Vi,
        ..RawLetter::default()
    };
    let sent = app::letters::submit(&portal.app, raw, Source::Web, Some(&key)).await.unwrap();
    let told = sent.case_number;
    let case = portal.store.case(Key::Number(&told)).await.unwrap().case.id;
    app::tracking::write(&portal.app, case, &text(word), Some(&key)).await.unwrap();
    portal.letter("phan_anh", about(PLAIN), &text(PLAIN)).await;
    let tx = portal.store.begin().await.unwrap();
    let member = MemberRow {
        id: MemberId(Uuid::from_u128(9_000)),
        full_name: name.into(),
        gender: Some("male".into()),
        born_on: None,
        card_no: "00.999999".into(),
        joined_on: None,
        official_on: None,
        rating: None,
        year_only: false,
        sort_key: name_sort_key(name),
    };
    tx.add_members(&[member]).await.unwrap();
    tx.commit().await.unwrap();
    register::file_all(&portal.app).await.unwrap();
    // Whatever is made from it later is there, too.
    portal.live(people, &told, 4, None).await;
    portal.jobs().await;
    told
}

/// Three copies of one database, filled alike but for the words of the last.
async fn three() -> (Organisation, [World; 3], [CaseNumber; 3]) {
    let people = Organisation::of(21);
    let World { database, app, store, doors, .. } = World::found(&people).await;
    drop((app, store, doors));
    let copies = [database.copy().await, database.copy().await, database];
    let mut worlds = Vec::new();
    let mut numbers = Vec::new();
    for (copy, which) in copies.into_iter().zip([0, 0, 1]) {
        let world = World::on(copy, "2026-11-09").await;
        numbers.push(fill(&world, &people, TOLD[which], NAMES[which]).await);
        worlds.push(world);
    }
    (people, worlds.try_into().ok().unwrap(), numbers.try_into().ok().unwrap())
}

#[tokio::test]
async fn no_cell_is_made_from_the_words_of_a_denunciation() {
    assert!(TOLD[0].len() == TOLD[1].len() && NAMES[0].len() == NAMES[1].len());
    let (_, [one, same, other], _) = three().await;
    let mut cells = Vec::new();
    for world in [&one, &same, &other] {
        cells.push(left::cells(&world.database).await.into_iter().collect::<BTreeSet<_>>());
    }
    let made: BTreeSet<&str> = cells[0]
        .intersection(&cells[1])
        .filter(|cell| !cells[2].contains(*cell))
        .map(|(place, _)| place.as_str())
        .collect();
    let of_the_name = [
        "column entry of filed_members",
        "column full_name of members",
        "column recall_key of recall_keys",
        "column sort_key of members",
    ];
    assert_eq!(made, of_the_name.into(), "of the member's name, and of no letter");
    let keys = cells[0].iter().filter(|(place, _)| place == "column recall_key of recall_keys");
    assert!(keys.count() > 20, "the search of members has keys");
}

/// An address, and the names under which a word is typed there.
type Search = (String, Vec<String>);

/// The names that searches have in the document of the interface.
fn of_the_interface() -> BTreeSet<String> {
    let document = gopy::api::document::document();
    let operations = document["paths"].as_object().unwrap().values();
    let operations = operations.flat_map(|of| of.as_object().unwrap().values());
    let parameters = operations.flat_map(|one| one["parameters"].as_array().into_iter().flatten());
    let typed = parameters.filter(|one| one["in"] == "query");
    typed.map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// The names of what a page lets one look for.
fn of_the_page(html: &str) -> BTreeSet<String> {
    let forms = html.split("<form").skip(1).filter(|form| form.contains("method=\"get\""));
    let forms = forms.map(|form| form.split("</form>").next().unwrap());
    let inputs = forms.flat_map(|form| form.split(" name=\"").skip(1));
    inputs.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Every way to look for a word: at each address under the names that it has itself, and everywhere under those that
/// searches have.
async fn searches(visitor: &mut Visitor<'_>, told: &CaseNumber) -> Vec<Search> {
    let mut all = Vec::new();
    let mut read = false;
    let everywhere = || ["q", "tim", "cua"].map(str::to_owned).to_vec();
    let asked = questions(&[told.to_string()], NOBODY);
    for question in asked.iter().filter(|one| one.method == Method::GET) {
        let page = visitor.get(&question.path).await.body;
        read |= page.contains(TOLD[0]);
        let api = question.path.starts_with("/api/");
        let own = if api { of_the_interface() } else { of_the_page(&page) };
        all.push((question.path.clone(), everywhere()));
        all.extend(own.into_iter().map(|name| (question.path.clone(), vec![name])));
    }
    assert!(read, "whoever looks for it may read it");
    all
}

/// What is answered where this word is looked for, without any of the words: the letter itself is shown to whoever may
/// read it, and what was typed stands in the form.
async fn answer(visitor: &mut Visitor<'_>, (path, names): &Search, word: &str) -> (u16, String) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = form_urlencoded::parse(query.as_bytes());
    let kept = kept.filter(|(name, _)| !names.iter().any(|one| one == name));
    let typed = names.iter().map(|name| (name.as_str(), word));
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.extend_pairs(kept).extend_pairs(typed).finish();
    let answer = visitor.get(&format!("{path}?{query}")).await.plain();
    let written = TOLD.into_iter().chain(NAMES).flat_map(|word| {
        let asked: String = form_urlencoded::byte_serialize(word.as_bytes()).collect();
        [asked, word.to_owned()]
    });
    (answer.status.as_u16(), written.fold(answer.body, |body, one| body.replace(&one, "…")))
}

/// Where two words are answered differently. Asked again before it is believed: an answer that is refused because the
/// machine stood still is none.
async fn differ(visitor: &mut Visitor<'_>, searches: &[Search], words: [&str; 2]) -> Vec<String> {
    let mut found = Vec::new();
    for search in searches {
        let mut alike = false;
        for _ in 0..3 {
            let (one, other) =
                (answer(visitor, search, words[0]).await, answer(visitor, search, words[1]).await);
            alike |= one == other;
            if alike {
                break;
            }
        }
        if !alike {
            found.push(format!("{}?{}", search.0.split('?').next().unwrap(), search.1.join("&")));
        }
    }
    found
}

#[tokio::test]
async fn no_search_answers_by_the_words_of_a_denunciation() {
    let people = Organisation::of(22);
    let world = World::found(&people).await;
    world.set_day("2026-11-09");
    let told = fill(&world, &people, TOLD[0], NAMES[0]).await;
    let mut reader = None;
    for (who, login) in &people.accounts {
        let reads =
            app::view::view(&world.app, who, &told).await.is_ok_and(|case| !case.text.is_empty());
        // Whoever triages has every search there is.
        if reads && matches!(who.role, Role::Triage | Role::Above) {
            reader = Some(login.clone());
        }
    }
    let mut visitor = Visitor::signed_in(&world, &reader.unwrap()).await;
    let searches = searches(&mut visitor, &told).await;
    let by_word = differ(&mut visitor, &searches, TOLD).await;
    assert!(by_word.is_empty(), "found by a word of a denunciation: {by_word:?}");
    let by_name = differ(&mut visitor, &searches, NAMES).await;
    assert!(by_name.iter().any(|one| one == "/api/v1/people?q"), "what finds is seen: {by_name:?}");
}

/// The first column of what is asked for.
async fn column(database: &TestDatabase, sql: &str) -> BTreeSet<String> {
    let db = Database::connect(&database.settings.url).await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let rows = rows.unwrap();
    db.close().await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Sealed and keyed bytes that an index covers: hashes of receipts, of tokens and of the keys against sending twice;
/// never what somebody wrote.
const INDEXED_BYTES: [&str; 8] = [
    "calendar_feeds.token_hash",
    "cases.receipt_index",
    "invitations.token_hash",
    "letters.key_hash",
    "provider_links.subject_hash",
    "recovery_codes.code_hash",
    "sent_keys.key_hash",
    "sessions.token_hash",
];

#[tokio::test]
async fn no_index_covers_what_people_write_and_nothing_is_searched_by_words() {
    let database = TestDatabase::fresh().await;
    let store = gopy::store::Store::open(&database.settings).await.unwrap();
    store.migrate_up().await.unwrap();
    let [bytes, words] = if database.is_postgres() {
        [
            "SELECT DISTINCT c.relname || '.' || coalesce(a.attname, '(worked out)') \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public' \
             CROSS JOIN LATERAL unnest(i.indkey) AS k(attnum) \
             LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0 \
             WHERE a.attname IS NULL OR a.atttypid = 'bytea'::regtype",
            "SELECT c.relname || ' ' || m.amname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
             JOIN pg_am m ON m.oid = c.relam JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE n.nspname = 'public' AND m.amname <> 'btree' \
             UNION SELECT table_name || '.' || column_name FROM information_schema.columns \
             WHERE table_schema = 'public' AND (udt_name = 'tsvector' OR is_generated <> 'NEVER') \
             UNION SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' \
             UNION SELECT event_object_table FROM information_schema.triggers \
             WHERE event_object_table NOT LIKE 'audit%' AND trigger_name NOT LIKE '%_counted_%'",
        ]
    } else {
        [
            "SELECT DISTINCT m.name || '.' || coalesce(i.name, '(worked out)') \
             FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i \
             WHERE m.type = 'table' AND (i.name IS NULL OR EXISTS (SELECT 1 FROM \
             pragma_table_info(m.name) c WHERE c.name = i.name AND c.type LIKE '%blob%'))",
            "SELECT name FROM sqlite_master WHERE sql LIKE '%VIRTUAL%' OR sql LIKE '%GENERATED%' \
             UNION SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' \
             AND tbl_name NOT LIKE 'audit%' AND name NOT LIKE '%_counted_%'",
        ]
    };
    assert_eq!(column(&database, bytes).await, INDEXED_BYTES.map(str::to_owned).into());
    assert_eq!(column(&database, words).await, BTreeSet::new(), "made by the database itself");
}
