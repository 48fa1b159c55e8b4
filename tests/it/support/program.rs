//! The program itself, as a process of its own.

use std::process::{Command, Stdio};

use super::TestDatabase;

/// `gopy WORDS…` on this database, with its files in the scratch folder; it reads no input.
pub fn program(database: &TestDatabase, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gopy"));
    command.args(words).current_dir(&database.folder).stdin(Stdio::null());
    command.env("GOPY_DATABASE__URL", &database.settings.url);
    command
}
