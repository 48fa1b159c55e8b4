//! A QR code as a small inline SVG.

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
    let code = QRBuilder::new(text).ecl(ECL::L).build().map_err(|_| QrError(text.len()))?;
    let size = code.size + 2 * QUIET;
    let rows = (0..code.size).map(|row| stroke(row, |column| code[row][column].value(), code.size));
    let path: String = rows.collect();
    Ok(format!(
        r##"<svg class="qr" role="img" aria-label="{}" viewBox="0 -.5 {size} {size}"><path fill="#fff" d="M0-.5h{size}v{size}H0z"/><path stroke="#000" d="{path}"/></svg>"##,
        escaped(label),
    ))
}

/// One row: runs of dark modules as lines, gaps as relative moves, whose small numbers repeat and
/// so compress well.
fn stroke(row: usize, dark: impl Fn(usize) -> bool, size: usize) -> String {
    let mut path = vec![format!("M{QUIET} {}", row + QUIET)];
    let (mut column, mut gap) = (0, 0);
    while column < size {
        let run = (column..size).take_while(|place| dark(*place)).count();
        if run == 0 {
            gap += 1;
        } else {
            if gap != 0 {
                path.push(format!("m{gap} 0"));
            }
            path.push(format!("h{run}"));
            gap = 0;
        }
        column += run.max(1);
    }
    path.concat()
}

fn escaped(label: &str) -> String {
    label.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
