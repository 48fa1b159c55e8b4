//! Deadlines over Tết, a swapped Saturday, a suspension and an extension; a provisional day that becomes firm; and
//! a calendar edited afterwards, which moves nothing unless somebody decides it.

use std::sync::Arc;

use gopy::app::calendars::{self, By, Effect, RawHead, RawYear};
use gopy::app::{self, App, AppError, audit, operations, recount};
use gopy::cli::calendar::{CalendarCommand, run};
use gopy::domain::access::Account;
use gopy::domain::case::{Assignment, Track};
use gopy::domain::clock::{Clock, ClockKind, Doubt};
use gopy::domain::congress::{Congress, Level};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Complexity, HoldType, RecordReason, Step, StepKind};
use gopy::keys::Keys;
use gopy::rules::Rules;
use gopy::store::audit::Verdict;

use crate::support::TestApp;
use crate::support::committee::about_lan;

const C1: ClockKind = ClockKind::Notice;
const C2: ClockKind = ClockKind::Resolution;

/// The invented days off of 2028.
const YEAR_2028: &str = "\
date,weekday,type,paired_with,label,label_en,source
2028,,DECREED,,,,9999/TB-BNV ngày 15/10/2027
2028-01-03,Mon,HOLIDAY_OR_COMPENSATION,,Tết Dương lịch (nghỉ bù),New Year's Day (compensation day),
2028-01-25,Tue,HOLIDAY_OR_COMPENSATION,,Tết Nguyên đán,Lunar New Year,
2028-01-26,Wed,HOLIDAY_OR_COMPENSATION,,Tết Nguyên đán,Lunar New Year,
2028-01-27,Thu,HOLIDAY_OR_COMPENSATION,,Tết Nguyên đán,Lunar New Year,
2028-01-28,Fri,SWAP_OFF,2028-02-05,Nghỉ hoán đổi,Swapped day off,
2028-02-05,Sat,SWAP_WORK,2028-01-28,Làm bù,Working day in exchange,
2028-05-01,Mon,HOLIDAY_OR_COMPENSATION,,Ngày Quốc tế lao động,International Labor Day,
";

async fn clock(portal: &TestApp, number: &CaseNumber, kind: ClockKind) -> Clock {
    let case = portal.store.case(gopy::store::cases::Key::Number(number)).await.unwrap();
    case.clocks.into_iter().rfind(|clock| clock.kind == kind).unwrap()
}

async fn due(portal: &TestApp, number: &CaseNumber, kind: ClockKind) -> String {
    clock(portal, number, kind).await.due_on.to_string()
}

/// Stored day = f(anchor, rule, calendar version, holds, extensions), whatever was loaded since.
async fn provable(portal: &TestApp) {
    calendars::refresh(&portal.app).await.unwrap();
    let rules = portal.app.rules();
    let far = portal.store.running_past("2000-01-01".parse().unwrap(), None).await.unwrap();
    assert!(!far.is_empty());
    for clock in portal.store.clocks_past(&far, "2000-01-01".parse().unwrap()).await.unwrap() {
        let mut again = clock.clone();
        again.recount(rules.timing()).unwrap();
        assert!(again.ends_like(&clock), "{clock:?} {again:?}");
    }
}

async fn both(portal: &TestApp, by: &Account, number: &CaseNumber, act: Act) {
    portal.take(by, number, Step::Propose(act), "Lý do đã nêu rõ trong hồ sơ.").await;
    portal.take(&portal.committee.approver, number, Step::Confirm, "").await;
}

async fn letter(portal: &TestApp, kind: &str) -> CaseNumber {
    portal.letter(kind, about_lan()).await.case_number
}

/// The shipped 2026 with one day off more.
fn edited_2026(app: &App, off: &str) -> RawYear {
    let file = calendars::year_file(&app.rules(), 2026).unwrap();
    let rows = format!("{file}{off},,HOLIDAY_OR_COMPENSATION,,Nghỉ thêm,Extra day off,\n");
    RawYear { head: None, rows }
}

async fn on_command_line(portal: &TestApp, rows: &str, dry_run: bool) -> anyhow::Result<String> {
    let file = portal.database.folder.join("year.csv");
    std::fs::write(&file, rows).unwrap();
    let mut out = Vec::new();
    run(&CalendarCommand::Load { file, dry_run }, &portal.app, &mut out).await?;
    Ok(String::from_utf8(out).unwrap())
}

