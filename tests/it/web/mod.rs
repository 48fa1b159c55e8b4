//! The pages.

mod gui;
mod journey;
mod limits;
mod render;
mod visitor;

pub use visitor::coming_from;
