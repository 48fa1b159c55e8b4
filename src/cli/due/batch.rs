//! `gopy due --batch`: one JSON object a line in, one a line out, in the same order.

use std::io::{BufRead, BufWriter, Write};

use gopy_domain::calendar::Calendar;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::question::{self, Answer};
use super::words;
use crate::cli::WrongUse;
use crate::rules::Rules;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    id: Value,
    rule: String,
    from: String,
    #[serde(default)]
    holds: Vec<(String, String)>,
    #[serde(default)]
    extensions: Vec<u32>,
}

#[derive(Serialize)]
struct Answered {
    id: Value,
    #[serde(flatten)]
    result: Outcome,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Outcome {
    Due {
        #[serde(flatten)]
        answer: Answer,
        #[serde(skip_serializing_if = "Option::is_none")]
        trace: Option<Vec<words::Line>>,
    },
    Error {
        error: String,
    },
}

/// Answers every line; an empty one is passed over, a bad one gets an error of its own.
pub(super) fn run(
    (rules, calendar): (&Rules, &Calendar),
    with_trace: bool,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        if !line.trim_ascii().is_empty() {
            serde_json::to_writer(&mut out, &answer((rules, calendar), with_trace, &line))?;
            out.write_all(b"\n")?;
        }
        line.clear();
    }
    out.flush()?;
    Ok(())
}

fn answer(with: (&Rules, &Calendar), with_trace: bool, line: &[u8]) -> Answered {
    match serde_json::from_slice::<Asked>(line) {
        Ok(asked) => {
            let outcome = outcome(with, with_trace, &asked);
            let result = outcome.unwrap_or_else(|WrongUse(error)| Outcome::Error { error });
            Answered { id: asked.id, result }
        }
        Err(cause) => {
            Answered { id: id_of(line), result: Outcome::Error { error: unreadable(&cause) } }
        }
    }
}

fn outcome(
    (rules, calendar): (&Rules, &Calendar),
    with_trace: bool,
    asked: &Asked,
) -> Result<Outcome, WrongUse> {
    let mut question = question::read(rules, &asked.rule, &asked.from)?;
    for (from, to) in &asked.holds {
        question::read_hold(&mut question, from, to)?;
    }
    for length in &asked.extensions {
        question.extend(*length);
    }
    let answer = question::answer(&question, calendar)?;
    let trace = if with_trace { Some(question::trace(&question, calendar)?) } else { None };
    Ok(Outcome::Due { answer, trace })
}

/// The id of a line that is no question, if it has one.
fn id_of(line: &[u8]) -> Value {
    let value = serde_json::from_slice::<Value>(line).ok();
    value.and_then(|mut value| value.get_mut("id").map(Value::take)).unwrap_or(Value::Null)
}

fn unreadable(cause: &serde_json::Error) -> String {
    let shape = r#"{"id","rule","from","holds":[["…","…"]],"extensions":[30]}"#;
    format!("Dòng này không đúng dạng {shape}: {cause}.")
}
