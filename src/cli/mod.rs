//! The command line.

pub mod due;
pub mod openapi;

use thiserror::Error;

/// The command was used wrongly: one sentence for standard error, and exit code 2.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct WrongUse(pub String);
