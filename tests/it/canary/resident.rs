//! The resident with everything that bears a mark, on the pages and with the interface.

use poem::http::{Method, StatusCode};
use serde_json::json;

use super::wire::Serving;
use super::{ADDRESS, ANSWER, EMAIL, FILE, INSIDE, MESSAGE, NAME, PHONE, PLACE, PLEA, TEXT};
use crate::evidence::made;
use crate::web::Visitor;
use crate::web::visitor::Seen;

/// Whoever holds the receipt.
pub struct Sender {
    browser: Visitor,
    pub receipt: String,
    pub number: String,
}

/// A letter whose author, comments and words bear marks.
fn document() -> Vec<u8> {
    let words = format!(
        r#"<?xml version="1.0"?><!-- {} --><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{INSIDE}</w:t></w:r></w:p></w:body></w:document>"#,
        made::MARK
    );
    made::docx(&[("word/document.xml", words.as_bytes())])
}

/// The files of the letter; each name is marked.
fn files() -> [(String, Vec<u8>); 3] {
    let named = |end: &str| format!("Ảnh của {FILE}.{end}");
    [(named("jpg"), made::jpeg(400, 300)), (named("pdf"), made::pdf()), (named("docx"), document())]
}

/// Walks through all pages of the letter, looks it up, writes, and gets things wrong.
pub async fn send(serving: &Serving) -> Sender {
    let mut browser = serving.visitor();
    let receipt = written(&mut browser).await;
    let code = receipt.marked("data-receipt");
    let number = receipt.marked("data-case-number");
    let mut sender = Sender { browser, receipt: code, number };
    sender.gets_things_wrong().await;
    sender.enter().await;
    sender.write(MESSAGE).await;
    sender.adds_a_file().await;
    sender.uses_the_interface().await;
    sender
}

async fn written(browser: &mut Visitor) -> Seen {
    let text = format!("{TEXT} thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.");
    let place = format!("nhà văn hóa {PLACE}");
    let name = format!("Tạ Thị {NAME}");
    let address = format!("số 9 ngõ {ADDRESS}");
    let phone = format!("0{}", PHONE[0]);
    let page = browser.get("/gui").await;
    let page = browser.press(&page, "/gui/loai", &[("kind", "to_cao")]).await;
    let page = browser.press(&page, "/gui/can-biet", &[]).await;
    let page = browser.press(&page, "/gui/cach-gui", &[("identity", "named")]).await;
    let page = browser.press(&page, "/gui/noi-dung", &[("text", &text)]).await;
    let when =
        [("when", "day"), ("day", "15"), ("month", "3"), ("year", "2026"), ("place", &place)];
    let page = browser.press(&page, "/gui/luc-nao", &when).await;
    let about = [
        ("about_name", "ông Hùng"),
        ("about_position", "bí thư"),
        ("about_unit", "chi bộ 5 Phú Đô"),
    ];
    let page = browser.press(&page, "/gui/ai", &about).await;
    let files = files();
    let files = files.each_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let kept = [("up", "1"), ("original", "1")];
    let page = browser.attach(&page, "/gui/tep", &kept, &files).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    let page = browser.press(&page, "/gui/tep", &[]).await;
    let me = [
        ("reporter_name", name.as_str()),
        ("reporter_address", &address),
        ("reporter_phone", &phone),
    ];
    let page = browser.press(&page, "/gui/ve-toi", &me).await;
    let page =
        browser.press(&page, "/gui/lien-he", &[("contact", "email"), ("email", EMAIL)]).await;
    let receipt = browser.press(&page, "/gui/kiem-tra", &[("truth", "1")]).await;
    assert_eq!(receipt.status, StatusCode::OK, "{}", receipt.html);
    receipt
}

impl Sender {
    fn digits(&self) -> String {
        self.receipt.replace(' ', "")
    }

    /// What is wrong is refused, and must not be told to anybody either.
    async fn gets_things_wrong(&mut self) {
        let page = self.browser.get("/tra-cuu").await;
        let wrong = format!("{}9{NAME}", self.receipt);
        let refused = self.browser.press(&page, "/tra-cuu", &[("receipt", &wrong)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let path = format!("/ho-so/Zuqloithu?{}={}", "Zuqvieton", self.digits());
        assert_eq!(self.browser.get(&path).await.status, StatusCode::NOT_FOUND);
        let foreign = [("content-type", "text/plain"), ("origin", "https://zuqreferer.example")];
        let refused = self.browser.send(Method::POST, "/gui/noi-dung", TEXT, &foreign).await;
        assert!(refused.status.is_client_error());
        let broken = [("content-type", "application/json")];
        let body = format!("{{\"text\":\"{TEXT}\",\"{NAME}\":1");
        let refused = self.browser.send(Method::POST, "/api/v1/letters", body, &broken).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    }

    /// By the address behind the code of squares, as a telephone does.
    async fn enter(&mut self) {
        let page = self.browser.get(&format!("/m/{}", self.digits())).await;
        let opened = self.browser.press(&page, "", &[]).await;
        assert_eq!(opened.location.as_deref(), Some("/ho-so"));
        let case = self.browser.get("/ho-so").await;
        assert_eq!(case.marked("data-case-number"), self.number);
    }

    async fn write(&mut self, mark: &str) {
        let page = self.browser.get("/ho-so/bo-sung").await;
        let text = format!("{mark} xin bổ sung.");
        let sent = self.browser.press(&page, "/ho-so/bo-sung", &[("text", &text)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    }

    async fn adds_a_file(&mut self) {
        let page = self.browser.get("/ho-so/tep").await;
        let (name, photo) = (format!("{FILE}-2.jpg"), made::jpeg(60, 40));
        let files = [(name.as_str(), photo.as_slice())];
        let sent = self.browser.attach(&page, "/ho-so/tep", &[("original", "1")], &files).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    }

    async fn uses_the_interface(&mut self) {
        let kind = [("content-type", "application/json")];
        let asked = json!({ "receipt": self.receipt });
        let told = json!({ "receipt": self.receipt, "text": format!("{MESSAGE} và nữa.") });
        for (path, body) in [("lookup", asked), ("messages", told)] {
            let path = format!("/api/v1/letters/{path}");
            let seen = self.browser.send(Method::POST, &path, body.to_string(), &kind).await;
            assert!(seen.status.is_success(), "{path}: {}", seen.html);
        }
    }

    /// What the officer in charge asked.
    pub async fn answer(&mut self) {
        self.enter().await;
        self.write(ANSWER).await;
    }

    pub async fn asks_for_review(&mut self) {
        self.enter().await;
        let page = self.browser.get("/ho-so/xem-lai").await;
        let text = format!("{PLEA}: kết luận chưa đúng.");
        let sent = self.browser.press(&page, "/ho-so/xem-lai", &[("text", &text)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    }
}
