//! One reporter with marks, and a letter of theirs for everything that can happen to one.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::Days;
use gopy::app::evidence;
use gopy::app::letters::Submitted;
use gopy::app::reorganisation::{self as reorg, NewPlan};
use gopy::app::tracking::{self, Pressed};
use gopy::app::{self, Answer, DraftWords, Words, breaches, desk, vault};
use gopy::domain::access::Account;
use gopy::domain::case::{Assignment, Measure, Outcome, Track};
use gopy::domain::clock::ClockKind;
use gopy::domain::ids::{CaseId, MeasureId};
use gopy::domain::letter::{About, Lang, RawLetter, RawReporter, Source};
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Finding, HoldType, RecordReason, RefusalReason, Step};
use gopy::store::cases::Key;
use poem::http::Method;
use uuid::Uuid;

use super::EVIDENCE;
use crate::evidence::made;
use crate::support::committee::{about_hung, about_lan};
use crate::support::{TestApp, sign_in};
use crate::two_worlds::tour;
use crate::vault::hold;

pub struct Scene {
    pub portal: TestApp,
    /// By what became of it.
    pub cases: BTreeMap<&'static str, CaseNumber>,
    /// Digits alone, and in groups.
    pub receipts: Vec<String>,
    staff: Vec<(String, Account)>,
    /// Values of `:id`, by the beginning of an address.
    ids: Vec<(&'static str, String)>,
}

fn raw(kind: &str, about: About) -> RawLetter {
    RawLetter {
        kind: kind.into(),
        about,
        place: "nhà văn hóa".into(),
        text: "Hôm ấy tôi thấy quả bưởi lăn xuống giếng làng, rồi thu tiền mà không có phiếu thu."
            .into(),
        reporter: Some(RawReporter {
            name: "Trần Zuyên".into(),
            address: "số 3 Hẻm Quýt".into(),
            phone: "0912 345 678".into(),
        }),
        email: Some("zuyen.kin@hop-thu.example.vn".into()),
        lang: Lang::Vi,
        ..RawLetter::default()
    }
}

/// A letter on its way, and who has it in hand.
struct Course<'a> {
    portal: &'a TestApp,
    number: CaseNumber,
    case: CaseId,
    officer: Account,
}

impl Course<'_> {
    async fn take(&self, who: &Account, step: Step, words: Words) {
        let done = app::cases::take_step(&self.portal.app, who, &self.number, None, step, words);
        done.await.unwrap();
    }

    async fn noted(&self, who: &Account, step: Step, note: &str) {
        self.take(who, step, Words::Note(note.into())).await;
    }

    async fn propose(&self, who: &Account, act: Act, note: &str) {
        self.noted(who, Step::Propose(act), note).await;
    }

    async fn both(&self, who: &Account, act: Act, note: &str) {
        self.propose(who, act, note).await;
        self.take(&self.portal.committee.approver, Step::Confirm, Words::None).await;
    }

    async fn accepted(&self, track: Track) {
        let triage = &self.portal.committee.triage;
        self.both(triage, Act::Accept { track }, "Đủ điều kiện.").await;
    }

    async fn assigned(&self, track: Track) {
        self.accepted(track).await;
        let c = &self.portal.committee;
        let helper = (self.officer.id == c.branch6.id).then_some(c.branch5.unit);
        let to =
            Assignment { unit: self.officer.unit, officer: self.officer.id, coordinating: helper };
        self.take(&c.triage, Step::Assign { to }, Words::None).await;
    }

    async fn verifying(&self, track: Track) {
        self.assigned(track).await;
        self.take(&self.officer, Step::Declare, Words::None).await;
    }

    async fn heard(&self, track: Track) {
        self.verifying(track).await;
        let summary = "Đồng chí giải trình về các khoản thu năm 2026 của chi bộ.";
        self.both(&self.officer, Act::Hear, summary).await;
    }

    async fn drafted(&self, track: Track, orders: bool) {
        self.heard(track).await;
        self.noted(&self.officer, Step::RecordReply, "Đã giải trình bằng văn bản.").await;
        let view = self.portal.view(&self.officer, &self.number).await;
        let finding = |allegation| Finding { allegation, outcome: Outcome::Partly, evidence: true };
        let findings: Vec<Finding> = view.allegations.iter().map(|one| finding(one.id)).collect();
        let measure = Measure {
            id: MeasureId(Uuid::new_v4()),
            due_on: self.portal.today() + Days::new(20),
            done_on: None,
        };
        let measures = if orders { vec![measure] } else { Vec::new() };
        let text = || "Đã đối chiếu sổ thu.".to_owned();
        let words = DraftWords {
            evidence: findings.iter().map(|one| (one.allegation, EVIDENCE.into())).collect(),
            answer: Answer { checked: text(), found: text(), done: text(), next: text() },
            measures: measures.iter().map(|one| (one.id, "Lập phiếu thu".into())).collect(),
            keep_reason: String::new(),
        };
        let step = Step::Draft { findings, measures };
        self.take(&self.officer, step, Words::Draft(words)).await;
    }

    async fn in_review(&self, track: Track, orders: bool) {
        self.drafted(track, orders).await;
        self.take(&self.officer, Step::Submit, Words::None).await;
    }

    async fn concluded(&self, track: Track, orders: bool) {
        self.in_review(track, orders).await;
        self.take(&self.portal.committee.approver, Step::Conclude, Words::None).await;
    }
}

