//! The pages.

mod agenda;
mod calendar_samples;
mod gate_samples;
mod gui;
mod journey;
mod limits;
mod render;
mod slip;
mod staff;
mod staff_pages;
mod staff_samples;
mod visitor;

pub use visitor::coming_from;
