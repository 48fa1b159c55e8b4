//! The pages.

mod render;
