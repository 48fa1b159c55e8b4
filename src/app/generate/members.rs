//! A larger register of invented people, district by district, to measure how members are found in it.

use crate::app::{App, demo};
use crate::demo::{committee, district};

/// How many districts earlier runs made; the next ones get the numbers after them.
const DISTRICTS: &str = "generated_districts";

/// More districts than this would begin to share names of places.
const MOST: u32 = 141;

/// Adds districts until the register has at least so many members; an empty database becomes a demonstration first.
///
/// # Errors
/// On a database that is no demonstration, for more than it can make, and when the database fails.
pub async fn run(app: &App, wanted: u32, mut progress: impl FnMut(usize)) -> anyhow::Result<usize> {
    if app.store().is_empty().await? || demo::is_unfinished(app).await? {
        demo::load(app).await?;
    }
    if !app.is_demo().await? {
        anyhow::bail!("members are generated only into a demonstration or a test database");
    }
    let city = committee().units.first().map(|unit| unit.id).unwrap_or_default();
    let made = app.store().fact(DISTRICTS).await?.and_then(|text| text.parse::<u32>().ok());
    let mut next = made.unwrap_or_default();
    let mut members = app.store().all_members().await?.len();
    while members < wanted as usize {
        if MOST <= next {
            anyhow::bail!("there are not enough invented places for so many members");
        }
        let more = district(next, city);
        demo::store_district(app, &more).await?;
        members += more.members.len();
        next += 1;
        let tx = app.store().begin().await?;
        tx.set_fact(DISTRICTS, &next.to_string()).await?;
        tx.commit().await?;
        progress(members);
    }
    Ok(members)
}
