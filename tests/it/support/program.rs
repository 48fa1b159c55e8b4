//! The program itself, as a process of its own.

use std::process::{Command, Stdio};

use super::TestDatabase;

/// Where another build of the program lies that is to be tried instead of this one.
const OTHER: &str = "GOPY_TEST_PROGRAM";

/// Whether another build than that of the tests is tried: one made for speed.
pub fn is_other() -> bool {
    std::env::var_os(OTHER).is_some()
}

/// `gopy WORDS…` on this database, with its files in the scratch folder; it reads no input.
pub fn program(database: &TestDatabase, words: &[&str]) -> Command {
    let ours = || env!("CARGO_BIN_EXE_gopy").into();
    let mut command = Command::new(std::env::var_os(OTHER).unwrap_or_else(ours));
    command.args(words).current_dir(&database.folder).stdin(Stdio::null());
    command.env("GOPY_DATABASE__URL", &database.settings.url);
    command
}
