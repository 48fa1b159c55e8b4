//! The pages.

mod gui;
mod render;
