//! The same suite on a folder and on a bucket that speaks S3.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use gopy::config::Storage;
use gopy::objects::{Name, ObjectError, Objects};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;

/// A scratch folder that goes with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn fresh() -> Self {
        let folder = std::env::temp_dir().join(format!("gopy-objects-{}", Name::fresh()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// A bucket on this machine.
pub(super) async fn bucket(folder: &std::path::Path) -> SocketAddr {
    std::fs::create_dir_all(folder.join("chung-cu")).unwrap();
    let mut builder = S3ServiceBuilder::new(FileSystem::new(folder).unwrap());
    builder.set_auth(SimpleAuth::from_single("khoa", "bi-mat"));
    let service = builder.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let _done =
                    http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    address
}

pub(super) fn settings(address: SocketAddr) -> Storage {
    Storage {
        url: format!("s3://chung-cu/tep?endpoint=http://{address}&region=us-east-1"),
        access_key: "khoa".into(),
        secret_key: "bi-mat".into(),
    }
}

async fn put(objects: &Objects, name: &Name, bytes: &[u8]) {
    let mut writing = objects.create(name).await.unwrap();
    for part in bytes.chunks(60_000) {
        writing.write(part).await.unwrap();
    }
    writing.finish().await.unwrap();
}

async fn got(objects: &Objects, name: &Name) -> Result<Vec<u8>, ObjectError> {
    let mut reading = objects.read(name).await?;
    let mut bytes = Vec::new();
    while let Some(part) = reading.next().await? {
        bytes.extend(part);
    }
    Ok(bytes)
}

async fn suite(objects: &Objects) {
    assert_eq!(objects.list().await.unwrap(), [], "nothing at first");
    let (small, large, none) = (Name::fresh(), Name::fresh(), Name::fresh());
    put(objects, &small, b"nho").await;
    let many: Vec<u8> = (0..11_000_000_u32).map(|at| at.to_be_bytes()[2]).collect();
    put(objects, &large, &many).await;
    assert_eq!(got(objects, &small).await.unwrap(), b"nho");
    assert!(got(objects, &large).await.unwrap() == many, "in several parts");
    assert!(matches!(got(objects, &none).await, Err(ObjectError::Missing)));
    let mut names: Vec<Name> =
        objects.list().await.unwrap().into_iter().map(|one| one.name).collect();
    names.sort();
    let mut expected = [small.clone(), large.clone()];
    expected.sort();
    assert_eq!(names, expected);
    objects.delete(&small).await.unwrap();
    objects.delete(&none).await.unwrap();
    assert!(matches!(got(objects, &small).await, Err(ObjectError::Missing)));
    assert_eq!(objects.list().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_folder_keeps_objects() {
    let scratch = Scratch::fresh();
    let folder = scratch.0.join("data/files");
    let storage = Storage { url: format!("file://{}", folder.display()), ..Storage::default() };
    let objects = Objects::open(&storage).unwrap();
    suite(&objects).await;
    let entry = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap();
    assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}

#[tokio::test]
async fn a_bucket_keeps_objects() {
    let scratch = Scratch::fresh();
    let address = bucket(&scratch.0).await;
    suite(&Objects::open(&settings(address)).unwrap()).await;
}

#[test]
fn a_setting_that_cannot_be_meant_is_told() {
    for (url, told) in [
        ("", "must be a folder"),
        ("ftp://o-dia/", "must be a folder"),
        ("s3://b?endpoint=http://kho.example:9000&region=x", "plain http"),
        ("s3://b?tep=1", "knows endpoint and region"),
    ] {
        let error = Objects::open(&Storage { url: url.into(), ..Storage::default() });
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("storage.url") && error.contains(told), "{url}: {error}");
    }
    for name in ["", "../../etc/passwd", "0123456789abcdef0123456789abcdeG", &"a".repeat(33)] {
        assert_eq!(Name::parse(name), None, "{name}");
    }
}
