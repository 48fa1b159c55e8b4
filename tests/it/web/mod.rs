//! The pages.

mod gui;
mod journey;
mod limits;
mod render;
mod staff;
mod staff_pages;
mod staff_samples;
pub mod visitor;

pub use visitor::coming_from;
