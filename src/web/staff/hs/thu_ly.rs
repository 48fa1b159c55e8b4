//! `/thu-ly` – proposing to accept: the track, and the points that will each get an outcome.

use serde::{Deserialize, Serialize};

use crate::app::Words;
use crate::domain::case::Track;
use crate::domain::step::{Act, Step, StepKind};
use crate::web::staff::fields::{self, Mend, Mends};

use super::decision::{Decision, Deed, Situation};

/// A letter with more points than this is several letters.
const MOST_POINTS: usize = 20;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Accept {
    pub track: String,
    /// One point a line.
    pub points: String,
    pub why: String,
}

impl Decision for Accept {
    const SLUG: &'static str = "thu-ly";
    const TEMPLATE: &'static str = "pages/noi-bo/hs/thu-ly.html";
    const STEPS: &'static [StepKind] = &[StepKind::ProposeAccept];
    type Choices = [&'static str; 2];

    fn choices(&self, _at: &Situation<'_>) -> Self::Choices {
        Track::ALL.map(Track::name)
    }

    fn begin(at: &Situation<'_>) -> Self {
        let points: Vec<String> = at.case.allegations.iter().map(|one| flat(&one.text)).collect();
        Self { points: points.join("\n"), ..Self::default() }
    }

    fn deed(&self, at: &Situation<'_>) -> Result<Deed, Mends> {
        let mut mends = Mends::default();
        let track = Track::from_name(&self.track).ok_or(Mend::at("track", "flaw-track"));
        let (track, points, why) = (
            mends.take(track),
            mends.take(self.points()),
            mends.take(fields::optional("why", &self.why)),
        );
        let (Some(track), Some(points), Some(why)) = (track, points, why) else {
            return Err(mends);
        };
        let step = Step::Propose(Act::Accept { track });
        let now = at.case.allegations.iter().map(|one| flat(&one.text));
        if now.eq(points.iter().cloned()) {
            Ok(Deed::noted(step, why))
        } else {
            Ok(Deed::SplitAndTake(points, step, Words::Note(why)))
        }
    }
}

impl Accept {
    fn points(&self) -> Result<Vec<String>, Mend> {
        let text = fields::words("points", &self.points, 1, "flaw-points")?;
        let points: Vec<String> = text.lines().map(flat).filter(|line| !line.is_empty()).collect();
        match points.len() {
            0 => Err(Mend::at("points", "flaw-points")),
            many if MOST_POINTS < many => {
                Err(Mend::at("points", "flaw-points-many").n(MOST_POINTS))
            }
            _ => Ok(points),
        }
    }
}

/// A point on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
