//! The pages.

mod gui;
mod journey;
mod render;
mod staff;
mod staff_pages;
mod staff_samples;
mod visitor;
