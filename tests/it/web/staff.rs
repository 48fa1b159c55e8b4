//! Staff at work, as a browser without scripts sees it.

use gopy::domain::access::{Account, Role};
use gopy::domain::case::{Assignment, Track};
use gopy::domain::letter::About;
use gopy::domain::receipt::CaseNumber;
use gopy::domain::step::{Act, Step};
use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::support::{PASSWORD, TestApp, committee};

/// A portal and a browser for each of its people.
struct Work {
    app: TestApp,
}

impl Work {
    async fn start() -> Self {
        Self { app: TestApp::start().await }
    }

    async fn signed_in(&self, login: &str) -> Visitor {
        Visitor::signed_in(&self.app.app, login, PASSWORD).await
    }

    async fn letter(&self, kind: &str, about: About) -> CaseNumber {
        self.app.letter(kind, about).await.case_number
    }

    /// A case that branch 6's secretary was put in charge of.
    async fn assigned(&self, kind: &str) -> CaseNumber {
        let number = self.letter(kind, About::default()).await;
        let people = &self.app.committee;
        let triage = self.desk_of(&number).await;
        let (first, second) = if triage == Role::Above {
            (&people.above, &people.above2)
        } else {
            (&people.triage, &people.approver)
        };
        let accept = Step::Propose(Act::Accept { track: Track::Party });
        self.app.take(first, &number, accept, "").await;
        self.app.take(second, &number, Step::Confirm, "").await;
        let officer: &Account = &people.branch6;
        let to = Assignment { unit: officer.unit, officer: officer.id, coordinating: None };
        self.app.take(first, &number, Step::Assign { to }, "").await;
        number
    }

    async fn desk_of(&self, number: &CaseNumber) -> Role {
        let above = &self.app.committee.above;
        match gopy::app::view::view(&self.app.app, above, number).await {
            Ok(_) => Role::Above,
            Err(_) => Role::Triage,
        }
    }
}

fn page(number: &CaseNumber, slug: &str) -> String {
    if slug.is_empty() {
        format!("/noi-bo/hs/{number}")
    } else {
        format!("/noi-bo/hs/{number}/{slug}")
    }
}

/// Fills the form of a page of a case and presses its button.
async fn decide(
    visitor: &mut Visitor,
    number: &CaseNumber,
    slug: &str,
    typed: &[(&str, &str)],
) -> Seen {
    let path = page(number, slug);
    let shown = visitor.get(&path).await;
    assert_eq!(shown.status, StatusCode::OK, "{path}");
    visitor.press(&shown, &path, typed).await
}

/// The decision was taken and leads back to the case or a list.
fn taken(seen: &Seen) {
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.html);
}

fn says(seen: &Seen, words: &str) {
    assert!(seen.html.contains(words), "“{words}” in {}", seen.html);
}

