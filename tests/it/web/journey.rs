//! The resident's way through the pages, as a browser without scripts walks it.

use poem::http::{Method, StatusCode};

use super::visitor::{Portal, Seen, Visitor};

const STORY: &str = "Thu tiền <b>làm ngõ</b> không có phiếu thu.\r\n\r\nBà con đều biết.";

/// Walks to the last page before sending.
pub async fn written(visitor: &mut Visitor, kind: &str, identity: &str) -> Seen {
    let mut page = visitor.get("/gui").await;
    page = visitor.press(&page, "/gui/loai", &[("kind", kind)]).await;
    if page.html.contains("/gui/can-biet#loi") {
        page = visitor.press(&page, "/gui/can-biet", &[]).await;
    }
    page = visitor.press(&page, "/gui/cach-gui", &[("identity", identity)]).await;
    page = visitor.press(&page, "/gui/noi-dung", &[("text", STORY)]).await;
    let day = [("when", "day"), ("day", "15"), ("month", "3"), ("year", "2026")];
    page = visitor.press(&page, "/gui/luc-nao", &day).await;
    page = visitor.press(&page, "/gui/ai", &[("about_name", "ông Hùng")]).await;
    page = visitor.press(&page, "/gui/tep", &[]).await;
    if identity == "named" {
        let me = [("reporter_name", "Trần Thị Hoa"), ("reporter_address", "12 ngõ 5")];
        page = visitor.press(&page, "/gui/ve-toi", &me).await;
    }
    visitor.press(&page, "/gui/lien-he", &[("contact", "none")]).await
}

#[tokio::test]
async fn every_kind_is_sent_and_followed_by_its_receipt() {
    let portal = Portal::start().await;
    let kinds =
        ["gop_y", "phan_anh", "kien_nghi", "khieu_nai", "to_cao", "bieu_duong", "khong_chac"];
    for (kind, identity) in kinds.into_iter().zip(["anonymous", "named"].into_iter().cycle()) {
        let mut visitor = portal.visitor();
        let check = written(&mut visitor, kind, identity).await;
        assert!(check.html.contains("&lt;b&gt;làm ngõ&lt;/b&gt;"), "{kind}");
        let receipt = visitor.press(&check, "/gui/kiem-tra", &[("truth", "1")]).await;
        assert_eq!(receipt.status, StatusCode::OK, "{kind}: {}", receipt.heading());

        let code = receipt.marked("data-receipt");
        assert_eq!(code.split(' ').map(str::len).collect::<Vec<_>>(), [4; 5]);
        let page = visitor.get("/tra-cuu").await;
        let opened = visitor.press(&page, "/tra-cuu", &[("receipt", &code)]).await;
        assert_eq!(opened.location.as_deref(), Some("/ho-so"));
        let case = visitor.get("/ho-so").await;
        assert_eq!(case.marked("data-case-number"), receipt.marked("data-case-number"));
    }
}

#[tokio::test]
async fn pressing_twice_gives_the_same_receipt_and_stores_one_letter() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "phan_anh", "anonymous").await;
    let first = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    let second = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    assert_eq!(first.marked("data-receipt"), second.marked("data-receipt"));
    assert_eq!(first.marked("data-case-number"), second.marked("data-case-number"));

    let other = visitor.press(&check, "/gui/kiem-tra", &[("place", "chợ")]).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "the same page with another letter");
    let again = visitor.press(&other, "/gui/kiem-tra", &[]).await;
    assert_ne!(first.marked("data-receipt"), again.marked("data-receipt"));
}

#[tokio::test]
async fn a_flaw_keeps_what_was_typed_and_says_what_to_do() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "phan_anh", "named").await;
    // field, typed, words of the sentence
    let table = [
        ("noi-dung", "text", "ngắn <i>", "Hãy kể rõ hơn"),
        ("noi-dung", "text", "ký tự lạ \0 trong lá đơn này", "Có ký tự lạ"),
        ("luc-nao", "day", "32", "Không có ngày này"),
        ("luc-nao", "year", "2027", "Ngày này chưa đến"),
        ("ve-toi", "reporter_phone", "12", "Số di động có 10 số"),
        ("lien-he", "email", "a@b", "chọn “Không báo”"),
    ];
    for (slug, field, typed, words) in table {
        let page = visitor.press(&check, "/gui/kiem-tra", &[("fix", slug)]).await;
        let action = format!("/gui/{slug}");
        let flawed = visitor.press(&page, &action, &[(field, typed)]).await;
        assert_eq!(flawed.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(flawed.html.contains("<title>Lỗi: "), "{field}");
        assert!(flawed.html.contains(words), "{field}: {}", flawed.html);
        assert!(flawed.html.contains("aria-invalid") || field == "email", "{field}");
        let mended = visitor.press(&page, &action, &[]).await;
        assert_eq!(mended.heading(), check.heading(), "{field} leads straight back");
    }
}

