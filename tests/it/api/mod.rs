//! The JSON door.

mod document;
mod letters;
mod portal;
mod problems;
mod staff;
