//! The rules of Góp Ý. Nothing here reads a clock, a file or a database: time and facts come in as values.

pub mod access;
pub mod calendar;
pub mod case;
pub mod clock;
pub mod congress;
pub mod deadline;
pub mod decide;
pub mod evidence;
#[cfg(test)]
mod fixture;
pub mod gate;
pub mod head;
pub mod ids;
pub mod import;
pub mod interest;
pub mod invitation;
pub mod ladder;
pub mod leak;
pub mod leave;
pub mod letter;
pub mod lineage;
pub mod matching;
pub mod notice;
pub mod organisation;
pub mod password;
pub mod possible;
pub mod post;
pub mod purpose;
pub mod receipt;
pub mod reorganisation;
pub mod retention;
pub mod routing;
pub mod step;
pub mod text;
pub mod vault;
pub mod worded;