#[tokio::test]
async fn the_language_changes_without_losing_an_answer() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "gop_y", "anonymous").await;
    let english = visitor.press(&check, "/gui/kiem-tra", &[("speak", "en")]).await;
    assert_eq!(english.heading(), "Check before you send");
    assert!(english.html.contains("Sunday 15 March 2026"));
    assert!(visitor.get("/").await.html.contains("<html lang=\"en\">"), "remembered");
    assert!(visitor.get("/?lang=vi").await.html.contains("<html lang=\"vi\">"));
    assert!(visitor.get("/").await.html.contains("<html lang=\"vi\">"));
}

#[tokio::test]
async fn a_page_that_expired_or_stood_elsewhere_stores_nothing_and_keeps_the_text() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "gop_y", "anonymous").await;
    visitor.forget_cookies();
    let expired = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    assert_eq!(expired.status, StatusCode::FORBIDDEN);
    assert!(expired.html.contains("làm ngõ"), "the text is still there");
    let sent = visitor.press(&expired, "/gui/kiem-tra", &[]).await;
    assert_eq!(sent.status, StatusCode::OK);

    let page = visitor.get("/tra-cuu").await;
    let token =
        page.html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let body: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("csrf", token)
        .append_pair("receipt", &sent.marked("data-receipt"))
        .finish();
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    for header in elsewhere {
        let refused = visitor.post("/tra-cuu", body.clone(), &[header]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{header:?}");
    }
    for header in
        [("origin", "null"), ("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:8080")]
    {
        let opened = visitor.post("/tra-cuu", body.clone(), &[header]).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{header:?}");
    }
}

#[tokio::test]
async fn the_qr_address_shows_nothing_until_its_button_is_pressed() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "to_cao", "anonymous").await;
    let receipt = visitor.press(&check, "/gui/kiem-tra", &[("truth", "1")]).await;
    let digits = receipt.marked("data-receipt").replace(' ', "");
    let path = format!("/m/{digits}");

    let mut phone = portal.visitor();
    let (real, random) = (phone.get(&path).await, phone.get("/m/00000000000000000000").await);
    assert!(!real.html.contains(&digits) && !real.html.contains("HS-"));
    assert_eq!(real.html.len(), random.html.len(), "the same for every address");
    let opened = phone.press(&real, "", &[]).await;
    assert_eq!(opened.location.as_deref(), Some("/ho-so"));
    assert!(opened.headers["set-cookie"].to_str().unwrap().contains("HttpOnly"));
}

