//! A QR code as a small inline SVG.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};
use thiserror::Error;

/// White border around the code, in modules; four by ISO/IEC 18004.
const QUIET: usize = 4;

#[derive(Debug, Error)]
#[error("too long for a QR code: {0} bytes")]
pub struct QrError(usize);

/// The `<path>` and size of a code: dark on white in every colour scheme, runs of modules as one
/// stroke, so that the whole stays below 600 bytes compressed.
///
/// # Errors
/// [`QrError`] when `text` does not fit.
pub fn svg(text: &str, label: &str) -> Result<String, QrError> {
    let code = QRBuilder::new(text)
        .ecl(ECL::L)
        .build()
        .map_err(|_| QrError(text.len()))?;
    let size = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let length =
                (column..code.size).take_while(|place| code[row][*place].value()).count();
            if length != 0 {
                // Writing to a string cannot fail.
                write!(path, "M{} {}h{length}", column + QUIET, row + QUIET).unwrap_or_default();
            }
            column += length.max(1);
        }
    }
    Ok(format!(
        r##"<svg class="qr" role="img" aria-label="{}" viewBox="0 -.5 {size} {size}"><path fill="#fff" d="M0-.5h{size}v{size}H0z"/><path stroke="#000" d="{path}"/></svg>"##,
        escaped(label),
    ))
}

fn escaped(label: &str) -> String {
    label.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
