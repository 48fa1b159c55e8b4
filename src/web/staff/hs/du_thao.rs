//! `/du-thao` – drafting the conclusion: each point's outcome with evidence, the answer in four blocks,
//! and what must be done.

use serde::{Deserialize, Serialize};

use crate::app::{Answer, DraftWords, Words, fresh_id};
use crate::domain::case::{Measure, Outcome};
use crate::domain::ids::MeasureId;
use crate::domain::step::{Finding, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// Empty rows for measures besides those that are filled in.
const SPARE_ROWS: usize = 3;

/// Answers that begin so and name no day say nothing (`ux.md` O7).
const VAGUE: [&str; 5] = [
    "đã ghi nhận",
    "sẽ xem xét",
    "rút kinh nghiệm",
    "chỉ đạo xử lý theo quy định",
    "tiếp thu ý kiến",
];

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// One for each point, in order; so is `evidence`.
    pub outcome: Vec<String>,
    pub evidence: Vec<String>,
    pub checked: String,
    pub found: String,
    pub done: String,
    pub next: String,
    /// What must be done, and by when, row by row.
    pub measure: Vec<String>,
    pub due_on: Vec<String>,
    /// Why words stay that may betray the sender to the person complained of.
    pub keep: String,
}

#[derive(Debug, Serialize)]
pub struct DraftChoices {
    pub outcomes: [&'static str; 4],
    pub points: Vec<PointLine>,
    pub measures: Vec<MeasureField>,
}

/// A point with what was typed about it.
#[derive(Debug, Serialize)]
pub struct PointLine {
    pub text: String,
    pub outcome: String,
    pub evidence: String,
}

#[derive(Debug, Serialize)]
pub struct MeasureField {
    pub text: String,
    pub due_on: String,
}

impl Decision for Draft {
    const SLUG: &'static str = "du-thao";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/du-thao.html";
    const STEPS: &'static [StepKind] = &[StepKind::Draft];
    const RISKY: &'static str = "keep";
    type Choices = DraftChoices;

    fn choices(&self, at: &Situation<'_>) -> Self::Choices {
        let typed = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
        let points = at.case.allegations.iter().enumerate().map(|(place, one)| PointLine {
            text: one.text.clone(),
            outcome: typed(&self.outcome, place),
            evidence: typed(&self.evidence, place),
        });
        let rows = self.measure.iter().filter(|text| !text.trim().is_empty()).count() + SPARE_ROWS;
        let rows = rows.max(self.measure.len());
        let measures = (0..rows).map(|row| MeasureField {
            text: typed(&self.measure, row),
            due_on: typed(&self.due_on, row),
        });
        DraftChoices {
            outcomes: Outcome::ALL.map(Outcome::name),
            points: points.collect(),
            measures: measures.collect(),
        }
    }

    fn begin(at: &Situation<'_>) -> Self {
        let answer = at.case.conclusion.clone().unwrap_or_default();
        let points = &at.case.allegations;
        let outcome =
            |one: &crate::app::view::AllegationView| one.outcome.map_or("", Outcome::name);
        let due = at.case.measures.iter().map(|one| fields::typed_day(one.due_on));
        Self {
            outcome: points.iter().map(|one| outcome(one).to_owned()).collect(),
            evidence: points.iter().map(|one| one.evidence.clone()).collect(),
            checked: answer.checked,
            found: answer.found,
            done: answer.done,
            next: answer.next,
            measure: at.case.measures.iter().map(|one| one.text.clone()).collect(),
            due_on: due.collect(),
            keep: String::new(),
        }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let findings = self.findings(at, &mut mends);
        let answer = self.answer(&mut mends);
        let measures = self.measures(at, &mut mends);
        let keep = mends.take(fields::optional("keep", &self.keep));
        let (Some(answer), Some(keep_reason), true) = (answer, keep, mends.0.is_empty()) else {
            return Err(mends);
        };
        let step = Step::Draft {
            findings: findings.iter().map(|(finding, _)| finding.clone()).collect(),
            measures: measures.iter().map(|(measure, _)| measure.clone()).collect(),
        };
        let evidence = findings.into_iter().map(|(finding, text)| (finding.allegation, text));
        let measures = measures.into_iter().map(|(measure, text)| (measure.id, text));
        let (evidence, measures) = (evidence.collect(), measures.collect());
        let words = DraftWords { evidence, answer, measures, keep_reason };
        Ok(Deed::Take(step, Words::Draft(words)))
    }
}

impl Draft {
    fn findings(&self, at: &Situation<'_>, mends: &mut Mends) -> Vec<(Finding, String)> {
        let mut findings = Vec::new();
        for (place, one) in at.case.allegations.iter().enumerate() {
            let outcome = self.outcome.get(place).and_then(|name| Outcome::from_name(name));
            let field = format!("outcome-{place}");
            let outcome = outcome.ok_or(Mend::at(&field, "flaw-outcome").n(place + 1));
            let field = format!("evidence-{place}");
            let typed = self.evidence.get(place).map_or("", String::as_str);
            let evidence = fields::optional(&field, typed).and_then(|text| match text.as_str() {
                "" => Err(Mend::at(&field, "flaw-evidence").n(place + 1)),
                _ => Ok(text),
            });
            if let (Some(outcome), Some(text)) = (mends.take(outcome), mends.take(evidence)) {
                let finding = Finding { allegation: one.id, outcome, evidence: true };
                findings.push((finding, text));
            }
        }
        findings
    }

    fn answer(&self, mends: &mut Mends) -> Option<Answer> {
        let checked = mends.take(fields::words("checked", &self.checked, 1, "flaw-checked"));
        let found = mends.take(telling("found", &self.found, "flaw-found"));
        let done = mends.take(telling("done", &self.done, "flaw-done"));
        let next = mends.take(fields::words("next", &self.next, 1, "flaw-next"));
        Some(Answer { checked: checked?, found: found?, done: done?, next: next? })
    }

    fn measures(&self, at: &Situation<'_>, mends: &mut Mends) -> Vec<(Measure, String)> {
        let mut measures = Vec::new();
        for (row, typed) in self.measure.iter().enumerate() {
            let due = self.due_on.get(row).map_or("", |due| due.trim());
            if typed.trim().is_empty() && due.is_empty() {
                continue;
            }
            let text = fields::words(&format!("measure-{row}"), typed, 1, "flaw-measure");
            let due = fields::day(&format!("due_on-{row}"), due, at.today);
            let due = due.and_then(|day| {
                let early = || Mend::at(&format!("due_on-{row}"), "flaw-day-ahead");
                (at.today < day).then_some(day).ok_or_else(early)
            });
            if let (Some(text), Some(due_on)) = (mends.take(text), mends.take(due)) {
                let id = MeasureId(fresh_id());
                measures.push((Measure { id, due_on, done_on: None }, text));
            }
        }
        measures
    }
}

/// A block that must not consist of general words alone.
fn telling(field: &str, typed: &str, key: &'static str) -> Result<String, Mend> {
    let text = fields::words(field, typed, 1, key)?;
    let lower = text.to_lowercase();
    let dated = text.chars().any(|c| c.is_ascii_digit());
    match VAGUE.iter().find(|phrase| lower.starts_with(**phrase)) {
        Some(phrase) if !dated => Err(Mend::at(field, "flaw-vague").about((*phrase).to_owned())),
        _ => Ok(text),
    }
}
