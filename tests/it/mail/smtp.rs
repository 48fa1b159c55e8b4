//! Conversations with a mail server, good and bad.

use std::time::Duration;

use gopy::domain::letter::EmailAddress;
use gopy::mail::{Mailer as _, Patience, SendError, Sender, Server, ServerError, Smtp};

use super::sink::{HANG_UP, Script, Sink};
use super::{message, read, sender};

const USUAL: Script = |_| None;

/// What a busy machine never uses up.
const LONG: Duration = Duration::from_mins(1);

/// For servers that say nothing.
const SHORT: Duration = Duration::from_millis(300);

fn smtp_within(limit: Duration, url: &str) -> Smtp {
    let patience = Patience { connect: limit, command: limit, data: limit };
    Smtp::new(Server::parse(url).unwrap(), sender(), patience).unwrap()
}

fn smtp(url: &str) -> Smtp {
    smtp_within(LONG, url)
}

async fn refusal_within(limit: Duration, script: Script) -> SendError {
    let sink = Sink::start(script);
    let url = format!("smtp://an:mat%40khau@127.0.0.1:{}", sink.port);
    smtp_within(limit, &url).send(&message("Có tin mới.\n")).await.unwrap_err()
}

async fn refusal(script: Script) -> SendError {
    refusal_within(LONG, script).await
}

#[tokio::test]
async fn a_mail_arrives_whole() {
    let sink = Sink::start(USUAL);
    let text = "Dòng đầu.\n.dòng có chấm\n..\n.\nDòng cuối.\n";
    smtp(&format!("smtp://localhost:{}", sink.port)).send(&message(text)).await.unwrap();

    let wire = String::from_utf8(sink.remembers(|sink| sink.mails[0].clone())).unwrap();
    assert!(wire.contains("\r\n..d"), "a dot that begins a line is doubled on the way");
    let mail = read(wire.replace("\r\n..", "\r\n.").as_bytes());
    assert_eq!(mail.text, text);
    assert!(mail.headers.contains("Auto-Submitted: auto-generated"));
    assert!(wire.lines().all(|line| line.len() <= 998), "RFC 5321, 4.5.3.1.6");
    let commands = sink.remembers(|sink| sink.commands.clone());
    assert_eq!(commands[0], "EHLO phuong.example.vn");
    assert_eq!(commands[1], "MAIL FROM:<khong-tra-loi@phuong.example.vn>");
    assert_eq!(commands[2], "RCPT TO:<nguoi.gui@hop-thu.example.vn>");
}

#[tokio::test]
async fn a_conversation_that_went_well_is_used_again() {
    let sink = Sink::start(USUAL);
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", sink.port));
    for _ in 0..3 {
        smtp.send(&message("Có tin mới.\n")).await.unwrap();
    }
    assert_eq!(sink.remembers(|sink| (sink.connections, sink.mails.len())), (1, 3));
}

#[tokio::test]
async fn a_conversation_that_went_badly_is_not() {
    let sink = Sink::start(|said| said.starts_with("RCPT").then_some("451 later"));
    let smtp = smtp(&format!("smtp://127.0.0.1:{}", sink.port));
    for _ in 0..2 {
        smtp.send(&message("Có tin mới.\n")).await.unwrap_err();
    }
    assert_eq!(sink.remembers(|sink| (sink.connections, sink.mails.len())), (2, 0));
}

#[tokio::test]
async fn what_may_pass_is_tried_later() {
    let table: [(Script, &str); 6] = [
        (
            |said| {
                said.starts_with("RCPT").then_some("451 4.7.1 <nguoi.gui@hop-thu.example.vn> later")
            },
            "451 to RCPT",
        ),
        (|said| said.starts_with("MAIL").then_some("421 shutting down"), "421 to MAIL"),
        (|said| said.starts_with('.').then_some("452 full"), "452 to the mail"),
        (|said| said.starts_with("CONNECT").then_some("554 no service"), "554 to greeting"),
        (|said| said.starts_with("AUTH").then_some("535 wrong"), "535 to AUTH"),
        (|said| said.starts_with("MAIL").then_some("530 log in first"), "530 to MAIL"),
    ];
    for (script, reason) in table {
        assert_eq!(refusal(script).await, SendError::Later(reason.to_owned()));
    }
}

#[tokio::test]
async fn whoever_says_nothing_is_given_up_and_tried_later() {
    let refused = refusal_within(SHORT, |said| said.starts_with("DATA").then_some("")).await;
    // A busy machine may wait in vain for an earlier reply.
    let SendError::Later(why) = refused else { unreachable!("{refused:?}") };
    assert!(why.starts_with("no reply to ") && why.ends_with(" within 300ms"), "{why}");
}

