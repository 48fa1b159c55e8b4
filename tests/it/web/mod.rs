//! The pages.

mod gui;
mod journey;
mod render;
mod staff_pages;
mod visitor;
