//! The pages of the organisation.

use poem::http::{Method, StatusCode};

use crate::support::{PASSWORD, TestApp};
use crate::web::visitor::{Seen, Visitor};

async fn signed_in(app: &TestApp, login: &str) -> Visitor {
    Visitor::signed_in(&app.app, login, PASSWORD).await
}

const IMPORT: &str = "/noi-bo/to-chuc/nhap";

/// Fills the form with a file, as a browser sends it.
async fn upload(visitor: &mut Visitor, kind: &str, csrf: &str, name: &str, content: &str) -> Seen {
    let part = |head: &str, body: &str| {
        format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let file = format!("name=\"file\"; filename=\"{name}\"");
    let body = [
        part("name=\"csrf\"", csrf),
        part("name=\"kind\"", kind),
        part("name=\"from\"", ""),
        part(&file, content),
        "--XX--\r\n".to_owned(),
    ];
    let headers = [("content-type", "multipart/form-data; boundary=XX")];
    visitor.send(Method::POST, IMPORT, body.concat(), &headers).await
}

#[tokio::test]
async fn the_organisation_of_any_day_is_shown_to_those_who_may_see_it() {
    let app = TestApp::start().await;
    for login in ["quantri", "captren"] {
        let mut visitor = signed_in(&app, login).await;
        let top = visitor.get("/noi-bo/to-chuc").await;
        assert!(top.html.contains("Thành ủy") && !top.html.contains("Chi bộ 5"), "{login}");
        let ward = visitor.get("/noi-bo/to-chuc?don-vi=phudo").await;
        assert!(
            ward.html.contains("Chi bộ 5 phường Phú Đô") && ward.html.contains("Nguyễn Mạnh Hùng")
        );
        let past = visitor.get("/noi-bo/to-chuc?ngay=2019-12-31").await;
        assert!(past.html.contains("Ngày này sổ chưa có đơn vị nào"), "before its first day");
        let gone = visitor.get("/noi-bo/to-chuc?ngay=31/12/2019&don-vi=phudo").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let wrong = visitor.get("/noi-bo/to-chuc?ngay=31/2/2026").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.html.contains("Thành ủy"), "today's in the meantime");
        let imports = visitor.get(IMPORT).await.status;
        assert_eq!(imports == StatusCode::OK, login == "quantri", "{login}");
    }
    for login in ["kiemtra", "bithu.phudo-05", "tiepnhan", "pheduyet"] {
        let mut visitor = signed_in(&app, login).await;
        for page in ["/noi-bo/to-chuc", IMPORT, "/noi-bo/to-chuc/xuat/members.xlsx"] {
            assert_eq!(visitor.get(page).await.status, StatusCode::NOT_FOUND, "{login} {page}");
        }
        let sent = upload(&mut visitor, "members", "", "a.csv", "").await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{login}");
    }
}

#[tokio::test]
async fn a_list_is_previewed_and_then_written() {
    let app = TestApp::start().await;
    let mut visitor = signed_in(&app, "quantri").await;
    let form = visitor.get(IMPORT).await;
    let csrf = form.hidden("csrf");
    let wrong = "Số thẻ;Họ tên;Chi bộ\n12;<b>Lê</b> Văn An;phudo-09";
    let told = upload(&mut visitor, "members", &csrf, "a.csv", wrong).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.html.contains("Dòng 2, cột A “Số thẻ”, ghi “12”"), "{}", told.html);
    assert!(!told.html.contains("name=\"draft\"") && !told.html.contains("<b>Lê"));
    let right = "Số thẻ;Họ tên;Chi bộ\n99.100009;Lê Văn An;phudo-05";
    let shown = upload(&mut visitor, "members", &csrf, "a.csv", right).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.html.contains("Lê Văn An") && shown.html.contains("Chưa có gì thay đổi"));
    let count = || async { app.store.register().await.unwrap().members.len() };
    assert_eq!(count().await, 7);
    let confirm = "/noi-bo/to-chuc/nhap/ghi";
    let done = visitor.press(&shown, confirm, &[]).await;
    assert_eq!(done.location.as_deref(), Some("/noi-bo/to-chuc/nhap?da-ghi"));
    assert_eq!(count().await, 8);
    assert_eq!(visitor.press(&shown, confirm, &[]).await.status, StatusCode::NOT_FOUND, "once");
    let same = upload(&mut visitor, "members", &csrf, "a.csv", right).await;
    assert!(same.html.contains("Không có gì để ghi") && !same.html.contains("name=\"draft\""));
    for (kind, name, content) in [("", "a.csv", right), ("members", "", "")] {
        let unclear = upload(&mut visitor, kind, &csrf, name, content).await;
        assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let forged = upload(&mut visitor, "members", "", "a.csv", right).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let list = "/noi-bo/to-chuc/xuat/members.csv";
    let list = visitor.proved(&app.app, "quantri", list).await;
    assert!(list.html.contains("99.100009;Lê Văn An"));
}

#[tokio::test]
async fn a_preview_that_was_overtaken_is_not_written() {
    let app = TestApp::start().await;
    let mut visitor = signed_in(&app, "quantri").await;
    let csrf = visitor.get(IMPORT).await.hidden("csrf");
    let list = |card: &str| format!("Số thẻ;Họ tên;Chi bộ\n{card};Lê Văn An;phudo-05");
    let first = upload(&mut visitor, "members", &csrf, "a.csv", &list("99.100009")).await;
    let second = upload(&mut visitor, "members", &csrf, "b.csv", &list("99.100010")).await;
    let confirm = "/noi-bo/to-chuc/nhap/ghi";
    assert_eq!(visitor.press(&second, confirm, &[]).await.status, StatusCode::SEE_OTHER);
    let late = visitor.press(&first, confirm, &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.html.contains("Sổ vừa được người khác thay đổi"));
}
