//! Every mail to everybody who could be told, in every language.

use std::collections::BTreeSet;
use std::path::Path;

use gopy::domain::letter::Lang;
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::post::MailArgs;
use gopy::mail::Notice;

use super::scene::Scene;
use super::{MARKS, WORDS};
use crate::mail::compose::{args, composer};

/// The last lines of a mail, by who reads it.
const FEET: [&str; 3] = ["foot-resident", "foot-staff", "foot-witness"];

#[test]
fn every_text_of_a_mail_belongs_to_a_notice() {
    let names = Template::ALL.map(Template::name);
    let known: BTreeSet<String> =
        names.iter().chain(&FEET).map(|name| format!("{name}.txt")).collect();
    for lang in [Lang::Vi, Lang::En] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/mail").join(lang.name());
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        let files: BTreeSet<String> = files.map(|name| name.into_string().unwrap()).collect();
        assert_eq!(files, known, "{lang:?}");
    }
}

/// What a mail may be told has no place for more than a number, days, and the holder's own account: whatever the case
/// is, every notice to everybody comes out of the same few facts.
#[tokio::test]
async fn no_notice_to_anybody_tells_who_wrote() {
    let scene = Scene::set().await;
    let (composer, today) = (composer(), scene.portal.today());
    let mut written = 0;
    for number in [&scene.cases["fresh"], &scene.cases["transferred"]] {
        for template in Template::ALL {
            let facts = match args(template) {
                MailArgs::Case { by, .. } => MailArgs::Case { number: number.clone(), by },
                MailArgs::Deadlines(mut lines) => {
                    lines[0].number = number.clone();
                    MailArgs::Deadlines(lines)
                }
                other => other,
            };
            for addressee in Addressee::ALL {
                for lang in [Lang::Vi, Lang::En] {
                    let secret = (template == Template::Invitation).then_some("0f0f");
                    let notice = Notice { template, addressee, args: &facts, secret };
                    let words = composer.words(&notice, lang, today).unwrap();
                    let all = format!("{} {} {}", words.subject, words.text, words.html);
                    clean(&scene, &all, &format!("{template:?} to {addressee:?}"));
                    written += 1;
                }
            }
        }
    }
    assert_eq!(written, 2 * Template::ALL.len() * Addressee::ALL.len() * 2);
}

/// What really went out while all of this happened, and what goes out when everything is late.
#[tokio::test]
async fn no_mail_that_went_out_tells_who_wrote() {
    let scene = Scene::set().await;
    scene.portal.set_day("2027-01-20");
    scene.portal.jobs().await;
    let mails = scene.portal.mails().await;
    let to: BTreeSet<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert!(100 < mails.len() && 10 < to.len(), "{} mails to {to:?}", mails.len());
    for mail in &mails {
        let all = format!("{} {} {}", mail.words.subject, mail.words.text, mail.words.html);
        clean(&scene, &all, mail.to.as_str());
    }
}

fn clean(scene: &Scene, text: &str, place: &str) {
    let receipts = scene.receipts.iter().map(String::as_str);
    for mark in MARKS.into_iter().chain(WORDS).chain(receipts) {
        assert!(!text.contains(mark), "{mark} stands in {place}");
    }
}
