//! Mail as files.

use gopy::mail::{Folder, Mailer as _};

use super::{Scratch, message, read, sender};

#[tokio::test]
async fn one_complete_file_per_mail() {
    let scratch = Scratch::new();
    let folder = scratch.0.join("mail");
    Folder::new(sender(), &folder)
        .send(&message("Kính gửi ông/bà,\n\nHồ sơ có tin mới.\n"))
        .await
        .unwrap();

    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap()).collect();
    let names: Vec<_> = files.iter().map(|file| file.file_name().into_string().unwrap()).collect();
    assert_eq!(names, ["20261116T013000.000Z-7b0c.eml"]);
    let mail = read(&std::fs::read(files[0].path()).unwrap());
    assert_eq!(mail.text, "Kính gửi ông/bà,\n\nHồ sơ có tin mới.\n");
    for header in [
        "To: nguoi.gui@hop-thu.example.vn",
        "Message-ID: <7b0c@phuong.example.vn>",
        "Date: Mon, 16 Nov 2026 01:30:00 +0000",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(mail.headers.lines().any(|line| line == header), "{header} in {}", mail.headers);
    }
    for once in ["From:", "To:", "Subject:"] {
        assert_eq!(mail.headers.lines().filter(|line| line.starts_with(once)).count(), 1, "{once}");
    }
    assert!(mail.headers.is_ascii());
}

#[tokio::test]
async fn a_repeat_is_another_file_with_the_same_name_of_the_mail() {
    let scratch = Scratch::new();
    let folder = Folder::new(sender(), &scratch.0);
    let first = message("Có tin mới.\n");
    let mut again = first.clone();
    again.written_at += chrono::TimeDelta::seconds(30);
    folder.send(&first).await.unwrap();
    folder.send(&again).await.unwrap();

    let mut ids = Vec::new();
    for file in std::fs::read_dir(&scratch.0).unwrap() {
        let mail = read(&std::fs::read(file.unwrap().path()).unwrap());
        ids.extend(
            mail.headers.lines().find(|line| line.starts_with("Message-ID")).map(str::to_owned),
        );
    }
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}
