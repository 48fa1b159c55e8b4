//! One answer for every receipt that opens nothing, and no clock that tells which opened something (`security.md`,
//! S-14).

use std::time::{Duration, Instant};

use poem::http::StatusCode;
use serde_json::json;

use crate::support::TestApp;
use crate::support::committee::about_lan;

const PATH: &str = "/api/v1/letters/lookup";

#[tokio::test]
async fn every_receipt_that_opens_nothing_is_answered_alike() {
    let portal = TestApp::start().await;
    let sent = portal.letter("to_cao", about_lan()).await;
    let mut answers = Vec::new();
    // Nobody's, mistyped, too short, none at all, the number of a case.
    let number = sent.case_number.to_string();
    let mistyped = format!("{}1", &sent.receipt.digits()[1..]);
    for receipt in ["48291057336092106635", &mistyped, "123", "", &number] {
        let answer = portal.web.post(PATH).body_json(&json!({ "receipt": receipt })).send().await;
        answer.assert_status(StatusCode::NOT_FOUND);
        let headers = answer.0.headers().clone();
        let mut body: serde_json::Value =
            serde_json::from_str(&answer.0.into_body().into_string().await.unwrap()).unwrap();
        body.as_object_mut().unwrap().remove("id");
        answers.push((headers, body));
    }
    for other in &answers[1..] {
        assert_eq!(&answers[0], other);
    }
}

#[tokio::test]
async fn known_and_unknown_are_answered_at_whole_steps_of_time() {
    let portal = TestApp::start().await;
    let sent = portal.letter("to_cao", about_lan()).await;
    for receipt in [sent.receipt.digits(), "48291057336092106635".to_owned()] {
        let asked = Instant::now();
        portal.web.post(PATH).body_json(&json!({ "receipt": receipt })).send().await;
        // A lower bound alone: how long a busy machine takes is no matter of this test.
        assert!(Duration::from_millis(150) <= asked.elapsed());
    }
}
