//! Samples for the page of leaves and the paper for another body.

use gopy::app::leaves::{Absences, ColleagueView, LeaveView};
use gopy::domain::ids::AccountId;
use gopy::web::sheet::Fact;
use gopy::web::staff::hs::giay_chuyen::TransferPage;
use gopy::web::staff::vang_mat::{LeaveForm, LeavesPage};
use uuid::Uuid;

use super::staff_pages::Press;
use super::staff_samples::{day, flaws, head};

/// The page of leaves: full, of somebody else, and empty.
pub fn leaves(press: &mut Press) {
    let colleague = |id: u128| ColleagueView {
        account: AccountId(Uuid::from_u128(id)),
        login: format!("tai-khoan-{id}"),
        name: "Phạm <b>làm".into(),
        unit: "Chi bộ <b>làm".into(),
    };
    let leave = |id: u128, deputy: bool| LeaveView {
        id: Uuid::from_u128(id),
        who: colleague(id),
        from: day("2026-12-07"),
        last: day("2026-12-11"),
        deputy: deputy.then(|| colleague(9)),
    };
    let full = Absences {
        of: colleague(1),
        leaves: vec![leave(1, true), leave(2, false)],
        deputy: Some(colleague(9).account),
        colleagues: vec![colleague(8), colleague(9)],
        standing_in: vec![leave(3, true)],
        all: vec![leave(1, true), leave(4, false)],
    };
    let typed = LeaveForm { cua: "kiemtra<b>".into(), from: "7/12".into(), ..LeaveForm::default() };
    for flaws in [Vec::new(), flaws()] {
        press.page(&LeavesPage::new(full.clone(), (true, true), typed.clone(), flaws));
    }
    let none = Absences {
        of: colleague(1),
        leaves: Vec::new(),
        deputy: None,
        colleagues: Vec::new(),
        standing_in: Vec::new(),
        all: Vec::new(),
    };
    press.page(&LeavesPage::new(none.clone(), (false, false), LeaveForm::default(), Vec::new()));
    press.page(&LeavesPage::new(none, (false, true), LeaveForm::default(), Vec::new()));
}

/// The paper for another body: with points, and with none that may be printed.
pub fn transfer(press: &mut Press) {
    let fact = Fact { name: "Kính gửi".into(), value: "Công an <b>phường".into() };
    for (points, left_out) in [(vec!["Thu <b>tiền".to_owned()], 0), (Vec::new(), 2)] {
        let notes = vec!["Đề nghị ghi số tiếp nhận.".to_owned()];
        let head = head("transferred_out");
        press.page(&TransferPage { head, facts: vec![fact.clone()], points, notes, left_out });
    }
}
