//! The process is killed while people send files: what was acknowledged is there, whole, and nothing lies open.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Database, Statement};

use super::made;
use crate::support::served::free_address;
use crate::support::{TestDatabase, program};

/// How often the process is killed, each time a little later.
const KILLS: u32 = 6;
const SENDERS: usize = 3;

fn serve(database: &TestDatabase, address: SocketAddr) -> Child {
    let mut command = program(database, &["serve"]);
    command.env("GOPY_SERVER__LISTEN", address.to_string()).env("GOPY_LIMITS__ENABLED", "false");
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("http://"), "{line}");
    process
}

/// Status and body; nothing when the connection breaks.
fn ask(address: SocketAddr, path: &str, kind: &str, body: &[u8]) -> Option<(String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.to_owned(), body.to_owned()))
}

/// One letter with one file; the receipt, once the file was acknowledged.
fn send(address: SocketAddr, file: &[u8]) -> Option<String> {
    let letter =
        r#"{"kind":"phan_anh","text":"Ngõ bị thu tiền hai lần mà không có phiếu thu nào."}"#;
    let (status, body) = ask(address, "/api/v1/letters", "application/json", letter.as_bytes())?;
    assert_eq!(status, "201", "{body}");
    let receipt = body.split("\"receipt\":\"").nth(1)?.split('"').next()?.to_owned();
    let mut parts = format!(
        "--R\r\nContent-Disposition: form-data; name=\"receipt\"\r\n\r\n{receipt}\r\n--R\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.docx\"\r\n\r\n"
    )
    .into_bytes();
    parts.extend_from_slice(file);
    parts.extend(b"\r\n--R--\r\n");
    let (status, body) =
        ask(address, "/api/v1/letters/files", "multipart/form-data; boundary=R", &parts)?;
    assert_eq!(status, "201", "{body}");
    Some(receipt)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_file_is_lost_when_the_process_is_killed() {
    let database = TestDatabase::fresh().await;
    let address = free_address();
    let noise: Vec<u8> =
        (0..30_000_u32).flat_map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
    let file = made::docx(&[("word/media/image9.emf", &noise)]);
    let acknowledged = Mutex::new(Vec::new());
    for round in 0..KILLS {
        let mut process = serve(&database, address);
        std::thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| {
                    while let Some(receipt) = send(address, &file) {
                        acknowledged.lock().unwrap().push(receipt);
                    }
                });
            }
            // Not before two more were acknowledged, however slow the machine; then at any point.
            let wanted = acknowledged.lock().unwrap().len() + 2;
            for _ in 0..600 {
                if wanted <= acknowledged.lock().unwrap().len() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            std::thread::sleep(Duration::from_millis(170 * u64::from(round)));
            process.kill().unwrap();
            process.wait().unwrap();
        });
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(!acknowledged.is_empty());
    let mut process = serve(&database, address);
    for receipt in &acknowledged {
        let body = format!("{{\"receipt\":\"{receipt}\"}}");
        let found = ask(address, "/api/v1/letters/lookup", "application/json", body.as_bytes());
        let (status, body) = found.unwrap();
        assert!(status == "200" && body.contains("Gửi thêm 1 tệp."), "{status} {body}");
    }
    process.kill().unwrap();
    process.wait().unwrap();
    // Every file that the database names is there, as long as every other of the same content.
    let db = Database::connect(&database.settings.url).await.unwrap();
    let sql = Statement::from_string(db.get_database_backend(), "SELECT object FROM evidence");
    let rows = db.query_all_raw(sql).await.unwrap();
    let folder = database.folder.join("data/files");
    let lengths: std::collections::BTreeSet<u64> = rows
        .iter()
        .map(|row| row.try_get::<String>("", "object").unwrap())
        .map(|object| std::fs::metadata(folder.join(object)).unwrap().len())
        .collect();
    assert!(acknowledged.len() <= rows.len());
    assert_eq!(lengths.len(), 1, "{lengths:?}");
    db.close().await.unwrap();
}
