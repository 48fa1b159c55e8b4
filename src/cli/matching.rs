//! `gopy match`: ranks members of the register for a free description.

use std::io::{BufRead, Write};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::WrongUse;
use crate::app::App;
use crate::app::search::{Found, describe};

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
    let found = describe(app, &text).await?;
    if args.json {
        let candidates: Vec<Candidate> = found.into_iter().map(candidate).collect();
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&candidates)?)?);
    }
    if found.is_empty() {
        return Ok(writeln!(out, "Không tìm thấy. Thử gõ không dấu, hoặc chỉ tên gọi.")?);
    }
    for one in found {
        let why = one.why.join(", ");
        writeln!(out, "{:>4}  {}  {}  ({})  {why}", one.score, one.name, one.unit, one.strength)?;
    }
    Ok(())
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
                let answer = Answer { id: question.id, candidates };
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
        why: found.why,
    }
}
