//! `gopy openapi`: prints the document that `/api/openapi.json` serves.

use std::io::Write;

use crate::api::document;

/// # Errors
/// When `out` cannot be written to.
pub fn run(out: &mut impl Write) -> std::io::Result<()> {
    out.write_all(document::text().as_bytes())
}
