//! The real listener: whom it takes for the source, and whom it does not wait for.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use gopy::server::listen::{self, Patience};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::TestApp;
use crate::support::committee::about_lan;

struct Served {
    address: SocketAddr,
    stop: CancellationToken,
    running: JoinHandle<()>,
}

async fn serve(portal: &TestApp) -> Served {
    // Longer than a busy machine keeps an honest request waiting.
    let (head, grace) = (Duration::from_secs(2), Duration::from_millis(300));
    let patience = Patience { head, grace, connections: 4, ..Patience::default() };
    serve_with(portal, patience).await
}

async fn serve_with(portal: &TestApp, patience: Patience) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let endpoint = gopy::server::routes(&portal.app, None).unwrap();
    let stop = CancellationToken::new();
    let ours = ["127.0.0.9".parse().unwrap()];
    let until = stop.clone();
    let running = tokio::spawn(async move {
        listen::run(listener, endpoint, patience, &ours, until).await;
    });
    Served { address, stop, running }
}

impl Served {
    async fn connect(&self, from: &str) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(from.parse::<IpAddr>().unwrap(), 0)).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    /// Sends one request and reads until the server hangs up.
    async fn ask(&self, from: &str, request: &str) -> String {
        let mut stream = self.connect(from).await;
        stream.write_all(request.as_bytes()).await.unwrap();
        read(&mut stream).await
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _reset = tokio::time::timeout(Duration::from_secs(30), reading).await.unwrap();
    String::from_utf8(answer).unwrap()
}

