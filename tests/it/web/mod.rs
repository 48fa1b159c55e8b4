//! The pages.

mod gui;
mod journey;
mod render;
mod visitor;
