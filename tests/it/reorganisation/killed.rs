//! The process is killed in the middle of a reorganisation, or of an import: afterwards there is nothing of it or all,
//! and the same command once more ends well.
//!
//! The program itself is started and killed, on copies of one portal, at points spread over the whole run.
//! `GOPY_TEST_REORGANISATION_KILLS` says at how many.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use gopy::clock::{Clock as _, SystemClock};
use gopy::keys::hex;
use gopy::store::Store;
use gopy::store::dump::tables;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, Statement};

use super::town::{Node, Town, import_members};
use super::witness::Witness;
use super::{HEADINGS, NEW_WARD};
use crate::support::receipts::MASTER;
use crate::support::{self, TestDatabase};

/// Every row of every table.
type State = BTreeMap<String, BTreeSet<String>>;

/// Longer than what every start of the program writes takes, far shorter than a reorganisation or an import.
const A_WHILE: Duration = Duration::from_millis(40);

/// Members who are renamed along with their ward, and those who are imported; enough for a point to fall between two.
const RENAMED: usize = 400;
const IMPORTED: usize = 1_200;

fn people(prefix: u32, family: &str, count: usize) -> String {
    let row = |at: usize| {
        let (day, month, year) = (at % 28 + 1, at / 28 % 12 + 1, 1930 + at / 336);
        format!("{prefix}.{at:06};{family} Tấn Nghiệp;Nam;{day}/{month}/{year};phudo-05;1/4/2020")
    };
    let head = "Số thẻ;Họ và tên;Giới tính;Ngày sinh;Chi bộ;Sinh hoạt từ ngày".to_owned();
    std::iter::once(head).chain((0..count).map(row)).collect::<Vec<_>>().join("\n")
}

/// A copy of the town on which the program is run.
struct Twin(TestDatabase);

impl Twin {
    async fn of(base: &TestDatabase) -> Self {
        let database = base.copy().await;
        let folder = database.folder.join("data");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("master.key"), hex(&MASTER)).unwrap();
        Self(database)
    }

    /// Puts a file beside the database.
    fn put(&self, name: &str, content: &str) {
        std::fs::write(self.0.folder.join(name), content).unwrap();
    }

    fn run(&self, words: &[&str]) -> String {
        let done = support::program(&self.0, words).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "gopy {words:?}: {said}");
        String::from_utf8(done.stdout).unwrap()
    }

    async fn node(&self) -> Node {
        Node::on(&self.0, SystemClock.now().at).await
    }
}

async fn state(store: &Store) -> State {
    let snapshot = store.snapshot().await.unwrap();
    let mut state = State::new();
    for table in tables() {
        let rows = state.entry(table.name()).or_default();
        let row = |row: Vec<_>| {
            rows.insert(serde_json::to_string(&row)?);
            Ok(())
        };
        snapshot.rows(&table, row).await.unwrap();
    }
    state
}

fn counts(state: &State) -> BTreeMap<&str, usize> {
    state.iter().map(|(table, rows)| (table.as_str(), rows.len())).collect()
}

/// Whoever looks at the database from outside while the process dies.
struct Watch {
    db: DatabaseConnection,
    on_server: Option<String>,
}

impl Watch {
    async fn of(database: &TestDatabase) -> Self {
        let on_server = database.on_server().map(|(_, name)| name.to_owned());
        let url = match database.on_server() {
            Some((server, _)) => format!("{server}/postgres"),
            None => database.settings.url.clone(),
        };
        let mut options = ConnectOptions::new(url);
        options.max_connections(1);
        let db = Database::connect(options).await.unwrap();
        if on_server.is_none() {
            db.execute_unprepared("PRAGMA busy_timeout = 0").await.unwrap();
        }
        Self { db, on_server }
    }

    async fn backends(&self, name: &str, which: &str) -> i64 {
        let sql =
            format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}' AND {which}");
        let sql = Statement::from_string(self.db.get_database_backend(), sql);
        let row = self.db.query_one_raw(sql).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    /// Whether a transaction is open that has begun to write.
    async fn sees_writing(&self) -> bool {
        match &self.on_server {
            Some(name) => 0 < self.backends(name, "backend_xid IS NOT NULL").await,
            None => self.db.execute_unprepared("BEGIN IMMEDIATE; ROLLBACK").await.is_err(),
        }
    }

    /// Waits for the moment, by what the process does and not by the clock where that can be seen: how fast the machine
    /// is changes while this runs.
    async fn wait(&self, moment: Moment, process: &mut Child) {
        let (Moment::Running(pause) | Moment::Writing(pause)) = moment;
        if matches!(moment, Moment::Writing(_)) {
            self.until_it_writes(process).await;
        }
        sleep(pause);
    }

    /// Waits until the process has been writing for a while, or is over: every start writes a little, too.
    async fn until_it_writes(&self, process: &mut Child) {
        let mut since = None;
        while process.try_wait().unwrap().is_none() {
            since = match since {
                _ if !self.sees_writing().await => None,
                None => Some(Instant::now()),
                since => since,
            };
            if since.is_some_and(|since| A_WHILE < since.elapsed()) {
                return;
            }
            sleep(Duration::from_millis(2));
        }
    }