#[tokio::test]
async fn whoever_hangs_up_or_talks_nonsense_is_tried_later() {
    let table: [(Script, &str); 7] = [
        (|said| said.starts_with("CONNECT").then_some(HANG_UP), "hangs up at once"),
        (
            |said| said.starts_with("CONNECT").then_some("HTTP/1.1 400 Bad Request"),
            "is no mail server",
        ),
        (|said| said.starts_with("EHLO").then_some(HANG_UP), "hangs up at the greeting"),
        (|said| said.starts_with("RCPT").then_some(HANG_UP), "hangs up at the address"),
        (|said| said.starts_with("DATA").then_some(HANG_UP), "hangs up before the mail"),
        (|said| said.starts_with('.').then_some(HANG_UP), "takes the mail and hangs up"),
        (|said| said.starts_with('.').then_some("25"), "says half a reply"),
    ];
    for (script, what) in table {
        let refused = refusal_within(SHORT, script).await;
        assert!(matches!(refused, SendError::Later(_)), "{what}: {refused:?}");
    }
}

#[tokio::test]
async fn what_is_final_is_never_tried_again() {
    let table: [(Script, &str); 3] = [
        (
            |said| {
                said.starts_with("RCPT")
                    .then_some("550 5.1.1 <nguoi.gui@hop-thu.example.vn> unknown")
            },
            "550 to RCPT",
        ),
        (|said| said.starts_with("MAIL").then_some("553 not you"), "553 to MAIL"),
        (|said| said.starts_with('.').then_some("554 spam"), "554 to the mail"),
    ];
    for (script, reason) in table {
        assert_eq!(refusal(script).await, SendError::Never(reason.to_owned()));
    }
}

#[tokio::test]
async fn nobody_there_is_later() {
    let sink = Sink::absent(USUAL);
    let refused = smtp(&format!("smtp://127.0.0.1:{}", sink.port)).send(&message("x\n")).await;
    assert!(matches!(refused, Err(SendError::Later(_))), "{refused:?}");
}

#[tokio::test]
async fn a_server_that_never_greets_costs_little() {
    let started = std::time::Instant::now();
    let sink = Sink::start(|_| Some(""));
    let smtp = smtp_within(SHORT, &format!("smtp://127.0.0.1:{}", sink.port));
    let refused = smtp.send(&message("x\n")).await;
    assert!(matches!(refused, Err(SendError::Later(_))), "{refused:?}");
    // Far less than what is shipped.
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn nothing_is_said_in_clear_where_encryption_is_asked_for() {
    let sink = Sink::start(USUAL);
    let smtps = smtp_within(SHORT, &format!("smtps://127.0.0.1:{}", sink.port));
    let refused = smtps.send(&message("x\n")).await;
    assert!(matches!(refused, Err(SendError::Later(_))), "{refused:?}");
    assert_eq!(sink.remembers(|sink| sink.mails.len()), 0);
}

#[test]
fn line_breaks_never_reach_a_header() {
    for address in ["a@b.vn\r\nBcc: x@y.vn", "a\r\n@b.vn", "a@b.vn\nx", "a,b@c.vn", "<a@b.vn>"] {
        assert!(EmailAddress::parse(address).is_err(), "{address:?}");
    }
    let sly = Sender::new("a@b.vn", "Phường\r\nBcc: x@y.vn, <z@y.vn>").unwrap();
    assert!(!format!("{sly:?}").contains('\n'));
    assert!(Sender::new("a@b.vn\r\nBcc: x", "Phường").is_none());
}

#[test]
fn a_server_is_read_from_its_address() {
    let fine = [
        ("smtp://127.0.0.1:2525", "Server(127.0.0.1:2525, Plain)"),
        ("smtp://localhost", "Server(localhost:25, Plain)"),
        ("smtp://[::1]:2525", "Server([::1]:2525, Plain)"),
        ("smtp://thu.example.vn", "Server(thu.example.vn:587, StartTls)"),
        ("smtp://an:m%40t@thu.example.vn:25/", "Server(thu.example.vn:25, StartTls)"),
        ("smtps://an:mat@thu.example.vn", "Server(thu.example.vn:465, Implicit)"),
    ];
    for (url, server) in fine {
        assert_eq!(format!("{:?}", Server::parse(url).unwrap()), server);
    }
    let wrong = [
        "",
        "thu.example.vn",
        "http://thu.example.vn",
        "smtp://",
        "smtp://an@thu.example.vn",
        "smtp://thu.example.vn/path",
        "smtp://thu.example.vn?tls=none",
    ];
    for url in wrong {
        assert_eq!(Server::parse(url), Err(ServerError::Url), "{url}");
    }
}
