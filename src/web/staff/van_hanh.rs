//! `/noi-bo/van-hanh` – how the machine stands, for whoever runs it. Nothing of any case.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::operations::{self, Health};
use crate::app::{App, recount};
use crate::render::Page;
use crate::web::frame::View;
use crate::web::signed_in::SignedIn;

/// `pages/noi-bo/van-hanh.html`
#[derive(Serialize)]
pub struct OperationsPage {
    pub database: bool,
    pub migrated: bool,
    pub red: Vec<RedLine>,
    pub jobs: Vec<JobLine>,
    /// How many promised days wait for a decision.
    pub waiting: u64,
    pub decreed_until: Option<NaiveDate>,
}

/// What must be looked at: a code, and the job it speaks of or nothing.
#[derive(Serialize)]
pub struct RedLine {
    pub code: String,
    pub job: String,
}

#[derive(Serialize)]
pub struct JobLine {
    pub name: String,
    pub on: NaiveDate,
    /// Hours and minutes in Hanoi.
    pub at: String,
}

impl Page for OperationsPage {
    const TEMPLATE: &'static str = "pages/noi-bo/van-hanh.html";
}

impl OperationsPage {
    pub fn new(health: Health, red: Vec<String>, waiting: u64) -> Self {
        let red = red.into_iter().map(|line| match line.split_once(' ') {
            Some((code, job)) => RedLine { code: code.to_owned(), job: job.to_owned() },
            None => RedLine { code: line, job: String::new() },
        });
        let jobs = health.jobs.into_iter().map(|job| {
            let at = job.ran_in_hanoi();
            let (on, at) = (at.date_naive(), at.format("%H:%M").to_string());
            JobLine { name: job.name, on, at }
        });
        Self {
            database: health.database,
            migrated: health.migrated,
            red: red.collect(),
            jobs: jobs.collect(),
            waiting,
            decreed_until: health.decreed_until,
        }
    }
}

#[handler]
pub async fn show(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    let who = &staff.0.account;
    let red = operations::red(app, who).await?;
    let waiting = recount::waiting(app, Some(who.id)).await?;
    let page = OperationsPage::new(operations::health(app).await?, red, waiting);
    staff.frame(view).page(&page)
}