#[tokio::test]
async fn the_entrance_opens_with_the_right_password_only() {
    let work = Work::start().await;
    let mut visitor = Visitor::of(&work.app.app);
    let wanted = visitor.get("/noi-bo/viec").await;
    assert_eq!(wanted.location.as_deref(), Some("/noi-bo?toi=/noi-bo/viec"));

    let entrance = visitor.get("/noi-bo?toi=/noi-bo/viec").await;
    let wrong = [("login", "kiemtra"), ("password", "chìa khóa lạ")];
    let refused = visitor.press(&entrance, "/noi-bo", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "value=\"kiemtra\"");
    assert!(!refused.html.contains("chìa khóa lạ"), "a password is never shown again");

    let right = [("login", "kiemtra"), ("password", PASSWORD)];
    let entered = visitor.pass(&work.app.app, &refused, &right).await;
    assert_eq!(entered.location.as_deref(), Some("/noi-bo/viec"), "on to what was asked for");
    let cookie = entered.headers.get_all("set-cookie").iter().find_map(|cookie| {
        cookie
            .to_str()
            .unwrap()
            .contains("gopy_staff=")
            .then(|| cookie.to_str().unwrap().to_owned())
    });
    let cookie = cookie.unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");

    let again = visitor.get("/noi-bo").await;
    assert_eq!(again.location.as_deref(), Some("/noi-bo/phan-loai"), "signed in already");
    let list = visitor.get("/noi-bo/phan-loai").await;
    let left = visitor.press(&list, "/noi-bo/thoat", &[]).await;
    assert_eq!(left.location.as_deref(), Some("/noi-bo"));
    assert_eq!(visitor.get("/noi-bo/viec").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_entrance_leads_to_no_other_site() {
    let work = Work::start().await;
    for wanted in
        ["//evil.example", "https://evil.example", "/noi-bo/../x", "/tra-cuu", "/noi-bo//x"]
    {
        let mut visitor = Visitor::of(&work.app.app);
        let page = visitor.get("/noi-bo").await;
        let fields = [("login", "kiemtra"), ("password", PASSWORD), ("wanted", wanted)];
        let entered = visitor.pass(&work.app.app, &page, &fields).await;
        assert_eq!(entered.location.as_deref(), Some("/noi-bo"), "{wanted}");
    }
}

#[tokio::test]
async fn each_role_meets_its_own_pages() {
    let work = Work::start().await;
    // login, first page, pages that are not for it
    let table = [
        ("kiemtra", "/noi-bo/phan-loai", vec!["/noi-bo/duyet"]),
        ("pheduyet", "/noi-bo/duyet", vec!["/noi-bo/phan-loai"]),
        ("bithu.phudo-06", "/noi-bo/viec", vec!["/noi-bo/phan-loai", "/noi-bo/duyet"]),
        ("captren", "/noi-bo/phan-loai", vec![]),
        ("tiepnhan", "/noi-bo/nhan", vec!["/noi-bo/phan-loai", "/noi-bo/duyet"]),
        ("quantri", "/noi-bo/van-hanh", vec!["/noi-bo/viec", "/noi-bo/da-xong"]),
    ];
    for (login, first, others) in table {
        let mut visitor = work.signed_in(login).await;
        assert_eq!(visitor.get("/noi-bo").await.location.as_deref(), Some(first), "{login}");
        assert_eq!(visitor.get(first).await.status, StatusCode::OK, "{login}");
        assert_eq!(visitor.get("/noi-bo/vai-tro").await.status, StatusCode::OK, "{login}");
        for other in others {
            assert_eq!(
                visitor.get(other).await.location.as_deref(),
                Some(first),
                "{login} {other}"
            );
        }
        for hidden in ["/noi-bo/nhan", "/noi-bo/van-hanh"].into_iter().filter(|page| *page != first)
        {
            assert_eq!(visitor.get(hidden).await.status, StatusCode::NOT_FOUND, "{login} {hidden}");
        }
    }
}

#[tokio::test]
async fn a_letter_goes_from_triage_to_its_end() {
    let work = Work::start().await;
    let number = work.letter("phan_anh", committee::about_lan()).await;
    let (first, second) = match work.desk_of(&number).await {
        Role::Above => ("captren", "captren2"),
        _ => ("kiemtra", "pheduyet"),
    };
    let mut triage = work.signed_in(first).await;
    says(&triage.get("/noi-bo/phan-loai").await, number.as_str());

    let bare = decide(&mut triage, &number, "thu-ly", &[("points", " ")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&bare, "#f-points");
    says(&bare, "#f-track");
    let typed = [("track", "party"), ("points", "Thu tiền không phiếu\nSổ thu không công khai")];
    taken(&triage.press(&bare, &page(&number, "thu-ly"), &typed).await);
    says(&triage.get(&page(&number, "")).await, "Chờ người thứ hai");

    let mut approver = work.signed_in(second).await;
    let shown = approver.get(&page(&number, "duyet")).await;
    says(&shown, "Sổ thu không công khai");
    let silent = decide(&mut approver, &number, "duyet", &[("go", "no")]).await;
    says(&silent, "Hãy ghi lý do trả lại");
    taken(&decide(&mut approver, &number, "duyet", &[("go", "yes")]).await);

    let nobody = decide(&mut triage, &number, "giao", &[]).await;
    says(&nobody, "Hãy chọn người chủ trì");
    let officer = work.app.committee.branch6.id.to_string();
    taken(&decide(&mut triage, &number, "giao", &[("officer", &officer)]).await);

    handled(&work, &number, second).await;
}

/// The officer declares, drafts and submits; the approver concludes.
async fn handled(work: &Work, number: &CaseNumber, second: &str) {
    let mut officer = work.signed_in("bithu.phudo-06").await;
    let closed = officer.get(&page(number, "")).await;
    says(&closed, "Không vướng, mở hồ sơ");
    assert!(!closed.html.contains("phiếu thu"), "nothing of the letter before the declaration");
    let opened = officer.press(&closed, &page(number, "khai"), &[("go", "clear")]).await;
    taken(&opened);
    says(&officer.get(&page(number, "")).await, "phiếu thu");

    taken(&decide(&mut officer, number, "hoi-them", &[("question", "Thu ngày nào?")]).await);
    let vague =
        [("checked", "Sổ thu."), ("found", "Đã ghi nhận ý kiến."), ("done", ""), ("next", "x")];
    let refused = decide(&mut officer, number, "du-thao", &vague).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for place in ["#f-outcome-0", "#f-outcome-1", "#f-evidence-0", "#f-done", "chỉ có lời chung"]
    {
        says(&refused, place);
    }
    says(&refused, "Đã ghi nhận ý kiến.");

    let shown = officer.get(&page(number, "du-thao")).await;
    let typed = [
        ("revision", shown.hidden("revision")),
        ("csrf", shown.hidden("csrf")),
        ("outcome", "upheld".into()),
        ("outcome", "partly".into()),
        ("evidence", "Sổ thu trang 4".into()),
        ("evidence", "Lời kể của ba hộ".into()),
        ("checked", "Sổ thu từ 01/2026 đến 10/2026.".into()),
        ("found", "Thu 40 hộ, không có phiếu.".into()),
        ("done", "Trả lại tiền trước 20/11/2026.".into()),
        ("next", "Đề nghị xem lại trong 30 ngày.".into()),
        ("measure", "Trả lại tiền cho 40 hộ".into()),
        ("due_on", "20/11/2026".into()),
    ];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish();
    taken(&officer.post(&page(number, "du-thao"), body, &[]).await);
    taken(&decide(&mut officer, number, "trinh", &[]).await);

    let mut approver = work.signed_in(second).await;
    says(&approver.get("/noi-bo/duyet").await, number.as_str());
    taken(&decide(&mut approver, number, "duyet", &[("go", "yes")]).await);
    let measure = officer.get(&page(number, "viec-xong")).await;
    let which = measure.html.split("name=\"measure\" value=\"").nth(1).unwrap();
    let which = which.split('"').next().unwrap().to_owned();
    let done = [("measure", which.as_str()), ("why", "Họp 18/11/2026, biên bản số 3")];
    taken(&decide(&mut officer, number, "viec-xong", &done).await);
    says(&officer.get(&page(number, "")).await, "xong 02/11/2026");
}

#[tokio::test]
async fn who_was_overtaken_keeps_what_was_typed() {
    let work = Work::start().await;
    let number = work.letter("phan_anh", committee::about_lan()).await;
    let (login, triage) = match work.desk_of(&number).await {
        Role::Above => ("captren2", &work.app.committee.above),
        _ => ("kiemtra2", &work.app.committee.triage),
    };
    let mut slow = work.signed_in(login).await;
    let open = slow.get(&page(&number, "hoi")).await;
    let kind = gopy::domain::letter::Kind::GopY;
    work.app.take(triage, &number, Step::Reclassify { kind }, "góp ý").await;
    let typed = [("question", "Ai thu <i>tiền</i>?")];
    let late = slow.press(&open, &page(&number, "hoi"), &typed).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    says(&late, "Ai thu &lt;i&gt;tiền&lt;/i&gt;?");
    says(&late, "vừa có thay đổi");
    taken(&slow.press(&late, &page(&number, "hoi"), &[]).await);

    let gone = slow.get(&page(&number, "hoi")).await;
    assert_eq!(gone.location, Some(format!("/noi-bo/hs/{number}?khong-con")));
}

#[tokio::test]
async fn who_has_a_link_finds_no_such_page() {
    let work = Work::start().await;
    let number = work.assigned("phan_anh").await;
    let unknown = "HS-0000-0000";
    for login in ["bithu.phudo-05", "tiepnhan", "quantri"] {
        let mut visitor = work.signed_in(login).await;
        for slug in ["", "/khai", "/du-thao", "/duyet", "/cach-tinh/c1/0"] {
            let there = visitor.get(&format!("/noi-bo/hs/{number}{slug}")).await;
            let nowhere = visitor.get(&format!("/noi-bo/hs/{unknown}{slug}")).await;
            assert_eq!(there.status, StatusCode::NOT_FOUND, "{login} {slug}");
            assert_eq!(
                there.heading(),
                nowhere.heading(),
                "{login} {slug}: a hidden case and none look alike"
            );
        }
    }
    let mut officer = work.signed_in("bithu.phudo-06").await;
    let bound =
        decide(&mut officer, &number, "khai", &[("go", "bound"), ("why", "hàng xóm")]).await;
    assert_eq!(bound.location.as_deref(), Some("/noi-bo/viec?da-khai"));
    says(&officer.get("/noi-bo/viec?da-khai").await, "Cảm ơn đồng chí đã khai");
    assert_eq!(officer.get(&page(&number, "")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_summary_for_the_person_named_is_no_copy_of_the_letter() {
    let work = Work::start().await;
    let number = work.assigned("to_cao").await;
    work.app.take(&work.app.committee.branch6, &number, Step::Declare, "").await;
    let mut officer = work.signed_in("bithu.phudo-06").await;
    let copied = "Có người nói: THU TIEN lam ngo moi ho năm trăm nghìn đồng.";
    let refused = decide(&mut officer, &number, "giai-trinh", &[("summary", copied)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "#f-summary");
    says(&refused, "hoặc ghi lý do giữ");
    let own = "Việc thu tiền làm ngõ trong năm nay và phiếu thu của việc đó.";
    taken(&decide(&mut officer, &number, "giai-trinh", &[("summary", own)]).await);
}

#[tokio::test]
async fn a_report_of_harassment_leaves_no_trace_for_who_handles_the_case() {
    let work = Work::start().await;
    let number = work.assigned("to_cao").await;
    let people = &work.app.committee;
    work.app.take(&people.branch6, &number, Step::Declare, "").await;
    let case = work.app.view(&people.branch6, &number).await.case.id;
    let told = "Tối qua có người đến nhà dọa tôi.";
    gopy::app::tracking::report_retaliation(&work.app.app, case, told, None).await.unwrap();
    gopy::app::tracking::write(&work.app.app, case, "Tôi gửi thêm ảnh phiếu thu.", None)
        .await
        .unwrap();

    let mut officer = work.signed_in("bithu.phudo-06").await;
    let shown = officer.get(&page(&number, "")).await;
    says(&shown, "Tôi gửi thêm ảnh phiếu thu.");
    for trace in [told, "báo bị gây khó dễ", "Hỏi thăm người gửi"] {
        assert!(!shown.html.contains(trace), "{trace}");
    }
    let count = officer.get(&page(&number, "cach-tinh/c10/0")).await;
    assert_eq!(count.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_deadline_is_shown_day_by_day() {
    let work = Work::start().await;
    let number = work.letter("phan_anh", committee::about_lan()).await;
    let login = if work.desk_of(&number).await == Role::Above { "captren" } else { "kiemtra" };
    let mut visitor = work.signed_in(login).await;
    let count = visitor.get(&page(&number, "cach-tinh/c1/0")).await;
    says(&count, "Ngày bắt đầu, không tính");
    says(&count, "Không tính: cuối tuần");
    says(&count, "Hạn: hết ngày này");
    let english = visitor.get(&format!("{}?lang=en", page(&number, "cach-tinh/c1/0"))).await;
    says(&english, "Not counted: weekend");
    for nothing in ["cach-tinh/c2/7", "cach-tinh/x/0"] {
        let status = visitor.get(&page(&number, nothing)).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn the_desk_registers_paper_and_prints_a_receipt() {
    let work = Work::start().await;
    let mut desk = work.signed_in("tiepnhan").await;
    let form = desk.get("/noi-bo/nhan").await;
    let refused = desk.press(&form, "/noi-bo/nhan", &[("received_on", "3/11/2026")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, "#f-source");
    says(&refused, "Ngày nhận không thể sau hôm nay");
    let typed = [
        ("source", "post"),
        ("received_on", "3010"),
        ("kind", "phan_anh"),
        ("anonymous", "1"),
        ("text", "Đơn gửi qua bưu điện: ngõ 5 ngập nước từ tháng 6."),
    ];
    let wrong_year = desk.press(&refused, "/noi-bo/nhan", &typed).await;
    assert_eq!(wrong_year.status, StatusCode::OK, "{}", wrong_year.heading());
    assert_eq!(wrong_year.marked("data-receipt").len(), 24);
    says(&wrong_year, "30/10/2026");
    let number = wrong_year.marked("data-case-number");
    let case = desk.get(&format!("/noi-bo/hs/{number}")).await;
    assert_eq!(case.status, StatusCode::OK, "{number}");
    assert!(!case.html.contains("ngập nước"), "closed once registered");
}