#[tokio::test]
async fn deadlines_pass_over_tet_and_count_a_swapped_saturday() {
    let portal = TestApp::start().await;
    portal.set_day("2027-01-29");
    let tet = letter(&portal, "phan_anh").await;
    assert_eq!(due(&portal, &tet, C1).await, "2027-02-19", "4–10/2 are off");
    portal.set_day("2026-08-20");
    let swap = letter(&portal, "phan_anh").await;
    // 22/8 is a Saturday worked for 31/8, which is off like 1 and 2/9.
    assert_eq!(due(&portal, &swap, C1).await, "2026-09-07");
    provable(&portal).await;
}

#[tokio::test]
async fn a_suspension_moves_the_end_by_its_days_and_an_extension_chains_on_the_nominal_one() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = letter(&portal, "to_cao").await;
    both(&portal, &c.triage, &number, Act::Accept { track: Track::State }).await;
    let to = Assignment { unit: c.branch6.unit, officer: c.branch6.id, coordinating: None };
    portal.take(&c.triage, &number, Step::Assign { to }, "").await;
    portal.take(&c.branch6, &number, Step::Declare, "").await;
    assert_eq!(due(&portal, &number, C2).await, "2026-12-02");
    portal.set_day("2026-11-09");
    let until = "2026-11-23".parse().unwrap();
    both(&portal, &c.branch6, &number, Act::Hold { hold: HoldType::Suspension, until }).await;
    assert_eq!(due(&portal, &number, C2).await, "2026-12-16", "14 days later");
    portal.set_day("2026-11-24");
    let criteria = vec![Complexity::SeveralPlaces];
    both(&portal, &c.branch6, &number, Act::Extend { days: 30, criteria }).await;
    assert_eq!(due(&portal, &number, C2).await, "2027-01-15");
    // The handler proposes, somebody else confirms; the Party's clock may run beside it.
    both(&portal, &c.triage, &number, Act::AddTrack).await;
    let rules: Vec<String> = portal
        .view(&c.triage, &number)
        .await
        .clocks
        .into_iter()
        .filter(|one| one.clock.kind == C2)
        .map(|one| one.clock.rule)
        .collect();
    assert_eq!(rules, ["TC-05", "PY-02b"]);
    provable(&portal).await;
}

#[tokio::test]
async fn a_provisional_day_becomes_firm_when_the_year_is_loaded_by_command() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    portal.set_day("2027-10-01");
    let number = letter(&portal, "to_cao").await;
    both(&portal, &c.triage, &number, Act::Accept { track: Track::Party }).await;
    let before = clock(&portal, &number, C2).await;
    assert!(before.provisional);
    portal.set_day("2027-11-03");
    let red = operations::silence_check(&portal.app).await.unwrap();
    assert!(red.contains(&"calendar-short".to_owned()), "{red:?}");
    assert!(red.contains(&"calendar-ends".to_owned()), "60 days ahead {red:?}");
    let figures = operations::figures(&portal.app).await.unwrap();
    assert!(figures.contains("gopy_alarm{code=\"calendar-ends\",job=\"\"} 1"), "{figures}");
    portal.mails().await;

    let said = on_command_line(&portal, YEAR_2028, true).await.unwrap();
    assert!(said.contains("1 thành chắc chắn") && said.contains("chưa áp dụng"), "{said}");
    assert_eq!(clock(&portal, &number, C2).await, before, "a dry run changes nothing");
    let sent = portal.mails().await.len();
    let said = on_command_line(&portal, YEAR_2028, false).await.unwrap();
    assert!(said.contains("1 hồ sơ có hạn thành chắc chắn"), "{said}");

    let after = clock(&portal, &number, C2).await;
    assert!(!after.provisional && before.due_on < after.due_on, "{before:?} {after:?}");
    assert_eq!(after.calendar, "2027-1");
    let view = portal.view(&c.triage, &number).await;
    let event = view.events.last().unwrap();
    assert_eq!((event.step, event.actor.as_str()), (StepKind::Firm, "scheduler"));
    let new_day = after.due_on.format("%d/%m/%Y").to_string();
    assert!(event.note.contains(&new_day), "{}", event.note);
    let tracked = portal.tracked(view.case.id).await;
    assert!(tracked.messages.iter().any(|one| one.text.contains(&new_day)));
    let told = portal.mails().await.split_off(sent);
    let told: Vec<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert!(told.contains(&"nguoi.gui@hop-thu.example.vn"), "{told:?}");
    assert!(told.iter().any(|to| to.starts_with("kiemtra")), "{told:?}");
    assert_eq!(recount::check(&portal.app).await.unwrap(), recount::Report::default(), "once");
    provable(&portal).await;
}