#[tokio::test]
async fn the_holder_writes_and_leaves() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "phan_anh", "anonymous").await;
    let receipt = visitor.press(&check, "/gui/kiem-tra", &[]).await;
    let page = visitor.get("/tra-cuu").await;
    visitor.press(&page, "/tra-cuu", &[("receipt", &receipt.marked("data-receipt"))]).await;

    let form = visitor.get("/ho-so/bo-sung").await;
    let empty = visitor.press(&form, "/ho-so/bo-sung", &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sent = visitor.press(&form, "/ho-so/bo-sung", &[("text", "Tôi còn giữ <phiếu>.")]).await;
    assert_eq!(sent.location.as_deref(), Some("/ho-so?da-gui"));
    let case = visitor.get("/ho-so?da-gui").await;
    assert!(case.html.contains("Tôi còn giữ &lt;phiếu&gt;.") && case.html.contains("Đã gửi."));

    let left = visitor.press(&case, "/ho-so/thoat", &[]).await;
    assert_eq!(left.location.as_deref(), Some("/"));
    assert_eq!(left.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(visitor.get("/ho-so").await.location.as_deref(), Some("/tra-cuu?het-gio"));
}

#[tokio::test]
async fn a_wrong_receipt_is_told_what_to_look_at() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let page = visitor.get("/tra-cuu").await;
    // typed, words of the sentence
    let table = [
        ("", "Hãy ghi mã biên nhận."),
        ("1234 5678", "Ông/bà mới ghi 8 số."),
        ("HS-4718-9353", "Đây là số hồ sơ."),
        ("1111 1111 1111 1111 1111", "Có số gõ nhầm."),
        ("0000 0000 0000 0000 0000", "Không tìm thấy mã này."),
    ];
    for (typed, words) in table {
        let flawed = visitor.press(&page, "/tra-cuu", &[("receipt", typed)]).await;
        assert_eq!(flawed.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(flawed.html.contains(words), "{typed}");
        assert!(typed.is_empty() || !flawed.html.contains(typed), "a code is never shown again");
    }
}

#[tokio::test]
async fn bad_requests_get_a_page_that_says_what_to_do() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let form = "application/x-www-form-urlencoded";
    let long = format!("text={}", "a".repeat(3 * 1024 * 1024));
    // method, path, content type, body, status
    let table = [
        (Method::GET, "/khong-co", form, "", StatusCode::NOT_FOUND),
        (Method::GET, "/gui/khong-co", form, "", StatusCode::NOT_FOUND),
        (Method::PUT, "/gui", form, "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::TRACE, "/", form, "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/ho-so/thoat", form, "", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/gui/noi-dung", form, &long, StatusCode::PAYLOAD_TOO_LARGE),
        (
            Method::POST,
            "/gui/noi-dung",
            "application/json",
            "{}",
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (Method::POST, "/gui/kiem-tra", form, "", StatusCode::FORBIDDEN),
        (Method::POST, "/gui/kiem-tra", form, "%ff=%ff&kind=%00&csrf=%ff", StatusCode::FORBIDDEN),
        (Method::POST, "/ho-so/thoat", form, "", StatusCode::FORBIDDEN),
    ];
    for lang in ["vi", "en"] {
        visitor.get(&format!("/?lang={lang}")).await;
        for (method, path, kind, body, status) in &table {
            let headers = [("content-type", *kind)];
            let seen = visitor.send(method.clone(), path, (*body).to_owned(), &headers).await;
            assert_eq!(seen.status, *status, "{method} {path}");
            assert!(seen.html.contains(&format!("<html lang=\"{lang}\">")), "{method} {path}");
            assert_eq!(
                seen.headers.contains_key("allow"),
                *status == StatusCode::METHOD_NOT_ALLOWED
            );
        }
    }
}

#[tokio::test]
async fn a_field_that_nobody_asked_for_is_refused_and_the_text_kept() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    let check = written(&mut visitor, "gop_y", "anonymous").await;
    let odd = visitor.press(&check, "/gui/kiem-tra", &[("role", "admin")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.html.contains("làm ngõ"));
    assert_eq!(visitor.press(&odd, "/gui/kiem-tra", &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_guards_its_reader() {
    let portal = Portal::start().await;
    let mut visitor = portal.visitor();
    for path in ["/", "/gui", "/tra-cuu", "/ho-so", "/thong-ke", "/khong-co", "/m/1"] {
        let seen = visitor.get(path).await;
        let policy = seen.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(seen.headers["cache-control"], "no-store", "{path}");
        assert_eq!(seen.headers["referrer-policy"], "no-referrer", "{path}");
        assert_eq!(seen.headers["x-content-type-options"], "nosniff", "{path}");
        assert!(!seen.headers.contains_key("server"), "{path}");
    }
    let style = visitor.get("/").await.html;
    let style = style.split("<style>").nth(1).unwrap().split("</style>").next().unwrap().to_owned();
    let hash =
        visitor.get("/").await.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(hash.contains(&sha256(&style)), "the policy names this very style sheet");
}

fn sha256(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
}

#[tokio::test]
async fn another_installation_refuses_this_ones_tokens() {
    let (here, there) = (Portal::start().await, Portal::start().await);
    let mut visitor = here.visitor();
    let page = visitor.get("/tra-cuu").await;
    let mut stranger = there.visitor();
    stranger.take_cookies_of(&visitor);
    let refused = stranger.press(&page, "/tra-cuu", &[("receipt", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
