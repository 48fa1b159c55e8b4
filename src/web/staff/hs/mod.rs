//! `/noi-bo/hs/{number}` – one case, and a page for each thing that can be done with it.

pub mod cach_tinh;
pub mod chung_cu;
pub mod chuyen;
pub mod da_doc;
pub mod danh_tinh;
pub mod decision;
pub mod du_thao;
pub mod duyet;
pub mod ghi_giai_trinh;
pub mod gia_han;
pub mod giai_trinh;
pub mod giao;
pub mod giao_ngoai_le;
pub mod giao_van_ban;
pub mod giay_chuyen;
pub mod hoi;
pub mod hoi_them;
pub mod ket_thuc;
pub mod ket_thuc_tam_dung;
pub mod khai;
pub mod khong_thu_ly;
pub mod lines;
pub mod loai;
pub mod luu;
pub mod ngay_hen;
pub mod nguoi;
pub mod niem_yet_lai;
pub mod noi_khac;
pub mod proposal;
pub mod rut;
pub mod tam_dung;
pub mod thay_nguoi;
pub mod them_nhanh;
pub mod thu_ly;
pub mod trinh;
pub mod viec_xong;

use poem::web::{Data, Path};
use poem::{Request, Response, Result, handler};
use serde::Serialize;

use crate::app::evidence;
use crate::app::view::{self, CaseView};
use crate::app::{App, AppError};
use crate::domain::access::Account;
use crate::domain::case::State;
use crate::domain::letter::{Lane, Lang};
use crate::domain::receipt::CaseNumber;
use crate::domain::step::StepKind;
use crate::render::Page;
use crate::web::frame::View;
use crate::web::routing::{Table, form, page};
use crate::web::signed_in::SignedIn;

use super::page_of;
use decision::{Decision, DecisionPage, Situation, routed};
use lines::{
    AllegationLine, AnswerLines, ClockLine, EventLine, Head, MeasureLine, MessageLine, PaperLine,
    PersonLine, SuggestionLines,
};
use proposal::ProposalLine;

/// Adds the pages of a case to the routes.
pub(super) fn routes(route: Table) -> Table {
    let route = route
        .at("/noi-bo/hs/:number", page(show))
        .at("/noi-bo/hs/:number/da-doc", page(da_doc::show))
        .at("/noi-bo/hs/:number/chung-cu", form(chung_cu::show, chung_cu::create))
        .at("/noi-bo/hs/:number/chung-cu/:id", page(chung_cu::one))
        .at("/noi-bo/hs/:number/chung-cu/:id/tep", page(chung_cu::copy))
        .at("/noi-bo/hs/:number/chung-cu/:id/goc", page(chung_cu::original))
        .at("/noi-bo/hs/:number/giay-chuyen", page(giay_chuyen::show))
        .at("/noi-bo/hs/:number/giay-chuyen.pdf", page(giay_chuyen::pdf))
        .at("/noi-bo/hs/:number/danh-tinh", form(danh_tinh::show, danh_tinh::create))
        .at("/noi-bo/hs/:number/da-doc.pdf", page(da_doc::pdf))
        .at("/noi-bo/hs/:number/cach-tinh/:clock/:seq", page(cach_tinh::show))
        .at("/noi-bo/hs/:number/cach-tinh/:clock/:seq/phieu.pdf", page(cach_tinh::pdf));
    let route = routed::<thu_ly::Accept>(route);
    let route = routed::<khong_thu_ly::Refuse>(route);
    let route = routed::<chuyen::Transfer>(route);
    let route = routed::<luu::Record>(route);
    let route = routed::<hoi::Ask>(route);
    let route = routed::<hoi_them::AskMore>(route);
    let route = routed::<loai::Reclassify>(route);
    let route = routed::<nguoi::AddPerson>(route);
    let route = routed::<giao::Assign>(route);
    let route = routed::<giao_ngoai_le::AssignDespite>(route);
    let route = routed::<thay_nguoi::RuleChallenge>(route);
    let route = routed::<khai::Declare>(route);
    let route = routed::<giai_trinh::Hear>(route);
    let route = routed::<ghi_giai_trinh::RecordReply>(route);
    let route = routed::<tam_dung::Hold>(route);
    let route = routed::<ket_thuc_tam_dung::EndHold>(route);
    let route = routed::<gia_han::Extend>(route);
    let route = routed::<them_nhanh::AddTrack>(route);
    let route = routed::<ngay_hen::PromisedDay>(route);
    let route = routed::<du_thao::Draft>(route);
    let route = routed::<trinh::Submit>(route);
    let route = routed::<duyet::Review>(route);
    let route = routed::<giao_van_ban::Deliver>(route);
    let route = routed::<niem_yet_lai::PostAgain>(route);
    let route = routed::<viec_xong::FinishMeasure>(route);
    let route = routed::<ket_thuc::Close>(route);
    let route = routed::<rut::Withdrawn>(route);
    routed::<noi_khac::Elsewhere>(route)
}