#[tokio::test]
async fn a_calendar_edited_later_moves_nothing_that_nobody_decided() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(letter(&portal, "phan_anh").await);
    }
    let [kept, moved, hidden] = <[CaseNumber; 3]>::try_from(numbers).unwrap();
    assert_eq!(due(&portal, &kept, C1).await, "2026-11-16");
    // One of the triage staff is kept out of one case.
    let out = format!(
        "INSERT INTO exclusions (case_id, account_id, reason, since) SELECT cases.id, accounts.id, 'recused', \
         cases.received_on FROM cases, accounts WHERE cases.number = '{}' AND accounts.login = 'kiemtra'",
        hidden.as_str()
    );
    portal.sql(&out).await;
    recount::check(&portal.app).await.unwrap();

    let raw = edited_2026(&portal.app, "2026-11-13");
    let preview = calendars::preview(&portal.app, By::CommandLine, &raw).await.unwrap();
    assert_eq!(preview.effect, Effect { stay: 0, firm: 0, affected: 3 });
    calendars::adopt(&portal.app, By::Account(&c.admin), &raw).await.unwrap();
    let report = recount::check(&portal.app).await.unwrap();
    assert_eq!((report.firm, report.affected), (0, 3));
    for number in [&kept, &moved, &hidden] {
        let clock = clock(&portal, number, C1).await;
        assert_eq!(
            (clock.due_on.to_string().as_str(), clock.doubt),
            ("2026-11-16", Some(Doubt::Open))
        );
    }
    provable(&portal).await;

    // Who may see a case sees it in the list; who is kept out of it, or reads no cases, does not.
    let listed = async |who: &Account| {
        let page = recount::doubtful(&portal.app, who, None).await.unwrap();
        let mut numbers: Vec<CaseNumber> = page.rows.iter().map(|row| row.number.clone()).collect();
        numbers.sort_by_key(|number| number.as_str().to_owned());
        numbers
    };
    let sorted = |numbers: &[&CaseNumber]| {
        let mut numbers: Vec<CaseNumber> = numbers.iter().map(|one| (*one).clone()).collect();
        numbers.sort_by_key(|number| number.as_str().to_owned());
        numbers
    };
    assert_eq!(listed(&c.triage).await, sorted(&[&kept, &moved]));
    assert_eq!(listed(&c.triage2).await, sorted(&[&kept, &moved, &hidden]));
    assert_eq!(listed(&c.above).await, []);
    for who in [&c.admin, &c.desk, &c.branch6] {
        let list = recount::doubtful(&portal.app, who, None).await;
        assert!(matches!(list, Err(AppError::NotFound)), "{:?}", who.role);
    }
    let keep = Step::KeepDay { clock: C1, seq: 0 };
    let shift = Step::MoveDay { clock: C1, seq: 0 };
    let try_hidden = app::cases::take_step(
        &portal.app,
        &c.triage,
        &hidden,
        None,
        keep.clone(),
        app::Words::None,
    );
    assert!(matches!(try_hidden.await, Err(AppError::NotFound)));
    assert_eq!(recount::waiting(&portal.app, None).await.unwrap(), 3, "a number for operators");

    let row = recount::doubtful(&portal.app, &c.triage, None).await.unwrap().rows.remove(0);
    let doubt = &row.doubts[0];
    assert_eq!((doubt.new_on.to_string().as_str(), doubt.may_move), ("2026-11-17", true));
    assert_eq!((doubt.days.len(), doubt.days[0].label.as_str()), (1, "Nghỉ thêm"));

    // One is kept, one is moved; both with a reason, an event and an entry in the log.
    portal.mails().await;
    let sent = portal.mails().await.len();
    portal.take(&c.triage, &kept, keep, "Đã hẹn với người gửi bằng văn bản.").await;
    assert_eq!(portal.mails().await.len(), sent, "nothing moved, so nobody is told");
    portal.take(&c.approver, &moved, shift, "Ngày nghỉ thêm do cấp trên quyết định.").await;
    assert_eq!(portal.mails().await.len(), sent + 3, "the sender and both who triage");
    assert_eq!(due(&portal, &kept, C1).await, "2026-11-16");
    assert_eq!(due(&portal, &moved, C1).await, "2026-11-17");
    let view = portal.view(&c.triage2, &moved).await;
    let event = view.events.last().unwrap();
    assert_eq!(event.step, StepKind::MoveDay);
    assert_eq!(event.note, "Ngày nghỉ thêm do cấp trên quyết định.\nC1: 16/11/2026 → 17/11/2026");
    let event = portal.view(&c.triage2, &kept).await.events.pop().unwrap();
    assert_eq!(event.step, StepKind::KeepDay);
    assert_eq!(event.note, "Đã hẹn với người gửi bằng văn bản.\nC1: 16/11/2026 → 17/11/2026");
    assert_eq!(listed(&c.triage2).await, std::slice::from_ref(&hidden));

    // What was kept is not asked about again for this version, only for the next.
    recount::check(&portal.app).await.unwrap();
    assert_eq!(listed(&c.triage2).await, std::slice::from_ref(&hidden));
    provable(&portal).await;
    let raw = edited_2026(&portal.app, "2026-11-12");
    calendars::adopt(&portal.app, By::CommandLine, &raw).await.unwrap();
    recount::check(&portal.app).await.unwrap();
    assert_eq!(listed(&c.triage2).await, sorted(&[&kept, &moved, &hidden]));
    provable(&portal).await;
    let verdict = audit::verify(&portal.app, None).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }));
}

