//! `gopy match`: ranks members of the register for a free description.

use std::io::{BufRead, Write};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::WrongUse;
use crate::app::App;
use crate::app::search::{Found, FoundUnit, describe, describe_units};
use crate::domain::letter::Lang;
use crate::i18n::Locales;

#[derive(Debug, Clone, Args)]
pub struct MatchArgs {
    /// Lời mô tả, ví dụ: ông Hùng bí thư chi bộ 5.
    text: Vec<String>,
    /// In kết quả bằng JSON.
    #[arg(long)]
    json: bool,
    /// Đọc mỗi dòng một đối tượng {"id","text"}, trả lời mỗi dòng một đối tượng.
    #[arg(long)]
    batch: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    id: serde_json::Value,
    text: String,
}

#[derive(Serialize)]
struct Answer {
    id: serde_json::Value,
    candidates: Vec<Candidate>,
    /// Units, for a text that speaks of no person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    units: Vec<UnitCandidate>,
}

#[derive(Serialize)]
struct UnitCandidate {
    /// Its code.
    unit: String,
    name: String,
    score: u32,
    why: Vec<&'static str>,
}

/// Members and units in one list, as `--json` prints them.
#[derive(Serialize)]
#[serde(untagged)]
enum Either {
    Member(Candidate),
    Unit(UnitCandidate),
}

#[derive(Serialize)]
struct Candidate {
    member: String,
    name: String,
    score: u32,
    why: Vec<&'static str>,
}

/// Runs the command. `input` is read only with `--batch`.
///
/// # Errors
/// [`WrongUse`] when there is nothing to look for, else a failure to read or write.
pub async fn run(
    args: &MatchArgs,
    app: &App,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if args.batch {
        return batch(app, input, out).await;
    }
    let text = args.text.join(" ");
    if text.trim().is_empty() {
        return Err(
            WrongUse("Thiếu lời mô tả. Ví dụ: gopy match ông Hùng bí thư chi bộ 5".into()).into()
        );
    }
    let (found, units) = (describe(app, &text).await?, describe_units(app, &text).await?);
    if args.json {
        let members = found.into_iter().map(candidate).map(Either::Member);
        let units = units.into_iter().map(unit_candidate).map(Either::Unit);
        let candidates: Vec<Either> = members.chain(units).collect();
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&candidates)?)?);
    }
    if found.is_empty() && units.is_empty() {
        return Ok(writeln!(out, "Không tìm thấy. Thử gõ không dấu, hoặc chỉ tên gọi.")?);
    }
    let words = Locales::embedded()?;
    for one in found {
        let who = format!("{:>4}  {}  {}", one.score, one.name, one.unit);
        writeln!(out, "{who}  {}", reasons(&words, one.strength, &one.why)?)?;
    }
    for one in units {
        let which = format!("{:>4}  {}  ({})", one.score, one.name, one.code);
        writeln!(out, "{which}  {}", reasons(&words, one.strength, &one.why)?)?;
    }
    Ok(())
}

/// How sure the match is, and why, in words.
fn reasons(
    words: &Locales,
    strength: &str,
    why: &[(&'static str, bool)],
) -> anyhow::Result<String> {
    let say = |key: &str| words.plain(Lang::Vi, key);
    let mut line = say(&format!("strength-{strength}"))?;
    for (speaks_for, key) in [(true, "match-for"), (false, "match-against")] {
        let codes = why.iter().filter(|why| why.1 == speaks_for);
        let reasons: Result<Vec<String>, _> =
            codes.map(|why| say(&format!("match-{}", why.0))).collect();
        let reasons = reasons?;
        if !reasons.is_empty() {
            line = format!("{line}; {} {}", say(key)?, reasons.join(", "));
        }
    }
    Ok(line)
}

async fn batch(app: &App, input: &mut impl BufRead, out: &mut impl Write) -> anyhow::Result<()> {
    for line in input.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Question>(&line) {
            Ok(question) => {
                let found = describe(app, &question.text).await?;
                let candidates = found.into_iter().map(candidate).collect();
                let units = describe_units(app, &question.text).await?;
                let units = units.into_iter().map(unit_candidate).collect();
                let answer = Answer { id: question.id, candidates, units };
                writeln!(out, "{}", serde_json::to_string(&answer)?)?;
            }
            Err(error) => {
                let answer = serde_json::json!({ "id": null, "error": error.to_string() });
                writeln!(out, "{answer}")?;
            }
        }
    }
    Ok(())
}

fn candidate(found: Found) -> Candidate {
    Candidate {
        member: found.member.to_string(),
        name: found.name,
        score: found.score,
        why: found.why.iter().map(|why| why.0).collect(),
    }
}

fn unit_candidate(found: FoundUnit) -> UnitCandidate {
    UnitCandidate {
        unit: found.code,
        name: found.name,
        score: found.score,
        why: found.why.iter().map(|why| why.0).collect(),
    }
}
