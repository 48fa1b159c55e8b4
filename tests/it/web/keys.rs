//! Destroying a dossier and writing a breach down, as a browser without scripts sees it.

use poem::http::StatusCode;

use super::visitor::{Seen, Visitor};
use crate::retention::{LATER, ended};
use crate::support::{PASSWORD, TestApp, sign_in};

async fn signed_in(portal: &TestApp, login: &str) -> Visitor {
    Visitor::signed_in(&portal.app, login, PASSWORD).await
}

#[track_caller]
fn says(page: &Seen, words: &str) {
    assert!(page.html.contains(words), "{words}: {}", page.html);
}

#[tokio::test]
async fn two_persons_destroy_a_dossier_and_its_sender_is_told() {
    let portal = TestApp::start().await;
    let one = ended(&portal).await;
    portal.set_day(LATER);
    portal.jobs().await;
    let action = "/noi-bo/tieu-huy";
    for login in ["tiepnhan", "kiemtravien1", "quantri"] {
        let mut other = signed_in(&portal, login).await;
        assert_eq!(other.get(action).await.status, StatusCode::NOT_FOUND, "{login}");
    }
    let mut triage = signed_in(&portal, "kiemtra").await;
    let page = triage.get(action).await;
    says(&page, &one.number.to_string());
    says(&page, "chờ xác nhận");
    let proposed = triage.press(&page, action, &[("go", "propose")]).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.html);
    let page = triage.get(action).await;
    says(&page, "kiemtra đề nghị tiêu hủy ngày 01/03/2049");
    assert!(!page.html.contains("Xác nhận tiêu hủy"), "not by whoever proposed");
    let twice = triage.press(&page, action, &[("go", "propose")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);

    let mut approver = signed_in(&portal, "pheduyet").await;
    let page = approver.get(action).await;
    says(&page, "Xác nhận tiêu hủy");
    let asked = approver.press(&page, action, &[("go", "confirm")]).await;
    let door = asked.location.unwrap();
    assert_eq!(door, "/noi-bo/xac-nhan?viec=delete&toi=/noi-bo/tieu-huy");
    let proof = approver.get(&door).await;
    let code = sign_in::code(&portal.app, "pheduyet").await;
    let typed = [("password", PASSWORD), ("code", code.as_str())];
    let proved = approver.press(&proof, "/noi-bo/xac-nhan", &typed).await;
    assert_eq!(proved.location.as_deref(), Some(action), "{}", proved.html);
    let page = approver.get(action).await;
    let done = approver.press(&page, action, &[("go", "confirm")]).await;
    assert_eq!(done.location.as_deref(), Some(action), "{}", done.html);
    let page = approver.get(action).await;
    says(&page, "Chưa có hồ sơ nào hết thời hạn lưu trữ");
    says(&page, &one.number.to_string());
    let path = format!("/noi-bo/hs/{}", one.number);
    assert_eq!(approver.get(&path).await.status, StatusCode::NOT_FOUND);

    let mut sender = Visitor::of(&portal.app);
    let page = sender.get("/tra-cuu").await;
    let told = sender.press(&page, "/tra-cuu", &[("receipt", &one.receipt)]).await;
    assert_eq!(told.status, StatusCode::GONE);
    says(&told, "đã được tiêu hủy ngày 01/03/2049");
    let lookup = serde_json::json!({ "receipt": one.receipt });
    let answer = portal.web.post("/api/v1/letters/lookup").body_json(&lookup).send().await;
    answer.assert_status(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_hours_of_a_breach_run_until_the_authority_is_told() {
    let portal = TestApp::start().await;
    let action = "/noi-bo/su-co";
    let mut triage = signed_in(&portal, "kiemtra").await;
    assert_eq!(triage.get(action).await.status, StatusCode::NOT_FOUND);
    let mut admin = signed_in(&portal, "quantri").await;
    let page = admin.get(action).await;
    says(&page, "Chưa ghi nhận sự cố nào");
    let what = "Mất máy tính xách tay của phòng.";
    let typed = [("what", what), ("noticed_on", "2/11/2026"), ("noticed_at", "10:30")];
    let ahead = admin.press(&page, "/noi-bo/su-co", &typed).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY, "it is nine o'clock");
    let typed = [("what", what), ("noticed_on", "1/11/2026"), ("noticed_at", "10h30")];
    let recorded = admin.press(&page, "/noi-bo/su-co", &typed).await;
    assert_eq!(recorded.status, StatusCode::SEE_OTHER, "{}", recorded.html);
    // 72 hours from Sunday 10:30; 22½ have gone.
    let page = admin.get(action).await;
    says(&page, what);
    says(&page, "Còn 49 giờ để báo");
    says(&page, "10:30, 04/11/2026");
    says(&admin.get("/noi-bo/van-hanh").await, "chưa báo cơ quan chuyên trách");
    let red = gopy::app::operations::silence_check(&portal.app).await.unwrap();
    assert!(red.contains(&"breach-open".to_owned()), "{red:?}");

    portal.set_day("2026-11-05");
    let red = gopy::app::operations::silence_check(&portal.app).await.unwrap();
    assert!(red.contains(&"breach-late".to_owned()), "{red:?}");
    let mut approver = signed_in(&portal, "pheduyet").await;
    let page = approver.get(action).await;
    says(&page, "Đã quá hạn báo");
    let told = approver.press(&page, action, &[]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.html);
    says(&approver.get(action).await, "Đã báo lúc 09:00, 05/11/2026");
    let red = gopy::app::operations::silence_check(&portal.app).await.unwrap();
    assert!(!red.iter().any(|line| line.starts_with("breach")), "{red:?}");
}