impl Scene {
    pub async fn set() -> Self {
        let portal = TestApp::start_with(|settings| {
            settings.audit.witnesses = vec!["a@tren.example.vn".into()];
            settings.office.duty_email = "truc@tren.example.vn".into();
        })
        .await;
        let custodians = hold(&portal, None).await;
        let tx = portal.store.begin().await.unwrap();
        sign_in::enrol(&portal.app, &tx, custodians[0].id).await;
        tx.commit().await.unwrap();
        let mut scene = Self {
            staff: staff(&portal).await,
            portal,
            cases: BTreeMap::new(),
            receipts: Vec::new(),
            ids: Vec::new(),
        };
        scene.before_anybody_has_it().await;
        scene.in_hand().await;
        scene.ended().await;
        scene.elsewhere().await;
        scene.around_it(&custodians).await;
        scene.portal.jobs().await;
        scene
    }

    async fn sent(&mut self, what: &'static str, kind: &str, about: About) -> Course<'_> {
        let letter = raw(kind, about);
        let sent = app::letters::submit(&self.portal.app, letter, Source::Web, None).await.unwrap();
        self.noticed(what, &sent);
        let case = self.portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
        let officer = match kind {
            "to_cao" => self.portal.committee.inspector,
            _ => self.portal.committee.branch6,
        };
        Course { portal: &self.portal, number: sent.case_number, case, officer }
    }

    fn noticed(&mut self, what: &'static str, sent: &Submitted) {
        self.cases.insert(what, sent.case_number.clone());
        self.receipts.extend([sent.receipt.grouped(), sent.receipt.digits().as_str().to_owned()]);
    }

    async fn before_anybody_has_it(&mut self) {
        let course = self.sent("fresh", "khieu_nai", about_lan()).await;
        let photo = made::jpeg(60, 40);
        let name = "Ảnh nhà Zuyên.jpg";
        let upload = evidence::receive(&course.portal.app, name, true, &mut &*photo).await.unwrap();
        let case = course.case;
        evidence::add_under_receipt(&course.portal.app, case, &[upload], None).await.unwrap();
        let told = "Hôm sau con mèo mun nhà hàng xóm chạy qua.";
        tracking::write(&course.portal.app, case, told, None).await.unwrap();
        let course = self.sent("asked", "khieu_nai", about_lan()).await;
        let triage = course.portal.committee.triage;
        let resume_on = course.portal.today() + Days::new(10);
        course.noted(&triage, Step::Ask { resume_on }, "Việc xảy ra năm nào?").await;
        let course = self.sent("proposed", "khieu_nai", about_lan()).await;
        course.propose(&triage, Act::Accept { track: Track::Party }, "Đủ điều kiện.").await;
        let course = self.sent("accepted", "khieu_nai", about_lan()).await;
        course.accepted(Track::Party).await;
        let course = self.sent("refused", "khieu_nai", about_lan()).await;
        let refuse = Act::Refuse { reason: RefusalReason::NotSpecific };
        course.both(&triage, refuse, "Đơn chưa nêu rõ việc nào.").await;
        let course = self.sent("recorded", "khieu_nai", about_lan()).await;
        let review_on = course.portal.today() + Days::new(90);
        let record = Act::Record { reason: RecordReason::Repeat, review_on };
        course.both(&triage, record, "Trùng với đơn trước.").await;
    }

    async fn in_hand(&mut self) {
        let track = Track::Party;
        let course = self.sent("assigned", "khieu_nai", about_lan()).await;
        course.assigned(track).await;
        let course = self.sent("verifying", "khieu_nai", about_lan()).await;
        course.verifying(track).await;
        let course = self.sent("summarised", "khieu_nai", about_lan()).await;
        course.verifying(track).await;
        let summary = "Đồng chí giải trình về các khoản thu năm 2026 của chi bộ.";
        let officer = course.officer;
        course.propose(&officer, Act::Hear, summary).await;
        let course = self.sent("heard", "khieu_nai", about_lan()).await;
        course.heard(track).await;
        let course = self.sent("held", "khieu_nai", about_lan()).await;
        course.verifying(track).await;
        let until = course.portal.today() + Days::new(14);
        let hold = Act::Hold { hold: HoldType::ALL[0], until };
        course.both(&officer, hold, "Chờ kết quả giám định.").await;
        let course = self.sent("drafted", "khieu_nai", about_lan()).await;
        course.drafted(track, true).await;
        let course = self.sent("in review", "khieu_nai", about_lan()).await;
        course.in_review(track, true).await;
    }

    async fn ended(&mut self) {
        let course = self.sent("monitored", "khieu_nai", about_lan()).await;
        course.concluded(Track::Party, true).await;
        let course = self.sent("concluded", "to_cao", about_hung()).await;
        course.concluded(Track::State, false).await;
        let course = self.sent("posted", "to_cao", about_hung()).await;
        course.concluded(Track::State, false).await;
        let officer = course.officer;
        let posted = Step::Deliver { clock: ClockKind::Posting };
        course.noted(&officer, posted, "Dán tại trụ sở, biên bản số 4.").await;
        let course = self.sent("appealed", "khieu_nai", about_lan()).await;
        course.concluded(Track::Party, false).await;
        let plea = "Kết luận chưa đúng.";
        tracking::appeal(&course.portal.app, course.case, plea, None).await.unwrap();
    }

    async fn elsewhere(&mut self) {
        let course = self.sent("transferred", "khieu_nai", about_lan()).await;
        let (app, c) = (&course.portal.app, &course.portal.committee);
        let points =
            ["Thu tiền không có chứng từ.", "Thấy quả bưởi lăn xuống giếng làng, rồi thu tiền."];
        let points = points.map(str::to_owned).to_vec();
        app::cases::split(app, &c.triage, &course.number, None, points).await.unwrap();
        let body = "Công an phường Phú Đô".to_owned();
        let transfer = Act::Transfer { body, boomerang: false };
        course.both(&c.triage, transfer, "Thuộc thẩm quyền của công an.").await;
        let course = self.sent("withdrawn", "khieu_nai", about_lan()).await;
        course.verifying(Track::Party).await;
        let app = &course.portal.app;
        tracking::withdraw(app, course.case, "Tôi xin rút.", Pressed::Yes, None).await.unwrap();
        let course = self.sent("challenged", "khieu_nai", about_lan()).await;
        course.verifying(Track::Party).await;
        let app = &course.portal.app;
        let why = "Ông ấy là họ hàng.";
        tracking::challenge(app, course.case, "Trần Văn Bình", why, None).await.unwrap();
        let today = self.portal.today();
        let desk = self.portal.committee.desk;
        let paper = raw("khieu_nai", about_lan());
        let paper = desk::register_paper(&self.portal.app, &desk, paper, Source::Post, today, None);
        let paper = paper.await.unwrap();
        self.noticed("on paper", &paper);
        let course = self.sent("harassed", "khieu_nai", about_lan()).await;
        let app = &course.portal.app;
        tracking::report_retaliation(app, course.case, "Có người dọa tôi.", None).await.unwrap();
    }

    /// What is written about a case beside it: a request for the name, a suspected breach, a reorganisation.
    async fn around_it(&mut self, custodians: &[Account]) {
        let (app, c) = (&self.portal.app, &self.portal.committee);
        let why = Words::Note("Phải gặp người gửi để lấy lời khai theo luật.".into());
        vault::ask(app, &c.approver, &self.cases["verifying"], &why).await.unwrap();
        let task = vault::waiting(app, &custodians[0]).await.unwrap().remove(0);
        self.ids.push(("/noi-bo/mo-danh-tinh/", task.id.to_string()));
        let breach = Words::Note("Thư gửi nhầm.".into());
        breaches::record(app, &c.admin, &breach, app.now().at).await.unwrap();
        let files = evidence::list(app, &c.triage, &self.cases["fresh"]).await.unwrap();
        for start in ["/noi-bo/hs/", "/api/v1/cases/"] {
            self.ids.push((start, files.files[0].id.to_string()));
        }
        // Last: the ward becomes another one, with what lies at it.
        let course = self.sent("moved", "khieu_nai", about_hung()).await;
        let course = Course { officer: course.portal.committee.organisation, ..course };
        course.verifying(Track::Party).await;
        let rows = [
            "Việc;Đơn vị;Đơn vị nhận;Tên;Loại hình;Trực thuộc;Số thẻ;Chức vụ;Tài khoản",
            "Thành lập;moi;;Đảng bộ phường Mới;Đảng bộ cơ sở;lt",
            "Hợp nhất;phudo;moi",
            "Chỉ định;moi;;;;;00.000004;Bí thư",
            "Cấp lại quyền;moi;;;;;;;bithu.phudo",
        ];
        let (app, c) = (&self.portal.app, &self.portal.committee);
        let plan = NewPlan {
            name: "Sắp xếp phường".into(),
            on: self.portal.today(),
            file_name: "ke-hoach.csv".into(),
            content: rows.join("\n").into_bytes(),
        };
        let id = reorg::draft(app, &c.admin, plan).await.unwrap();
        reorg::sign(app, &c.above, id, "Cấp phó được chỉ định sau.").await.unwrap();
        for start in ["/noi-bo/to-chuc/sap-xep/", "/api/v1/reorganisations/"] {
            self.ids.push((start, id.to_string()));
        }
        self.ids.push(("/noi-bo/nguoi-dung/", c.branch6.id.to_string()));
        let minutes = reorg::minutes(app, &c.above, id).await.unwrap();
        assert!(!minutes.parts.is_empty(), "there is something to hand over");
    }

    pub fn account(&self, login: &str) -> Option<Account> {
        self.staff.iter().find(|(own, _)| own == login).map(|(_, account)| *account)
    }

    /// Papers are slow to draw, and the same whatever became of a case: some stand for all.
    pub fn is_drawn(&self, number: &str) -> bool {
        const DRAWN: [&str; 4] = ["fresh", "posted", "transferred", "moved"];
        DRAWN.iter().any(|what| self.cases[what].as_str() == number)
    }

    /// The addresses behind a pattern, with these cases.
    pub fn filled(&self, pattern: &str, cases: &[String]) -> Vec<String> {
        let id = self.ids.iter().find(|(start, _)| pattern.starts_with(start));
        let pattern = match id {
            Some((_, id)) => pattern.replace(":id", id),
            None => pattern.to_owned(),
        };
        let all = Path::new(&pattern).extension().is_none_or(|end| end != "pdf");
        let cases = cases.iter().filter(|number| all || self.is_drawn(number));
        let cases: Vec<String> = cases.cloned().collect();
        let Some(first) = cases.first() else { return Vec::new() };
        let mut paths = tour::filled(&pattern, &cases, first, &Method::GET);
        paths.retain(|path| !path.contains(tour::NOBODY) && !path.contains("/hs/x"));
        paths.dedup();
        paths
    }
}

async fn staff(portal: &TestApp) -> Vec<(String, Account)> {
    let rows = portal.store.every_account().await.unwrap();
    rows.into_iter().map(|row| (row.login, row.account)).collect()
}