#[tokio::test]
async fn another_node_notices_and_what_it_counted_meanwhile_is_found_again() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let (app, settings) = (&portal.app, portal.app.settings().clone());
    let post = app::post::Post::through(portal.mailer.clone(), &settings).unwrap();
    let (keys, rules) = (Keys::new(&[7; 32]), Rules::shipped().unwrap());
    let clock_of_other: Arc<dyn gopy::clock::Clock> = portal.clock.clone();
    let other = App::new(portal.store.clone(), clock_of_other, keys, rules, settings, post);
    calendars::refresh(&other).await.unwrap();
    let raw = edited_2026(app, "2026-11-13");
    calendars::adopt(app, By::CommandLine, &raw).await.unwrap();

    // The other one has not looked yet, and counts with what it knows.
    assert_eq!(other.rules().calendar().version().as_ref(), "2026-1");
    let raw_letter = gopy::domain::letter::RawLetter {
        kind: "phan_anh".into(),
        about: about_lan(),
        text: "Đèn đường hỏng từ đầu tháng, ngõ tối đi lại rất nguy hiểm.".into(),
        lang: gopy::domain::letter::Lang::Vi,
        ..Default::default()
    };
    let source = gopy::domain::letter::Source::Web;
    let sent = app::letters::submit(&other, raw_letter, source, None).await.unwrap();
    let slow = clock(&portal, &sent.case_number, C1).await;
    assert_eq!(
        (slow.calendar.as_str(), slow.due_on.to_string().as_str()),
        ("2026-1", "2026-11-16")
    );
    // A clock counted with a calendar it does not know yet makes it look.
    let fresh = letter(&portal, "phan_anh").await;
    assert_eq!(clock(&portal, &fresh, C1).await.calendar, "2026-2");
    let resume_on = "2026-11-10".parse().unwrap();
    let words = app::Words::Note("Xin cho biết ngõ nào?".into());
    let step = Step::Ask { resume_on };
    app::cases::take_step(&other, &c.triage, &fresh, None, step, words).await.unwrap();
    assert_eq!(other.rules().calendar().version().as_ref(), "2026-2");
    assert_eq!(recount::check(&other).await.unwrap().affected, 1);
    assert_eq!(clock(&portal, &sent.case_number, C1).await.doubt, Some(Doubt::Open));
}

