//! Files that belong to a case: which kinds are taken, within which bounds, and who reads them.

use thiserror::Error;

use crate::access::{Role, Sight};
use crate::text;

/// A kind of file that is taken. No archives, no pages, no drawings with scripts in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    Jpeg,
    Png,
    Webp,
    Pdf,
    Docx,
    Xlsx,
    Mp3,
    M4a,
    Mp4,
}

/// What is done with a kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Picture,
    Paper,
    Office,
    Sound,
    Film,
}

impl FileKind {
    pub const ALL: [Self; 9] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Mp3,
        Self::M4a,
        Self::Mp4,
    ];

    /// The stored spelling, and the ending of its neutral name. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Mp4 => "mp4",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What the ending of a file's name says it is.
    pub fn of_name(name: &str) -> Option<Self> {
        let (stem, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            _ if stem.is_empty() => None,
            "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            ending => Self::from_name(ending),
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Mp4 => "video/mp4",
        }
    }

    pub fn family(self) -> Family {
        match self {
            Self::Jpeg | Self::Png | Self::Webp => Family::Picture,
            Self::Pdf => Family::Paper,
            Self::Docx | Self::Xlsx => Family::Office,
            Self::Mp3 | Self::M4a => Family::Sound,
            Self::Mp4 => Family::Film,
        }
    }

    /// The kind of the copy that people work with: every picture becomes a JPEG.
    #[must_use]
    pub fn working(self) -> Self {
        if self.family() == Family::Picture { Self::Jpeg } else { self }
    }

    /// The name under which a file is known: what people call their files may say who they are.
    pub fn neutral_name(self, number: i32) -> String {
        format!("tep-{number}.{}", self.name())
    }
}

impl Family {
    pub fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Paper => "paper",
            Self::Office => "office",
            Self::Sound => "sound",
            Self::Film => "film",
        }
    }
}

/// How much is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes of a picture or a paper.
    pub file: u64,
    /// Bytes of a sound or a film.
    pub media: u64,
    /// Files in one sending.
    pub files: usize,
    /// Bytes of all files in one sending.
    pub sending: u64,
    /// Pixels of a picture, from its header.
    pub pixels: u64,
    /// Parts of a packed document.
    pub entries: usize,
    /// Bytes of a packed document when it is unpacked.
    pub unpacked: u64,
    /// How many times larger a part may be unpacked.
    pub ratio: u64,
}

impl FileLimits {
    /// Bytes that a file of this kind may have.
    pub fn bytes(&self, kind: FileKind) -> u64 {
        match kind.family() {
            Family::Sound | Family::Film => self.media,
            Family::Picture | Family::Paper | Family::Office => self.file,
        }
    }

    /// Bytes that no file may exceed.
    pub fn largest(&self) -> u64 {
        self.file.max(self.media)
    }
}

/// Why a file is not taken; each code has its sentence in every locale (`flaw-file-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FileFlaw {
    #[error("the file is empty")]
    Empty,
    #[error("more than {max} MiB")]
    TooBig { max: u64 },
    #[error("not a kind of file that is taken")]
    Kind,
    #[error("the content is not what the name says")]
    Mismatch,
    #[error("the file is damaged")]
    Broken,
    #[error("the file is locked with a password")]
    Locked,
    #[error("the file carries programs")]
    Programs,
    #[error("the picture has more than {max} megapixels")]
    Pixels { max: u64 },
    #[error("the file swells when it is opened")]
    Swells,
    #[error("the scanner found something harmful")]
    Virus,
    #[error("the scanner does not answer")]
    Unjudged,
    #[error("the file did not arrive completely")]
    Cut,
    #[error("more than {max} files")]
    TooMany { max: u64 },
    #[error("all files together have more than {max} MiB")]
    TooMuch { max: u64 },
    #[error("the file was taken away or sent before")]
    Gone,
}

impl FileFlaw {
    /// One of each, for the test of the words.
    pub const ALL: [Self; 15] = [
        Self::Empty,
        Self::TooBig { max: 10 },
        Self::Kind,
        Self::Mismatch,
        Self::Broken,
        Self::Locked,
        Self::Programs,
        Self::Pixels { max: 40 },
        Self::Swells,
        Self::Virus,
        Self::Unjudged,
        Self::Cut,
        Self::TooMany { max: 10 },
        Self::TooMuch { max: 40 },
        Self::Gone,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooBig { .. } => "file-too-big",
            Self::Kind => "file-kind",
            Self::Mismatch => "file-mismatch",
            Self::Broken => "file-broken",
            Self::Locked => "file-locked",
            Self::Programs => "file-programs",
            Self::Pixels { .. } => "file-pixels",
            Self::Swells => "file-swells",
            Self::Virus => "file-virus",
            Self::Unjudged => "file-unjudged",
            Self::Cut => "file-cut",
            Self::TooMany { .. } => "file-too-many",
            Self::TooMuch { .. } => "file-too-much",
            Self::Gone => "file-gone",
        }
    }

    /// The number the sentence needs, if it needs one.
    pub fn limit(self) -> Option<u64> {
        match self {
            Self::TooBig { max }
            | Self::Pixels { max }
            | Self::TooMany { max }
            | Self::TooMuch { max } => Some(max),
            _ => None,
        }
    }
}

