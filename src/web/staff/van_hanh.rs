//! `/noi-bo/van-hanh` – how the machine stands, for whoever runs it. Nothing of any case.

use chrono::NaiveDate;
use poem::web::Data;
use poem::{Response, Result, handler};
use serde::Serialize;

use crate::app::operations::{self, Health};
use crate::app::{App, AppError};
use crate::domain::access::Role;
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
    pub report: String,
}

impl Page for OperationsPage {
    const TEMPLATE: &'static str = "pages/noi-bo/van-hanh.html";
}

impl From<Health> for OperationsPage {
    fn from(health: Health) -> Self {
        let red = health.red.into_iter().map(|line| match line.split_once(' ') {
            Some((code, job)) => RedLine { code: code.to_owned(), job: job.to_owned() },
            None => RedLine { code: line, job: String::new() },
        });
        let jobs = health.jobs.into_iter().map(|job| {
            let at = job.ran_in_hanoi();
            let (on, at) = (at.date_naive(), at.format("%H:%M").to_string());
            JobLine { name: job.name, on, at, report: job.report }
        });
        Self {
            database: health.database,
            migrated: health.migrated,
            red: red.collect(),
            jobs: jobs.collect(),
            waiting: health.waiting,
            decreed_until: health.decreed_until,
        }
    }
}

#[handler]
pub async fn show(Data(app): Data<&App>, staff: SignedIn, view: View) -> Result<Response> {
    if staff.0.account.role != Role::Admin {
        return Err(AppError::NotFound.into());
    }
    let page = OperationsPage::from(operations::health(app).await?);
    staff.frame(view).page(&page)
}
