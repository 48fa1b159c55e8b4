//! Góp Ý, room by room, in reading order: rules, settings, storage, operations, doors.

pub use gopy_domain as domain;

pub mod api;
pub mod app;
pub mod caller;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod files;
pub mod i18n;
pub mod jobs;
pub mod keys;
pub mod limits;
pub mod mail;
pub mod objects;
pub mod paper;
pub mod patience;
pub mod provider;
pub mod render;
pub mod rules;
pub mod scan;
pub mod server;
pub mod store;
pub mod telemetry;
pub mod web;