fn look_up(receipt: &str) -> String {
    let body = format!("{{\"receipt\":\"{receipt}\"}}");
    format!(
        "POST /api/v1/letters/lookup HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn the_sockets_address_counts_whatever_the_headers_say() {
    let portal = TestApp::start_with(|settings| {
        settings.limits.look_ups.burst = 1.try_into().unwrap();
    })
    .await;
    let sent = portal.letter("gop_y", about_lan()).await;
    let served = serve(&portal).await;
    let request = look_up(&sent.receipt.digits());
    let wrong = look_up("0000 0000 0000 0000 0000");
    let lying = wrong.replace("host: t\r\n", "host: t\r\nx-forwarded-for: 192.0.2.1\r\n");
    // from, request, status
    let table = [
        ("127.0.0.2", &request, "HTTP/1.1 200"),
        ("127.0.0.2", &wrong, "HTTP/1.1 429"),
        ("127.0.0.2", &lying, "HTTP/1.1 429"),
        ("127.0.0.2", &request, "HTTP/1.1 200"),
        ("127.0.0.3", &wrong, "HTTP/1.1 404"),
    ];
    for (from, request, status) in table {
        let answer = served.ask(from, request).await;
        assert!(answer.starts_with(status), "{from}: {answer}");
    }
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for_and_blocks_nobody() {
    let portal = TestApp::start().await;
    let served = serve(&portal).await;
    let mut slow = Vec::new();
    for _ in 0..4 {
        let mut stream = served.connect("127.0.0.2").await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost:").await.unwrap();
        slow.push(stream);
    }
    let answer = served
        .ask("127.0.0.3", "GET /healthz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n")
        .await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for stream in &mut slow {
        assert!(!read(stream).await.starts_with("HTTP/1.1 200"));
    }

    let many = "x-n: a\r\n".repeat(120);
    let long = format!("x: {}\r\n", "a".repeat(20_000));
    for headers in [many, long] {
        let request = format!("GET /healthz HTTP/1.1\r\nhost: t\r\n{headers}\r\n");
        let answer = served.ask("127.0.0.3", &request).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up_within_a_minute_of_its_head() {
    let portal = TestApp::start().await;
    let served = serve_with(&portal, Patience::default()).await;
    let opening = |path: &str, kind: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nhost: t\r\ncontent-type: {kind}\r\ncontent-length: 1000\r\n\r\n"
        )
    };
    let page = opening("/gui/loai", "application/x-www-form-urlencoded");
    let interface = opening("/api/v1/letters", "application/json");
    let began = std::time::Instant::now();
    let mut held = Vec::new();
    for request in [page, interface] {
        let mut stream = served.connect("127.0.0.2").await;
        stream.write_all(request.as_bytes()).await.unwrap();
        let (mut from, mut to) = stream.into_split();
        let dripping = tokio::spawn(async move {
            while to.write_all(b"a").await.is_ok() {
                // Not in step with the limit: a byte on its way just then would turn the answer into a reset.
                tokio::time::sleep(Duration::from_millis(700)).await;
            }
        });
        held.push(async move {
            let mut answer = Vec::new();
            let _reset = from.read_to_end(&mut answer).await;
            dripping.abort();
            String::from_utf8(answer).unwrap()
        });
    }
    for answer in futures_util::future::join_all(held).await {
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    // The head may have taken ten seconds more.
    assert!(began.elapsed() < Duration::from_mins(1), "{:?}", began.elapsed());
}

#[tokio::test]
async fn stopping_ends_idle_connections_and_takes_no_new_ones() {
    let portal = TestApp::start().await;
    let served = serve(&portal).await;
    let mut open = served.connect("127.0.0.2").await;
    open.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n").await.unwrap();
    let mut first = [0; 12];
    open.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    served.stop.cancel();
    tokio::time::timeout(Duration::from_secs(30), served.running).await.unwrap().unwrap();
    read(&mut open).await;
    assert!(TcpStream::connect(served.address).await.is_err());
}

#[tokio::test]
async fn one_source_has_so_many_connections_and_our_proxy_as_many_as_there_are() {
    let portal = TestApp::start().await;
    let patience = Patience { per_source: 2, ..Patience::default() };
    let served = serve_with(&portal, patience).await;
    let ask = "GET /healthz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n";
    let held = [served.connect("127.0.0.2").await, served.connect("127.0.0.2").await];
    // from, whether somebody answers
    for (from, answered) in [("127.0.0.2", false), ("127.0.0.3", true)] {
        assert_eq!(served.ask(from, ask).await.starts_with("HTTP/1.1 200"), answered, "{from}");
    }
    let _proxied = [served.connect("127.0.0.9").await, served.connect("127.0.0.9").await];
    assert!(served.ask("127.0.0.9", ask).await.starts_with("HTTP/1.1 200"));
    drop(held);
    let mut again = String::new();
    for _ in 0..50 {
        again = served.ask("127.0.0.2", ask).await;
        if again.starts_with("HTTP/1.1 200") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(again.starts_with("HTTP/1.1 200"), "places are given back: {again}");
}

#[tokio::test]
async fn no_connection_lasts_for_ever() {
    let portal = TestApp::start().await;
    let patience = Patience { life: Duration::from_secs(4), ..Patience::default() };
    let served = serve_with(&portal, patience).await;
    let mut open = served.connect("127.0.0.2").await;
    open.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n").await.unwrap();
    assert!(read(&mut open).await.starts_with("HTTP/1.1 200"), "answered, then hung up");
}

#[tokio::test]
async fn an_answer_is_given_up_when_it_takes_too_long_after_the_last_piece_of_the_body() {
    let limit = Duration::from_secs(3);
    let (mut sender, receiver) = tokio::io::duplex(64);
    let body = poem::Body::from_async_read(receiver);
    let request = poem::Request::builder().header("content-length", "4").body(body);
    let slow = tokio::spawn(async move {
        for _ in 0..4 {
            tokio::time::sleep(limit / 2).await;
            sender.write_all(b"x").await.unwrap();
        }
    });
    let read = gopy::patience::within(limit, request, |mut request| async move {
        request.take_body().into_vec().await.unwrap()
    });
    assert_eq!(read.await.unwrap(), b"xxxx", "a slow body alone is no slow answer");
    slow.await.unwrap();
    let stuck = gopy::patience::within(limit, poem::Request::default(), |_| async {
        std::future::pending::<()>().await;
    });
    assert_eq!(stuck.await, Err(gopy::patience::Late));
}
