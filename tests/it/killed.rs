//! The process is killed in the middle of its morning's work; by the next round nobody was forgotten.
//!
//! The program itself is started and killed, on copies of one demonstration, at points spread over the whole run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use chrono::Days;
use gopy::clock::{Clock as _, SystemClock};
use gopy::rules::Rules;
use sea_orm::{ConnectionTrait as _, Database};

use crate::support::{TestDatabase, program};

/// How often the process is killed, each time a little later.
const POINTS: u32 = 16;

/// A portal in a folder and a database of its own.
struct Portal(TestDatabase);

/// Whom a mail was for, and what it said.
type Said = (String, String);

impl Portal {
    async fn fresh() -> Self {
        Self(TestDatabase::fresh().await)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = program(&self.0, words);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) {
        assert!(self.command(words).status().unwrap().success(), "gopy {words:?}");
    }

    /// The same portal once more, with a database of its own.
    async fn copy(&self) -> Self {
        let copy = Self::fresh().await;
        copy_folder(&self.0.folder, &copy.0.folder);
        if let Some((server, name)) = self.0.on_server() {
            let admin = Database::connect(format!("{server}/postgres")).await.unwrap();
            let (_, fresh) = copy.0.on_server().unwrap();
            for sql in [
                format!("DROP DATABASE {fresh}"),
                format!("CREATE DATABASE {fresh} TEMPLATE {name}"),
            ] {
                admin.execute_unprepared(&sql).await.unwrap();
            }
            admin.close().await.unwrap();
        }
        copy
    }

    /// Message-IDs by what was said to whom.
    fn mails(&self) -> BTreeMap<Said, BTreeSet<String>> {
        let mut mails: BTreeMap<Said, BTreeSet<String>> = BTreeMap::new();
        let files = std::fs::read_dir(self.0.folder.join("data/mail")).unwrap();
        let files = files.map(|file| file.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|end| end == "eml")) {
            let (id, said) = read(&std::fs::read_to_string(file).unwrap());
            mails.entry(said).or_default().insert(id);
        }
        mails
    }
}

fn read(mail: &str) -> (String, Said) {
    let header = |name: &str| {
        let line = mail.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().to_owned()
    };
    let text = mail.split("Content-Type: text/plain").nth(1).unwrap();
    let text = text.split("\r\n--").next().unwrap();
    (header("Message-ID:"), (header("To:"), text.to_owned()))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let from: PathBuf = entry.unwrap().path();
        let to = to.join(from.file_name().unwrap());
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            std::fs::copy(&from, &to).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_reminder_is_lost_when_the_process_is_killed_at_any_point() {
    let base = Portal::fresh().await;
    let today = SystemClock.now().day;
    let from = (today - Days::new(30)).to_string();
    base.run(&["generate", "--letters", "300", "--from", &from]);
    // Nobody is reminded on a day off; after six weeks without a hand stirred, much is due.
    let morning = Rules::shipped().unwrap().calendar().add_working_days(today, 30).unwrap();
    let (morning, later) = (format!("{morning}T08:00"), format!("{morning}T09:00"));
    let whole = base.copy().await;
    let began = Instant::now();
    whole.run(&["jobs", "run", "--at", &morning]);
    let mut took = began.elapsed();
    whole.run(&["jobs", "run", "--at", &later]);
    let expected = whole.mails();
    assert!(expected.len() > 50, "{} mails", expected.len());
    let (mut cut_short, mut runs) = (0, 0);
    while cut_short < POINTS {
        let point = cut_short;
        runs += 1;
        assert!(runs < 2 * POINTS, "only {cut_short} of {runs} runs were cut short");
        let portal = base.copy().await;
        let mut process = portal.command(&["jobs", "run", "--at", &morning]).spawn().unwrap();
        sleep(took * point / POINTS);
        process.kill().unwrap();
        if process.wait().unwrap().success() {
            // Measured while the machine was busier than it is now: the same point once more.
            took = took * 3 / 4;
        } else {
            cut_short += 1;
        }
        portal.run(&["jobs", "run", "--at", &later]);
        let mails = portal.mails();
        let said: BTreeSet<_> = mails.keys().collect();
        assert_eq!(said, expected.keys().collect(), "killed after {point} of {POINTS} parts");
        for (said, ids) in &mails {
            assert_eq!(
                ids.len(),
                expected[said].len(),
                "repeats carry the same Message-ID: {said:?}"
            );
        }
    }
}