/// `pages/noi-bo/hs/index.html`
#[derive(Serialize)]
pub struct CasePage {
    pub head: Head,
    pub opened: bool,
    /// `head`, `points` or `whole`.
    pub sight: &'static str,
    /// Whom the resident asks to keep away, undecided.
    pub challenged: Vec<String>,
    /// Why the level above has it: `called` or `quarantined`.
    pub above: Option<&'static str>,
    pub about: String,
    pub place: String,
    pub happened_on: Option<chrono::NaiveDate>,
    pub text: String,
    pub allegations: Vec<AllegationLine>,
    pub subjects: Vec<PersonLine>,
    pub suggestion: Option<SuggestionLines>,
    /// Clocks that run, the nearest end on top.
    pub clocks: Vec<ClockLine>,
    /// Those that ended.
    pub ended: Vec<ClockLine>,
    pub messages: Vec<MessageLine>,
    /// Newest first.
    pub events: Vec<EventLine>,
    pub conclusion: Option<AnswerLines>,
    pub measures: Vec<MeasureLine>,
    pub paper: Vec<PaperLine>,
    /// How many files the case has, for whoever sees them.
    pub files: Option<u64>,
    /// The proposal that waits for a second person.
    pub proposal: Option<ProposalLine>,
    /// Slugs of the pages on which something can be done now.
    pub actions: Vec<&'static str>,
    /// Whether the person named must explain before anything is drafted.
    pub unheard: bool,
}

impl Page for CasePage {
    const TEMPLATE: &'static str = "pages/noi-bo/hs/index.html";
}

impl CasePage {
    pub fn new(view: CaseView, who: &Account, lang: Lang) -> Self {
        let unheard = matches!(view.case.state, State::Verifying { .. })
            && view.case.lane() == Lane::Full
            && !view.case.heard;
        Self {
            head: Head::of(&view),
            opened: view.opened,
            sight: view.sight.name(),
            challenged: view.challenged.clone(),
            above: above(&view),
            about: view.about.line(),
            proposal: ProposalLine::of(&view),
            actions: actions(&view, who),
            allegations: AllegationLine::all(&view),
            subjects: view.subjects.iter().map(PersonLine::of).collect(),
            suggestion: view.suggestion.as_ref().map(SuggestionLines::of),
            clocks: clocks(&view, true, lang),
            ended: clocks(&view, false, lang),
            messages: view.messages.iter().rev().map(MessageLine::of).collect(),
            events: view.events.iter().rev().map(EventLine::of).collect(),
            conclusion: view.conclusion.as_ref().map(AnswerLines::of),
            measures: view.measures.iter().map(MeasureLine::of).collect(),
            paper: view.paper.iter().map(PaperLine::of).collect(),
            unheard,
            files: None,
            place: view.place,
            happened_on: view.happened_on,
            text: view.text,
        }
    }
}

fn above(view: &CaseView) -> Option<&'static str> {
    match () {
        () if view.called => Some("called"),
        () if view.case.above.quarantined => Some("quarantined"),
        () => None,
    }
}

fn clocks(view: &CaseView, open: bool, lang: Lang) -> Vec<ClockLine> {
    let mut clocks: Vec<_> = view.clocks.iter().filter(|one| one.clock.is_open() == open).collect();
    clocks.sort_by_key(|one| one.clock.due_on);
    clocks.into_iter().map(|one| ClockLine::of(one, lang)).collect()
}

/// The pages on which this account can do something now, each once, in the order of the workflow.
pub fn actions(view: &CaseView, who: &Account) -> Vec<&'static str> {
    let mut slugs: Vec<&'static str> = Vec::new();
    for slug in view.steps.iter().filter_map(|step| page_of(*step)) {
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    if hoi_them::may_ask(view, who) {
        slugs.push(hoi_them::AskMore::SLUG);
    }
    slugs
}

/// The case behind an address, for this account.
async fn found(app: &App, who: &Account, number: &str) -> Result<CaseView, AppError> {
    let number = CaseNumber::parse(number).ok_or(AppError::NotFound)?;
    view::view(app, who, &number).await
}

/// `GET /noi-bo/hs/{number}`; before the declaration there is only the declaration.
#[handler]
async fn show(
    Data(app): Data<&App>,
    req: &Request,
    Path(number): Path<String>,
    staff: SignedIn,
    view: View,
) -> Result<Response> {
    let who = &staff.0.account;
    let case = found(app, who, &number).await?;
    let notice = match req.uri().query() {
        Some("da-ghi") => Some("notice-done"),
        Some("khong-con") => Some("notice-gone"),
        _ => None,
    };
    let view = staff.frame(view).noticing(notice);
    if case.steps.contains(&StepKind::Declare) {
        let situation = Situation::new(app, who, &case);
        return view.page(&DecisionPage::new(khai::Declare::default(), &situation, Vec::new()));
    }
    let files = evidence::count(app, &case).await?;
    let page = CasePage { files, ..CasePage::new(case, who, view.lang) };
    view.page(&page)
}
