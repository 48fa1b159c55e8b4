//! The pages of `/gui` as values.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::evidence::FileLimits;
use crate::render::Page;
use crate::web::forms::FlawLine;
use crate::web::resident::PromiseLine;

use super::draft::{Draft, Step};
use super::files::FileLine;
use super::happened::{self, Happened};

/// One question, or the page that checks all answers.
#[derive(Serialize)]
pub struct Question {
    #[serde(skip)]
    pub step: Step,
    pub slug: &'static str,
    /// Which question this is, and of how many; the page on what to know is not counted.
    pub number: usize,
    pub total: usize,
    /// Slug of the page before.
    pub back: Option<&'static str>,
    pub draft: Draft,
    /// Answers of other pages.
    pub hidden: Vec<(String, String)>,
    pub flaws: Vec<FlawLine>,
    /// Whether this is a complaint or a denunciation.
    pub full: bool,
    pub named: bool,
    /// The day it happened, where the answer could be read as one.
    pub happened_on: Option<NaiveDate>,
    /// The time it happened, in words, where it is no single day.
    pub happened: Option<String>,
    /// Whether an anonymous story seems to carry the writer's own name or number.
    pub betrays: bool,
    pub files: Vec<FileLine>,
    pub limits: FileBounds,
}

/// How much of files is taken, as the page tells it.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct FileBounds {
    pub files: usize,
    pub file_mib: u64,
    pub media_mib: u64,
}

impl FileBounds {
    pub fn of(limits: &FileLimits) -> Self {
        let (file_mib, media_mib) = (limits.file >> 20, limits.media >> 20);
        Self { files: limits.files, file_mib, media_mib }
    }
}

impl Page for Question {
    const TEMPLATE: &'static str = "pages/gui/loai.html";

    fn template(&self) -> &'static str {
        match self.step {
            Step::Kind => Self::TEMPLATE,
            Step::Told => "pages/gui/can-biet.html",
            Step::Identity => "pages/gui/cach-gui.html",
            Step::Story => "pages/gui/noi-dung.html",
            Step::When => "pages/gui/luc-nao.html",
            Step::About => "pages/gui/ai.html",
            Step::Files => "pages/gui/tep.html",
            Step::Reporter => "pages/gui/ve-toi.html",
            Step::Contact => "pages/gui/lien-he.html",
            Step::Check => "pages/gui/kiem-tra.html",
        }
    }
}

/// `pages/gui/bien-nhan.html`: shown once, after the letter is stored.
#[derive(Serialize)]
pub struct ReceiptPage {
    /// Five groups of four digits.
    pub receipt: String,
    pub case_number: String,
    /// SVG of the code's QR.
    pub qr: String,
    pub received_on: NaiveDate,
    pub promise: PromiseLine,
    /// Praise is thanked for.
    pub praise: bool,
    /// A complaint or denunciation with a name: to be signed.
    pub to_sign: bool,
    /// A denunciation without a name: read, but without the procedure's time limits.
    pub unsigned: bool,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "pages/gui/bien-nhan.html";
}

/// `pages/gui/da-ghi.html`: asks once whether the code was written down.
#[derive(Serialize)]
pub struct NotedPage {
    pub receipt: String,
    pub case_number: String,
}

impl Page for NotedPage {
    const TEMPLATE: &'static str = "pages/gui/da-ghi.html";
}

impl Question {
    pub fn new(draft: Draft, step: Step, flaws: Vec<FlawLine>, today: NaiveDate) -> Self {
        let counted: Vec<Step> = draft.steps().filter(|at| *at != Step::Told).collect();
        let anchor = if step == Step::Told { Step::Kind } else { step };
        let happened = happened::parse(&draft, today).unwrap_or(Happened::Unknown);
        Self {
            step,
            slug: step.slug(),
            number: counted.iter().take_while(|at| **at != anchor).count() + 1,
            total: counted.len(),
            back: draft.before(step).map(Step::slug),
            hidden: hidden(&draft, step),
            flaws,
            full: draft.full(),
            named: draft.named(),
            happened_on: happened.day(),
            happened: match happened {
                Happened::Words(words) => Some(words),
                Happened::On(_) | Happened::Unknown => None,
            },
            betrays: !draft.named() && betrays(&draft.text),
            files: Vec::new(),
            limits: FileBounds::default(),
            draft,
        }
    }
}

/// The answers that this page does not ask for.
fn hidden(draft: &Draft, step: Step) -> Vec<(String, String)> {
    const BUTTONS: [&str; 5] = ["go", "fix", "speak", "remove", "up"];
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(draft) else {
        return Vec::new();
    };
    let asked = step.shows();
    let elsewhere = |name: &str| !asked.contains(&name) && !BUTTONS.contains(&name);
    let kept = fields.into_iter().filter(|(name, _)| elsewhere(name));
    kept.flat_map(|(name, value)| {
        let values = match value {
            serde_json::Value::String(text) if !text.is_empty() => vec![text],
            serde_json::Value::Bool(true) => vec!["1".to_owned()],
            serde_json::Value::Array(many) => {
                many.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        values.into_iter().map(move |value| (name.clone(), value))
    })
    .collect()
}

/// Whether a story seems to say who wrote it: “Tôi tên là …”, or a phone number in it.
fn betrays(story: &str) -> bool {
    let lower = story.to_lowercase();
    let says_name = ["tôi tên là", "tên tôi là", "tôi là nguyễn", "my name is"]
        .iter()
        .any(|phrase| lower.contains(phrase));
    says_name || longest_number(story) >= PHONE_DIGITS
}

/// Digits of a Vietnamese phone number, mobile or with its area code.
const PHONE_DIGITS: usize = 10;

/// The most digits in one stretch of digits, blanks, dots and hyphens that starts with 0.
fn longest_number(story: &str) -> usize {
    let stretches = story.split(|c: char| !c.is_ascii_digit() && !" .-".contains(c));
    let digits = stretches.map(|stretch| stretch.chars().filter(char::is_ascii_digit));
    digits
        .map(Iterator::collect::<String>)
        .filter(|d| d.starts_with('0'))
        .map(|d| d.len())
        .max()
        .unwrap_or(0)
}
