//! Samples for the pages on who may know: who has read what, and declared ties.

use gopy::app::knowledge::Deed;
use gopy::app::reads::What;
use gopy::domain::interest::Tie;
use gopy::domain::notice::Template;
use gopy::web::staff::hs::da_doc::{
    AbleLine, NamedLine, OutLine, ReadLine, ReaderLine, ReadersPage, ToldLine,
};
use gopy::web::staff::khai_bao::{InterestForm, InterestLine, InterestsPage, UnitLine};

use super::staff_pages::Press;
use super::staff_samples::{day, flaws, person};

/// Who has read what.
pub fn readers(press: &mut Press) {
    let read =
        |what: What| ReadLine { what: what.name(), on: day("2026-11-20"), at: "08:15".into() };
    let reader = |kept_out| ReaderLine {
        name: "Vũ <b>làm".into(),
        kept_out,
        reads: What::ALL.map(read).into(),
    };
    let number = String::from("HS-4718-9353");
    let out =
        |admitted_on| OutLine { name: "Lê <b>làm".into(), since: day("2026-11-19"), admitted_on };
    let able = |sight| AbleLine { name: "Đỗ <b>làm".into(), role: "triage", sight };
    let told = |template: Template| ToldLine {
        name: "Bùi <b>làm".into(),
        template: template.name(),
        owed_on: day("2026-11-18"),
        sent_on: (template != Template::Reply).then(|| day("2026-11-18")),
    };
    let named = |deed: Deed| NamedLine {
        name: "Ngô <b>làm".into(),
        deed: deed.name(),
        on: day("2026-11-21"),
    };
    press.page(&ReadersPage {
        number: number.clone(),
        able: ["head", "points", "whole"].map(able).into(),
        out: vec![out(None), out(Some(day("2026-11-20")))],
        readers: vec![reader(true), reader(false)],
        told: Template::ALL.map(told).into(),
        names: Deed::ALL.map(named).into(),
    });
    press.page(&ReadersPage {
        number,
        able: Vec::new(),
        out: Vec::new(),
        readers: Vec::new(),
        told: Vec::new(),
        names: Vec::new(),
    });
}

/// The page of declared ties.
pub fn interests(press: &mut Press) {
    let on = day("2026-11-20");
    let line = |tie: Tie| InterestLine {
        id: format!("i-{}", tie.name()),
        of: if tie == Tie::Stake { "Phạm <b>làm".into() } else { String::new() },
        to: "Nguyễn <b>làm".into(),
        tie: tie.name(),
        from: (tie == Tie::Spouse).then_some(on),
        until: (tie == Tie::Stake).then_some(on),
        declared_on: on,
    };
    let unit = UnitLine { id: "u-1".into(), name: "Chi bộ <b>làm".into() };
    for flaws in [Vec::new(), flaws()] {
        let full = InterestsPage {
            declared: Tie::ALL.map(line).into(),
            typed: InterestForm {
                tim: "hung".into(),
                cua: "lan".into(),
                ..InterestForm::default()
            },
            ties: Tie::ALL.map(Tie::name),
            people: vec![person("secretary")],
            units: vec![unit.clone()],
            of: Some(person("other")),
            for_others: true,
            others: vec![person("secretary")],
            flaws: flaws.clone(),
        };
        press.page(&full);
        let units = InterestsPage { people: Vec::new(), of: None, others: Vec::new(), ..full };
        press.page(&units);
        press.page(&InterestsPage {
            declared: Vec::new(),
            units: Vec::new(),
            for_others: false,
            ..units
        });
    }
}
