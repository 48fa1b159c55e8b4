//! A backup brings everything back, on the same database and on the other, and sends nothing twice.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Output;

use age::secrecy::ExposeSecret as _;
use gopy::store::dump::tables;
use sea_orm::{ConnectionTrait as _, Database, Statement};

use crate::support::{TestDatabase, program};

/// A portal that is driven by its command line alone.
struct Portal(TestDatabase);

impl Portal {
    async fn fresh() -> Self {
        Self(TestDatabase::fresh().await)
    }

    fn try_with(&self, words: &[&str], env: &[(&str, &str)]) -> Output {
        program(&self.0, words).envs(env.iter().copied()).output().unwrap()
    }

    fn run(&self, words: &[&str]) -> String {
        let done = self.try_with(words, &[]);
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn refusal(&self, words: &[&str]) -> String {
        let done = self.try_with(words, &[]);
        assert!(!done.status.success(), "{words:?} should have been refused");
        String::from_utf8(done.stderr).unwrap()
    }

    fn backup(&self) -> PathBuf {
        let folder = (1..).map(|n| self.0.folder.join(format!("backup-{n}")));
        let folder = folder.into_iter().find(|folder| !folder.exists()).unwrap();
        self.run(&["backup", folder.to_str().unwrap()]);
        folder
    }

    /// The same master key as the other portal.
    fn take_key_of(&self, other: &Self) {
        fs::create_dir_all(self.0.folder.join("data")).unwrap();
        let key = "data/master.key";
        fs::copy(other.0.folder.join(key), self.0.folder.join(key)).unwrap();
    }

    fn mails(&self) -> usize {
        fs::read_dir(self.0.folder.join("data/mail")).map_or(0, Iterator::count)
    }
}

/// The rows of every file of a backup, packed as they are.
fn contents(folder: &PathBuf) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.file_name() != "manifest.json")
        .map(|file| {
            let mut text = Vec::new();
            let packed = fs::read(file.path()).unwrap();
            std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&*packed), &mut text)
                .unwrap();
            // Databases give rows in an order of their own.
            let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
            // The head of the keys tells when they were written.
            lines.retain(|line| !line.starts_with(b"{"));
            lines.sort_unstable();
            (file.file_name().into_string().unwrap(), lines.join(&b'\n'))
        })
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn every_table_is_kept_but_the_sessions() {
    let database = TestDatabase::fresh().await;
    let store = gopy::store::Store::open(&database.settings).await.unwrap();
    store.migrate_up().await.unwrap();
    let db = Database::connect(&database.settings.url).await.unwrap();
    let sql = if database.is_postgres() {
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    };
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await;
    let there = rows.unwrap().into_iter().map(|row| row.try_get::<String>("", "name").unwrap());
    let there: BTreeSet<String> = there.collect();
    let mut kept: BTreeSet<String> = tables().iter().map(gopy::store::dump::Table::name).collect();
    let left_out =
        ["sessions", "invitations", "import_drafts", "register_changes", "seaql_migrations"];
    kept.extend(left_out.map(str::to_owned));
    assert_eq!(kept, there);
}

/// All on one demonstration with some letters, because loading it takes longest.
#[tokio::test]
async fn the_drill() {
    let before = Portal::fresh().await;
    before.run(&["generate", "--letters", "60"]);
    no_mail_that_waited_goes_out_after_a_restore(&before).await;
    what_was_restored_is_what_was_backed_up(&before).await;
    a_backup_moves_to_the_other_database(&before);
    a_sealed_backup_opens_only_with_its_identity(&before).await;
    a_restore_refuses_what_it_should_not_touch(&before).await;
}

async fn what_was_restored_is_what_was_backed_up(before: &Portal) {
    let saved = before.backup();
    let after = Portal::fresh().await;
    after.take_key_of(before);
    let told = after.run(&["restore", saved.to_str().unwrap()]);
    assert!(told.contains("Đã khôi phục"), "{told}");
    assert!(after.run(&["audit", "verify"]).contains("nguyên vẹn"));
    let (was, is) = (contents(&saved), contents(&after.backup()));
    for ((name, was), (_, is)) in was.iter().zip(&is) {
        // The restore itself is one more act.
        if !name.starts_with("audit") {
            assert!(was == is, "{name} differs");
        }
    }
    assert_eq!(was.len(), is.len());
}

async fn no_mail_that_waited_goes_out_after_a_restore(before: &Portal) {
    let saved = before.backup();
    let after = Portal::fresh().await;
    after.take_key_of(before);
    after.run(&["restore", saved.to_str().unwrap()]);
    after.run(&["jobs", "run", "send-mail"]);
    assert_eq!(after.mails(), 0);
    before.run(&["jobs", "run", "send-mail"]);
    assert!(before.mails() > 0, "there was something to send");
}

fn a_backup_moves_to_the_other_database(before: &Portal) {
    let saved = before.backup();
    // From either to a file; the way from a file to PostgreSQL is the same code reading the same files.
    let url = format!("sqlite://{}", before.0.folder.join("moved.db").display());
    let elsewhere = [("GOPY_DATABASE__URL", url.as_str())];
    let done = before.try_with(&["restore", saved.to_str().unwrap()], &elsewhere);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

async fn a_restore_refuses_what_it_should_not_touch(before: &Portal) {
    let saved = before.backup();
    let folder = saved.to_str().unwrap();
    assert!(before.refusal(&["restore", folder]).contains("not empty"));
    assert!(before.refusal(&["backup", folder]).contains("not empty"));
    let after = Portal::fresh().await;
    assert!(after.refusal(&["restore", folder]).contains("another master key"));
    after.take_key_of(before);
    let letters = saved.join("letters.jsonl.gz");
    let mut bytes = fs::read(&letters).unwrap();
    let last = bytes.len() - 9;
    bytes[last] ^= 1;
    fs::write(&letters, bytes).unwrap();
    assert!(after.refusal(&["restore", folder]).contains("changed or damaged"));
    fs::remove_file(saved.join("manifest.json")).unwrap();
    assert!(after.refusal(&["restore", folder]).contains("no finished backup"));
}

async fn a_sealed_backup_opens_only_with_its_identity(before: &Portal) {
    let identity = age::x25519::Identity::generate();
    let (folder, recipient) = (before.0.folder.join("sealed"), identity.to_public().to_string());
    let sealed = [("GOPY_BACKUP__RECIPIENT", recipient.as_str())];
    let done = before.try_with(&["backup", folder.to_str().unwrap()], &sealed);
    assert!(done.status.success());
    for file in fs::read_dir(&folder).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1"));
    }
    let after = Portal::fresh().await;
    after.take_key_of(before);
    let words = ["restore", folder.to_str().unwrap()];
    assert!(after.refusal(&words).contains("--identity"));
    let [right, wrong] = [identity, age::x25519::Identity::generate()].map(|identity| {
        let name = format!("{}.key", identity.to_public());
        let text = format!("# of the committee\n{}\n", identity.to_string().expose_secret());
        fs::write(after.0.folder.join(&name), text).unwrap();
        name
    });
    after.refusal(&[words[0], words[1], "--identity", &wrong]);
    after.run(&[words[0], words[1], "--identity", &right]);
}
