//! The pages.

mod gui;
mod journey;
mod limits;
mod render;
mod staff_pages;
mod visitor;

pub use visitor::coming_from;
