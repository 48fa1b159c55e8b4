//! The rules of Góp Ý. Nothing here reads a clock, a file or a database: time and facts come in as values.

pub mod calendar;
pub mod deadline;
pub mod matching;
pub mod text;