    /// Waits until the server has noticed that the process is gone.
    async fn quiet(&self) {
        let Some(name) = &self.on_server else { return };
        let began = Instant::now();
        while 0 < self.backends(name, "true").await {
            assert!(began.elapsed() < Duration::from_secs(20), "the server holds on to the dead");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// When the process is killed: so long after its start, or after it was first seen to write.
#[derive(Clone, Copy)]
enum Moment {
    Running(Duration),
    Writing(Duration),
}

/// One command that must happen wholly or not at all.
struct Deed<'a> {
    words: &'a [&'a str],
    /// What the same command says once it is done.
    again: &'a str,
}

/// What came of killing it at many points.
#[derive(Debug, Default)]
struct Tally {
    cut_short: usize,
    /// Of these, so many while it had written something and not committed.
    while_writing: usize,
    nothing: usize,
    all: usize,
}

impl Deed<'_> {
    async fn killed_at_every_point(
        &self,
        base: &TestDatabase,
        witness: &Witness,
        points: u32,
    ) -> Tally {
        let whole = Twin::of(base).await;
        let before = state(&whole.node().await.store).await;
        let [writes, took] = self.timed(&whole).await;
        let after = state(&whole.node().await.store).await;
        assert_ne!(counts(&after), counts(&before));
        self.is_done(&whole, &after, witness).await;
        let mut tally = Tally::default();
        // Half of them spread from the start to a little beyond the end, half over the time in which it writes.
        let half = points / 2;
        let anywhere = (0..half).map(|point| Moment::Running(took * point * 6 / (half * 5)));
        let writing =
            (0..half).map(|point| Moment::Writing(took.saturating_sub(writes) * point / half));
        for moment in anywhere.chain(writing) {
            let copy = Twin::of(base).await;
            let watch = Watch::of(&copy.0).await;
            let mut process = self.spawn(&copy);
            watch.wait(moment, &mut process).await;
            let writing = watch.sees_writing().await;
            process.kill().unwrap();
            let cut_short = !process.wait().unwrap().success();
            watch.quiet().await;
            tally.cut_short += usize::from(cut_short);
            tally.while_writing += usize::from(cut_short && writing);
            if state(&copy.node().await.store).await == before {
                tally.nothing += 1;
            } else {
                tally.all += 1;
                self.is_done(&copy, &after, witness).await;
            }
            copy.run(self.words);
            self.is_done(&copy, &after, witness).await;
        }
        tally
    }

    /// After what time it writes, and how long it takes altogether.
    async fn timed(&self, copy: &Twin) -> [Duration; 2] {
        let watch = Watch::of(&copy.0).await;
        let began = Instant::now();
        let mut process = self.spawn(copy);
        watch.until_it_writes(&mut process).await;
        let writes = began.elapsed();
        assert!(process.wait().unwrap().success());
        [writes, began.elapsed()]
    }

    fn spawn(&self, copy: &Twin) -> Child {
        let mut command = support::program(&copy.0, self.words);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// Everything is there, everything that must hold holds, and asking once more changes nothing.
    async fn is_done(&self, copy: &Twin, whole: &State, witness: &Witness) {
        let node = copy.node().await;
        let now = state(&node.store).await;
        assert_eq!(counts(&now), counts(whole));
        witness.clone().look(&node.store).await;
        witness.follow(&node.app, &node.store).await;
        let said = copy.run(self.words);
        assert!(said.contains(self.again), "{said}");
        assert_eq!(state(&node.store).await, now, "once");
        copy.run(&["audit", "verify"]);
    }
}

fn points() -> u32 {
    std::env::var("GOPY_TEST_REORGANISATION_KILLS").map_or(16, |n| n.parse().unwrap())
}

/// The town by today's clock, with files for the program to read.
async fn town() -> (Town, TestDatabase, Witness) {
    let town = Town::found(Some(SystemClock.now().at)).await;
    import_members(&town.portal.app, &people(98, "Nguyễn", RENAMED)).await;
    let witness = Witness::of(town.letters.clone(), &town.portal.store).await;
    // The first start of the program writes what every start finds.
    let base = Twin::of(&town.portal.database).await;
    let plan: Vec<&str> = std::iter::once(HEADINGS).chain(NEW_WARD).collect();
    base.put("ke-hoach.csv", &plan.join("\n"));
    base.run(&["reorganise", "ke-hoach.csv", "--dry-run"]);
    (town, base.0, witness)
}

fn tell(what: &str, tally: &Tally) {
    let _told = writeln!(std::io::stderr(), "{what}: {tally:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reorganisation_that_is_killed_is_there_whole_or_not_at_all() {
    let (_town, base, witness) = town().await;
    let file = base.folder.join("ke-hoach.csv").display().to_string();
    let words =
        ["reorganise", &file, "--signed-by", "captren", "--waive", "Cấp phó được chỉ định sau."];
    let deed =
        Deed { words: &words, again: "kế hoạch này đã được ký và thực hiện" };
    let tally = deed.killed_at_every_point(&base, &witness, points()).await;
    tell("reorganise", &tally);
    assert!(0 < tally.nothing && 0 < tally.while_writing, "{tally:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    let (_town, base, witness) = town().await;
    std::fs::write(base.folder.join("nhieu.csv"), people(97, "Trần", IMPORTED)).unwrap();
    let file = base.folder.join("nhieu.csv").display().to_string();
    let deed = Deed { words: &["import", "members", &file], again: "Sổ đã đúng như tệp" };
    let tally = deed.killed_at_every_point(&base, &witness, points() / 2).await;
    tell("import", &tally);
    assert!(0 < tally.nothing && 0 < tally.while_writing, "{tally:?}");
}
