//! What residents and their programs do: send, look up, write.

use poem::http::StatusCode;
use serde_json::{Value, json};

use super::portal::{Portal, Reply, letter};

#[tokio::test]
async fn a_letter_is_taken_followed_and_written_to() {
    let portal = Portal::start().await;
    let sent = portal.post("/api/v1/letters", letter()).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{sent:?}");
    let keys: Vec<&String> = sent.body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["case_number", "promise", "receipt", "received_on"]);
    assert_eq!(sent.body["received_on"], "2026-11-22");
    assert_eq!(sent.body["promise"]["what"], "notice");
    assert!(sent.body["promise"]["due_on"].is_string());
    let receipt = sent.text("receipt");
    assert!(receipt.len() == 20 && receipt.bytes().all(|digit| digit.is_ascii_digit()));

    let text = "Xin bổ sung: có 5 hộ cùng nộp tiền.";
    let wrote =
        portal.post("/api/v1/letters/messages", json!({ "receipt": receipt, "text": text })).await;
    assert_eq!(wrote.status, StatusCode::CREATED, "{wrote:?}");

    let found = portal.post("/api/v1/letters/lookup", json!({ "receipt": receipt })).await;
    assert_eq!(found.status, StatusCode::OK, "{found:?}");
    let keys: Vec<&String> = found.body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["case_number", "messages", "promise", "received_on", "status"]);
    assert_eq!(found.body["case_number"], sent.body["case_number"]);
    assert_eq!(found.body["promise"], sent.body["promise"]);
    assert_eq!(found.body["status"], "screening");
    let message = json!({ "on": "2026-11-22", "from": "resident", "what": "text", "text": text });
    assert_eq!(found.body["messages"], json!([message]));
}

#[tokio::test]
async fn the_receipt_is_read_as_people_type_it() {
    let portal = Portal::start().await;
    let (number, receipt) = portal.letter().await;
    let groups: Vec<&str> = (0..5).map(|group| &receipt[group * 4..group * 4 + 4]).collect();
    let wide: String = receipt
        .chars()
        .map(|digit| char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')).unwrap())
        .collect();
    for typed in [groups.join(" "), groups.join("-"), groups.join("."), wide] {
        let found = portal.post("/api/v1/letters/lookup", json!({ "receipt": typed })).await;
        assert_eq!(found.body["case_number"], number.as_str(), "{typed}");
    }
}

#[tokio::test]
async fn whatever_is_no_known_receipt_gets_one_and_the_same_answer() {
    let portal = Portal::start().await;
    let (number, receipt) = portal.letter().await;
    let last = receipt.as_bytes()[19] - b'0';
    let slip = format!("{}{}", &receipt[..19], (last + 1) % 10);
    let unknown = json!("00000000000000000000");
    let reference = portal.post("/api/v1/letters/lookup", json!({ "receipt": unknown })).await;
    assert_eq!((reference.status, reference.code().as_str()), (StatusCode::NOT_FOUND, "not-found"));
    let wrong =
        [json!(slip), json!(number), json!(""), json!("x"), json!("1".repeat(21)), json!(null)];
    for receipt in wrong.into_iter().chain([json!(12), json!([]), json!({}), json!("\u{0}")]) {
        let found = portal.post("/api/v1/letters/lookup", json!({ "receipt": receipt })).await;
        assert_eq!((found.status, &found.body), (reference.status, &reference.body), "{receipt}");
        let message = json!({ "receipt": receipt, "text": "Tôi muốn bổ sung." });
        let written = portal.post("/api/v1/letters/messages", message).await;
        assert_eq!(
            (written.status, &written.body),
            (reference.status, &reference.body),
            "{receipt}"
        );
    }
    let missing = portal.post("/api/v1/letters/lookup", json!({})).await;
    assert_eq!(missing.body, reference.body);
    let more = json!({ "receipt": receipt, "case_number": number });
    assert_eq!(portal.post("/api/v1/letters/lookup", more).await.code(), "bad-fields");
}

#[tokio::test]
async fn a_message_without_words_is_mended_by_its_writer() {
    let portal = Portal::start().await;
    let (_, receipt) = portal.letter().await;
    // text, field, code
    let table = [
        (json!(""), "text", "empty"),
        (json!("a".repeat(5_001)), "text", "too-long"),
        (json!("a\u{7}b"), "text", "unreadable"),
        (Value::Null, "text", "missing"),
    ];
    for (text, field, code) in table {
        let body = json!({ "receipt": receipt, "text": text });
        let reply = portal.post("/api/v1/letters/messages", body).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        let told = &reply.body["errors"][0];
        assert_eq!((&told["field"], &told["code"]), (&json!(field), &json!(code)));
    }
}

#[tokio::test]
async fn only_kind_and_text_are_needed() {
    let portal = Portal::start().await;
    for kind in ["gop_y", "phan_anh", "kien_nghi", "khieu_nai", "to_cao", "bieu_duong"] {
        let body = json!({ "kind": kind, "text": "Nội dung thư đủ dài để được tiếp nhận." });
        let reply = portal.post("/api/v1/letters", body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{kind}: {reply:?}");
    }
    let nulls = json!({
        "kind": "gop_y", "text": "Nội dung thư đủ dài để được tiếp nhận.", "about": null,
        "happened": { "place": null, "on": null }, "reporter": null, "email": null, "lang": null,
    });
    assert_eq!(portal.post("/api/v1/letters", nulls).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn one_key_stands_for_one_letter() {
    let portal = Portal::start().await;
    let send = async |key: &str, body: Value| {
        let request = portal.client.post("/api/v1/letters").header("idempotency-key", key);
        Reply::read(request.body_json(&body).send().await).await
    };
    let first = send("khoa-1", letter()).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = send("khoa-1", letter()).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    let mut other = letter();
    other["text"] = json!("Một việc khác hẳn, cũng đủ dài để được tiếp nhận.");
    let reused = send("khoa-1", other.clone()).await;
    assert_eq!(
        (reused.status, reused.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")
    );
    assert_ne!(send("khoa-2", other).await.body["receipt"], first.body["receipt"]);
    for key in ["", "có dấu", "a b", &"k".repeat(201)] {
        let reply = send(key, letter()).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (400, "bad-idempotency-key"),
            "{key}"
        );
    }
}

#[tokio::test]
async fn a_message_under_the_same_key_is_stored_once() {
    let portal = Portal::start().await;
    let (_, receipt) = portal.letter().await;
    let send = async |key: &str, text: &str| {
        let body = json!({ "receipt": receipt, "text": text });
        let request = portal.client.post("/api/v1/letters/messages").header("idempotency-key", key);
        Reply::read(request.body_json(&body).send().await).await
    };
    for _ in 0..2 {
        assert_eq!(send("khoa-1", "Có 5 hộ cùng nộp.").await.status, StatusCode::CREATED);
    }
    let reused = send("khoa-1", "Có 6 hộ.").await;
    assert_eq!(
        (reused.status, reused.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")
    );
    assert_eq!(send("a b", "Có 6 hộ.").await.code(), "bad-idempotency-key");
    let found = portal.post("/api/v1/letters/lookup", json!({ "receipt": receipt })).await;
    assert_eq!(found.body["messages"].as_array().unwrap().len(), 1);
}