/// The name of a file as its sender is told it: the last part of a path, readable, of bounded length.
pub fn shown_name(raw: &str) -> String {
    const LONGEST: usize = 150;
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = text::clean(&last.replace('\0', " "));
    let name: String = clean.chars().take(LONGEST).collect();
    if name.is_empty() { "?".to_owned() } else { name }
}

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The resident attached it, or sent it later under the receipt.
    Resident,
    /// The desk scanned a paper. Handwriting says who wrote, so only intake sees it.
    Scan,
    /// Whoever verifies the matter found it.
    Officer,
}

impl Origin {
    pub const ALL: [Self; 3] = [Self::Resident, Self::Scan, Self::Officer];

    /// The stored spelling. Never changed, only added to.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Scan => "scan",
            Self::Officer => "officer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.name() == name)
    }
}

/// What of a file can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The copy without the marks of its maker.
    Copy,
    /// What was sent, sealed because the sender chose so.
    Original,
}

/// Whether an account of this role, which reads so much of a case, opens this part of a file of it.
///
/// Scans and originals say who wrote: intake opens them, nobody who handles the matter does. Nor does the
/// desk, which reads no case once it has been typed in.
pub fn may_open(role: Role, sight: Sight, origin: Origin, part: Part) -> bool {
    let intake = matches!(role, Role::Triage | Role::Above) && sight == Sight::Whole;
    match (origin, part) {
        (Origin::Scan, Part::Copy) | (_, Part::Original) => intake,
        (Origin::Resident | Origin::Officer, Part::Copy) => sight == Sight::Whole,
    }
}

/// Whether the account is told that there is such a file, and what a scan says when it is typed.
pub fn may_know(role: Role, sight: Sight, origin: Origin) -> bool {
    sight == Sight::Whole || role == Role::Desk && origin == Origin::Scan
}

/// Who may add what to a case that they read so much of.
pub fn may_add(role: Role, sight: Sight) -> Option<Origin> {
    match role {
        Role::Desk => Some(Origin::Scan),
        Role::Handler if sight == Sight::Whole => Some(Origin::Officer),
        Role::Triage | Role::Above if sight == Sight::Whole => Some(Origin::Officer),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_last_ending() {
        assert_eq!(FileKind::of_name("Ảnh chụp.JPEG"), Some(FileKind::Jpeg));
        assert_eq!(FileKind::of_name("bien-ban.pdf"), Some(FileKind::Pdf));
        for other in ["anh.jpg.exe", "trang.html", "hinh.svg", "goi.zip", ".jpg", "jpg", "a.heic"] {
            assert_eq!(FileKind::of_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_name_is_shown_without_its_path_and_what_cannot_be_seen() {
        assert_eq!(shown_name("..\\..\\C:\\Anh\\a\u{0309}nh.jpg"), "ảnh.jpg");
        assert_eq!(shown_name("/etc/passwd"), "passwd");
        assert_eq!(shown_name("a\0b\u{202E}gpj.exe"), "a bgpj.exe");
        assert_eq!(shown_name(""), "?");
        assert_eq!(shown_name(&"x".repeat(400)).chars().count(), 150);
    }

    /// Role by role: what is opened (copy of a resident's file, scan, original), known of a scan, added.
    #[test]
    fn who_opens_what() {
        let line = |role: Role, sight: Sight| {
            let may = |origin, part| if may_open(role, sight, origin, part) { "x" } else { "-" };
            format!(
                "{} {}: {}{}{} {} {}",
                role.name(),
                sight.name(),
                may(Origin::Resident, Part::Copy),
                may(Origin::Scan, Part::Copy),
                may(Origin::Resident, Part::Original),
                if may_know(role, sight, Origin::Scan) { "x" } else { "-" },
                may_add(role, sight).map_or("-", Origin::name),
            )
        };
        let rows = [
            (Role::Triage, Sight::Whole),
            (Role::Approver, Sight::Whole),
            (Role::Above, Sight::Whole),
            (Role::Handler, Sight::Whole),
            (Role::Handler, Sight::Points),
            (Role::Handler, Sight::Head),
            (Role::Desk, Sight::Head),
        ];
        let lines: Vec<String> = rows.into_iter().map(|(role, sight)| line(role, sight)).collect();
        assert_eq!(
            lines,
            [
                "triage whole: xxx x officer",
                "approver whole: x-- x -",
                "above whole: xxx x officer",
                "handler whole: x-- x officer",
                "handler points: --- - -",
                "handler head: --- - -",
                "desk head: --- x scan",
            ]
        );
    }
}
