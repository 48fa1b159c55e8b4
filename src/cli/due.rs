//! `gopy due`: computes a due date and explains it day by day.

mod batch;
mod question;
mod words;

use std::io::{BufRead, Write};

use chrono::NaiveDate;
use clap::Args;
use gopy_domain::calendar::Calendar;
use gopy_domain::deadline::{Question, Rule, Term};
use serde::Serialize;

use self::question::Answer;
use super::WrongUse;
use crate::rules::Rules;

/// Tính hạn theo một quy tắc và giải thích từng ngày.
#[derive(Debug, Clone, Default, Args)]
pub struct DueArgs {
    /// Mã quy tắc, ví dụ TC-05 hoặc KN-05:complex.
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Ngày của sự kiện bắt đầu (ngày 0): YYYY-MM-DD; quy tắc tính theo giờ nhận cả YYYY-MM-DDTHH:MM.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// Thời gian tạm dừng, tính từ ngày đầu đến trước ngày cuối: FROM..TO; ghi được nhiều lần.
    #[arg(long, value_name = "FROM..TO")]
    hold: Vec<String>,
    /// Gia hạn thêm N (theo đơn vị của quy tắc); ghi được nhiều lần.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    extend: Vec<String>,
    /// Tính theo thời hạn này thay cho thời hạn hiện nay của quy tắc, như ghi trên phiếu: ví dụ "90 wd".
    #[arg(long, value_name = "N UNIT")]
    term: Option<String>,
    /// Tính theo bản lịch này (mặc định: bản có sẵn trong chương trình).
    #[arg(long, value_name = "VERSION")]
    calendar: Option<String>,
    /// In kết quả bằng JSON.
    #[arg(long)]
    json: bool,
    /// Đọc mỗi dòng một đối tượng JSON, trả lời mỗi dòng một đối tượng.
    #[arg(long)]
    batch: bool,
    /// Với --batch: kèm phần giải thích.
    #[arg(long)]
    trace: bool,
}

impl DueArgs {
    /// The version of the calendar that was asked for and that the program does not bring along.
    pub fn other_calendar(&self, shipped: &Rules) -> bool {
        let named = self.calendar.as_deref();
        named.is_some_and(|named| shipped.calendars.version(named).is_none())
    }

    fn counted_with<'a>(&self, rules: &'a Rules) -> Result<&'a Calendar, WrongUse> {
        let Some(named) = self.calendar.as_deref() else { return Ok(rules.calendar()) };
        rules.calendars.version(named).ok_or_else(|| {
            WrongUse(format!("Không có bản lịch \"{named}\"; xem gopy calendar list."))
        })
    }
}

/// Runs the command. `input` is read only with `--batch`.
///
/// # Errors
/// [`WrongUse`] when the question cannot be answered, else a failure to read or write. In a batch a
/// line that cannot be answered gets its own error and the rest goes on.
pub fn run(
    args: &DueArgs,
    rules: &Rules,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if args.batch {
        return run_batch(args, rules, input, out);
    }
    if args.trace {
        return Err(WrongUse(
            "--trace chỉ dùng cùng --batch; lệnh này luôn kèm giải thích.".to_owned(),
        )
        .into());
    }
    let question = asked(args, rules)?;
    let calendar = args.counted_with(rules)?;
    let answer = question::answer(&question, calendar)?;
    let lines = question::trace(&question, calendar)?;
    let calendar = calendar.version();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report(&question, &answer, lines, calendar))?;
        writeln!(out)?;
    } else {
        write_plainly(&question, &answer, &lines, out)?;
        writeln!(out, "Lịch: {calendar}")?;
    }
    Ok(())
}

fn run_batch(
    args: &DueArgs,
    rules: &Rules,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let single = args.rule.is_some()
        || args.from.is_some()
        || !args.hold.is_empty()
        || !args.extend.is_empty()
        || args.term.is_some();
    if single || args.json {
        let sentence = "--batch đọc câu hỏi từ đầu vào: không dùng cùng --rule, --from, --hold, --extend, --json.";
        return Err(WrongUse(sentence.to_owned()).into());
    }
    batch::run((rules, args.counted_with(rules)?), args.trace, input, out)
}

fn asked<'a>(args: &DueArgs, rules: &'a Rules) -> Result<Question<'a>, WrongUse> {
    let missing = |what: &str| {
        WrongUse(format!("Thiếu {what}. Ví dụ: gopy due --rule TC-05 --from 2026-03-02"))
    };
    let rule = args.rule.as_deref().ok_or_else(|| missing("--rule ID"))?;
    let from = args.from.as_deref().ok_or_else(|| missing("--from YYYY-MM-DD"))?;
    let mut question = question::read(rules, rule, from)?;
    if let Some(term) = &args.term {
        let read = Term::read(term).ok().filter(|term| question.with_term(term.clone()));
        if read.is_none() {
            return Err(WrongUse(format!(
                "--term \"{term}\" phải ghi số và đơn vị như trên phiếu, ví dụ \"90 wd\"."
            )));
        }
    }
    for hold in &args.hold {
        let (from, to) = hold.split_once("..").ok_or_else(|| {
            WrongUse(format!("--hold \"{hold}\" phải ghi FROM..TO, ví dụ 2026-06-10..2026-06-24."))
        })?;
        question::read_hold(&mut question, from, to)?;
    }
    for length in &args.extend {
        let number = length.parse().map_err(|_| {
            WrongUse(format!("--extend \"{length}\" phải là số nguyên không âm, ví dụ 30."))
        })?;
        question.extend(number);
    }
    Ok(question)
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    rule: &'a str,
    title: &'a str,
    basis: &'a str,
    confidence: &'static str,
    needs_confirmation: bool,
    #[serde(flatten)]
    answer: &'a Answer,
    calendar: &'a str,
    warnings: Vec<String>,
    trace: Vec<words::Line>,
}

fn report<'a>(
    question: &'a Question<'_>,
    answer: &'a Answer,
    trace: Vec<words::Line>,
    calendar: &'a str,
) -> Report<'a> {
    let rule = question.rule();
    Report {
        rule: &rule.id,
        title: &rule.title.vi,
        basis: &rule.basis.vi,
        confidence: rule.confidence.code(),
        needs_confirmation: rule.confidence.needs_confirmation(),
        answer,
        calendar,
        warnings: question::warnings(question),
        trace,
    }
}

fn write_plainly(
    question: &Question<'_>,
    answer: &Answer,
    lines: &[words::Line],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let rule = question.rule();
    writeln!(out, "Quy tắc {}: {} ({})", rule.id, rule.title.vi, words::term(&rule.term))?;
    writeln!(out, "Căn cứ: {}{}", rule.basis.vi, confirmation(rule))?;
    for warning in question::warnings(question) {
        writeln!(out, "Lưu ý: {warning}")?;
    }
    for line in lines {
        writeln!(out, "  {}", line.text)?;
    }
    writeln!(out, "Hạn danh nghĩa: {}", answer.nominal.in_words())?;
    writeln!(out, "Hạn: {}", answer.due.in_words())?;
    if answer.provisional {
        writeln!(out, "Hạn tạm tính: lịch nghỉ của thời gian này chưa được công bố.")?;
    }
    Ok(())
}

fn confirmation(rule: &Rule) -> String {
    if rule.confidence.needs_confirmation() {
        format!(" – chờ xác nhận (mức tin cậy: {})", rule.confidence)
    } else {
        String::new()
    }
}

/// `02/03/2026 (thứ Hai)`.
fn day_in_words(day: NaiveDate) -> String {
    format!("{} ({})", day.format("%d/%m/%Y"), words::weekday(day))
}
