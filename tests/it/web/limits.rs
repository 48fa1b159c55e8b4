//! Limits by source and double clicks, as a browser meets them.

use poem::http::StatusCode;

use super::journey::written;
use super::visitor::{Portal, Visitor};

/// As many letters as one source may send at once.
const BURST: usize = 10;

#[tokio::test]
async fn too_many_letters_from_one_network_keep_the_story_and_shut_nobody_else_out() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "phan_anh", "anonymous").await;
    let sent = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    for _ in 1..BURST {
        let again = visitor.press(&check, "/gui/kiem-tra", &[]).await;
        assert_eq!(again.status, StatusCode::OK);
    }
    let refused = visitor.press(&check, "/gui/kiem-tra", &[("place", "chợ")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.html.contains("Hãy đợi khoảng 3 phút"), "{}", refused.html);
    assert!(
        refused.html.contains("làm ngõ") && refused.html.contains("chợ"),
        "nothing typed is lost"
    );

    let mut elsewhere = portal.visitor();
    elsewhere.peer = "192.0.2.7:4000".parse().unwrap();
    elsewhere.take_cookies_of(&visitor);
    let page = elsewhere.get("/tra-cuu").await;
    let code = sent.marked("data-receipt");
    let opened = elsewhere.press(&page, "/tra-cuu", &[("receipt", &code)]).await;
    assert_eq!(opened.location.as_deref(), Some("/ho-so"), "an honest holder gets in");
    let later = elsewhere.press(&refused, "/gui/kiem-tra", &[]).await;
    assert_ne!(later.status, StatusCode::TOO_MANY_REQUESTS, "and the kept form is good elsewhere");
}

/// A letter that is sent and opened by its receipt.
async fn holder(portal: &Portal) -> Visitor {
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "phan_anh", "anonymous").await;
    let receipt = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    let page = visitor.get("/tra-cuu").await;
    visitor.press(&page, "/tra-cuu", &[("receipt", &receipt.marked("data-receipt"))]).await;
    visitor
}

#[tokio::test]
async fn pressing_twice_stores_one_message_and_another_text_needs_another_press() {
    let portal = Portal::start().await;
    let mut visitor = holder(&portal).await;
    let form = visitor.get("/ho-so/bo-sung").await;
    let text = [("text", "Tôi còn giữ phiếu.")];
    for _ in 0..2 {
        let sent = visitor.press(&form, "/ho-so/bo-sung", &text).await;
        assert_eq!(sent.location.as_deref(), Some("/ho-so?da-gui"));
    }
    let case = visitor.get("/ho-so").await;
    assert_eq!(case.html.matches("Tôi còn giữ phiếu.").count(), 1);

    let other = visitor.press(&form, "/ho-so/bo-sung", &[("text", "Và có ảnh.")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert!(other.html.contains("Và có ảnh."));
    let sent = visitor.press(&other, "/ho-so/bo-sung", &[]).await;
    assert_eq!(sent.location.as_deref(), Some("/ho-so?da-gui"));
    assert_eq!(visitor.get("/ho-so").await.html.matches("Và có ảnh.").count(), 1);
}

#[tokio::test]
async fn whoever_looks_over_the_shoulder_cannot_tell_how_pressure_was_answered() {
    let portal = Portal::start().await;
    let mut pages = Vec::new();
    for pressed in ["no", "yes", "unsaid"] {
        let mut visitor = holder(&portal).await;
        let form = visitor.get("/ho-so/rut").await;
        let typed = [("pressed", pressed), ("text", "Đã tự giải quyết.")];
        for _ in 0..2 {
            let sent = visitor.press(&form, "/ho-so/rut", &typed).await;
            assert_eq!(sent.location.as_deref(), Some("/ho-so?da-gui"), "{pressed}");
        }
        let page = visitor.get("/ho-so?da-gui").await;
        let number = page.marked("data-case-number");
        let token = page.html.split("name=\"csrf\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap();
        pages.push(page.html.replace(&number, "").replace(token, ""));
    }
    assert!(pages[0].contains("Đã tự giải quyết."));
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}
