//! The pages.

mod accounts;
mod agenda;
mod calendar_samples;
mod calendars;
mod deadline_samples;
mod entrance;
mod evidence_samples;
mod gate_samples;
mod gui;
mod journey;
mod keys;
mod keys_samples;
mod limits;
mod organisation_samples;
mod render;
mod reorganisation_samples;
mod sign_in_samples;
pub mod slip;
mod staff;
mod staff_pages;
mod staff_samples;
mod vault_samples;
pub mod visitor;

pub use visitor::{Visitor, coming_from};