#[tokio::test]
async fn a_year_is_refused_with_every_line_to_mend_and_nothing_is_adopted() {
    let portal = TestApp::start().await;
    let rows = "\
2028,,DECREED,,,,9999/TB-BNV
2028-01-03,Tue,HOLIDAY_OR_COMPENSATION,,Tết Dương lịch,,
2028-13-01,,HOLIDAY_OR_COMPENSATION,,Gì đó,,
2028-01-25,,FEAST,,Tết,,
";
    let refused = on_command_line(&portal, rows, false).await.unwrap_err().to_string();
    for line in ["dòng 2: Ngày này là Mon", "dòng 3: “2028-13-01”", "dòng 4: “FEAST”"]
    {
        assert!(refused.contains(line), "{refused}");
    }
    let rows = "\
2028,,DECREED,,,,9999/TB-BNV
2028-01-28,,SWAP_OFF,2028-02-05,Nghỉ hoán đổi,,
2027-06-01,,HOLIDAY_OR_COMPENSATION,,Năm khác,,
";
    let refused = on_command_line(&portal, rows, false).await.unwrap_err().to_string();
    for line in ["dòng 2: Ngày 2028-01-28 đổi", "dòng 3: Ngày 2027-06-01"] {
        assert!(refused.contains(line), "{refused}");
    }
    let head = RawHead { year: "28".into(), decreed: true, source: String::new() };
    let raw = RawYear { head: Some(head), rows: String::new() };
    let Err(AppError::Lines(found)) = calendars::preview(&portal.app, By::CommandLine, &raw).await
    else {
        panic!()
    };
    let codes: Vec<&str> = found.iter().map(|flaw| flaw.code).collect();
    assert_eq!(codes, ["year-range", "source"]);
    assert_eq!(calendars::versions(&portal.app).await.unwrap().len(), 1);

    // What is shown can be loaded again, and makes no difference.
    let shown = calendars::year_file(&portal.app.rules(), 2026).unwrap();
    let raw = RawYear { head: None, rows: shown };
    let preview = calendars::preview(&portal.app, By::CommandLine, &raw).await.unwrap();
    assert_eq!((preview.changed.len(), preview.effect.affected), (0, 0));
}

#[tokio::test]
async fn a_changed_rule_is_listed_like_a_changed_calendar() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = letter(&portal, "phan_anh").await;
    recount::check(&portal.app).await.unwrap();
    // As if the program that stored it had shipped the rule with another term.
    portal
        .sql("UPDATE clocks SET term = '8 wd', nominal_on = '2026-11-12', due_on = '2026-11-12'")
        .await;
    portal.sql("UPDATE editions SET rules = 'as shipped before'").await;
    let idle = recount::check(&portal.app).await.unwrap();
    assert_eq!(idle, recount::Report::default(), "rules of another version are in force");
    calendars::begin(&portal.app).await.unwrap();
    assert_eq!(recount::check(&portal.app).await.unwrap().affected, 1);
    let row = recount::doubtful(&portal.app, &c.triage, None).await.unwrap().rows.remove(0);
    let doubt = &row.doubts[0];
    assert_eq!(doubt.terms, Some(("8 wd".to_owned(), "10 wd".to_owned())));
    assert_eq!(
        (doubt.old_on.to_string(), doubt.new_on.to_string()),
        ("2026-11-12".into(), "2026-11-16".into())
    );
    provable(&portal).await;
    let shift = Step::MoveDay { clock: C1, seq: 0 };
    portal.take(&c.triage, &number, shift, "Quy định mới có lợi cho việc xử lý.").await;
    assert_eq!(due(&portal, &number, C1).await, "2026-11-16");
}

#[tokio::test]
async fn a_letter_is_kept_for_a_congress_only_once_one_is_called() {
    let portal = TestApp::start().await;
    let c = &portal.committee;
    let number = letter(&portal, "phan_anh").await;
    let review_on = "2026-12-01".parse().unwrap();
    let act = || Step::Propose(Act::Record { reason: RecordReason::PreCongress, review_on });
    let words = || app::Words::Note("Đơn nhận trước đại hội, chuyển cấp ủy khóa mới.".into());
    let early = app::cases::take_step(&portal.app, &c.triage, &number, None, act(), words()).await;
    assert!(matches!(early, Err(AppError::Refused(why)) if why.name() == "no-congress"));
    let congress = Congress {
        level: Level::Grassroots,
        name: "Đại hội Đảng bộ phường Phú Đô".into(),
        opens_on: "2026-11-30".parse().unwrap(),
    };
    calendars::call(&portal.app, By::Account(&c.approver), congress, "Kế hoạch 12-KH/ĐU")
        .await
        .unwrap();
    let view = calendars::congresses(&portal.app).await.unwrap().remove(0);
    assert_eq!((view.window.first.to_string().as_str(), view.length), ("2026-10-23", 25));
    let lines = app::count::of_window(&portal.app.rules(), &view.congress).unwrap().lines.len();
    assert!(25 < lines, "{lines}");
    app::cases::take_step(&portal.app, &c.triage, &number, None, act(), words()).await.unwrap();
    calendars::call_off(&portal.app, By::Account(&c.approver), view.id).await.unwrap();
    assert!(calendars::congresses(&portal.app).await.unwrap().is_empty());
}
