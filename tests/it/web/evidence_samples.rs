//! Samples for the pages of files and evidence.

use gopy::web::resident::gui::FileBounds;
use gopy::web::staff::hs::chung_cu::{EvidencePage, FileLine, FilePage, OpensLine};

use super::staff_pages::Press;
use super::staff_samples::{day, flaws};

pub const BOUNDS: FileBounds = FileBounds { files: 10, file_mib: 10, media_mib: 30 };

fn line(family: &'static str, origin: &'static str) -> FileLine {
    FileLine {
        id: "00000000-0000-0000-0000-000000000000".into(),
        name: "tep-1.jpg".into(),
        family,
        origin,
        on: day("2026-11-20"),
        by: (origin != "resident").then(|| "Vũ <b>làm".into()),
        kib: 350,
        sha256: "0f".repeat(32),
        copy_sha256: "1e".repeat(32),
        transcript: if origin == "scan" { "Bản kê <b>chi.".into() } else { String::new() },
        opens: OpensLine { copy: origin != "scan", original: origin == "resident" },
        has_original: origin == "resident",
        clean: family == "paper",
    }
}

/// The minutes of evidence, and one file of them.
pub fn evidence(press: &mut Press) {
    let families = ["picture", "paper", "office", "sound", "film"];
    let mut files: Vec<FileLine> = families.map(|family| line(family, "resident")).into();
    files.push(line("paper", "scan"));
    files.push(FileLine { transcript: String::new(), ..line("picture", "scan") });
    files.push(line("office", "officer"));
    for (adds, flaws) in [(None, Vec::new()), (Some("scan"), flaws()), (Some("officer"), flaws())] {
        let number = String::from("HS-4718-9353");
        let transcript = "Gõ <b>lại".into();
        let files = if adds.is_none() { Vec::new() } else { files.clone() };
        press.page(&EvidencePage { number, files, adds, limits: BOUNDS, transcript, flaws });
    }
    for (file, scanner) in files.iter().flat_map(|file| [(file, false), (file, true)]) {
        for flaws in [Vec::new(), flaws()] {
            let (number, file) = (String::from("HS-4718-9353"), file.clone());
            press.page(&FilePage { number, file, scanner, flaws });
        }
    }
}
