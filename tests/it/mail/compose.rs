//! Every mail in every language, and what none of them may say.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use gopy::config::Settings;
use gopy::domain::clock::ClockKind;
use gopy::domain::head::{Anchor, Head, SignedHead};
use gopy::domain::invitation::{Change, Invitation};
use gopy::domain::letter::{EmailAddress, Lang};
use gopy::domain::notice::{Addressee, Template};
use gopy::domain::post::{DeadlineLine, MailArgs};
use gopy::mail::{ComposeError, Composer, Notice, Words};
use uuid::Uuid;

use super::{day, number};

const TODAY: &str = "2026-11-16";

pub fn composer() -> Composer {
    let mut settings = Settings::default();
    settings.server.public_url = "https://gopy.phuong.example.vn/".into();
    settings.office.phone = "024 3333 4444".into();
    Composer::new(&settings).unwrap()
}

fn addressee(template: Template) -> Addressee {
    match template {
        Template::News | Template::Received => Addressee::Reporter,
        Template::Intake | Template::Reply => Addressee::Triage,
        Template::Approve => Addressee::Approver,
        Template::Helping => Addressee::Helper,
        Template::Urgent | Template::Escalated => Addressee::Above,
        Template::Result | Template::Hearing => Addressee::SubjectUnit,
        Template::Transfer => Addressee::OtherBody,
        Template::Head => Addressee::Witness,
        Template::Invitation | Template::Account => Addressee::Account,
        _ => Addressee::Handler,
    }
}

pub fn args(template: Template) -> MailArgs {
    let line =
        |random, clock, due| DeadlineLine { number: number(random), clock, due_on: day(due) };
    match template {
        Template::Reminder => MailArgs::Deadlines(vec![
            line(1_234_567, ClockKind::Resolution, "2026-11-13"),
            line(7_654_321, ClockKind::TakeUp, TODAY),
            line(7_654_321, ClockKind::Measure, "2026-11-19"),
        ]),
        Template::Escalated => {
            MailArgs::Deadlines(vec![line(1_234_567, ClockKind::Notice, "2026-11-13")])
        }
        Template::Head => {
            let anchor = Anchor { count: 1_234, hash: [0xab; 32] };
            let head = Head { on: day(TODAY), anchor };
            let signed = SignedHead { head, key: [0xcd; 32], signature: [0xef; 64] };
            let to = EmailAddress::parse("nhan.chung@cap-tren.example.vn").unwrap();
            MailArgs::Head { to, signed }
        }
        Template::Invitation => MailArgs::Invitation { id: Uuid::nil(), what: Invitation::Begin },
        Template::Account => MailArgs::Account { change: Change::Role, at: None },
        _ => MailArgs::Case { number: number(1_234_567), by: Some(day("2026-11-20")) },
    }
}

fn words(template: Template, lang: Lang, args: &MailArgs) -> Result<Words, ComposeError> {
    let secret = (template == Template::Invitation).then_some("0f0f");
    let notice = Notice { template, addressee: addressee(template), args, secret };
    composer().words(&notice, lang, day(TODAY))
}

fn all(lang: Lang) -> String {
    let mut page = String::new();
    for template in Template::ALL {
        let words = words(template, lang, &args(template)).unwrap();
        let name = template.name();
        write!(page, "=== {name}\n{}\n\n{}\n", words.subject, words.text).unwrap();
    }
    page
}

#[test]
fn all_mails_in_vietnamese() {
    insta::assert_snapshot!(all(Lang::Vi));
}

#[test]
fn all_mails_in_english() {
    insta::assert_snapshot!(all(Lang::En));
}

#[test]
fn a_mail_in_html() {
    let news = words(Template::News, Lang::Vi, &args(Template::News)).unwrap();
    insta::assert_snapshot!(news.html);
}

/// The visible words of the HTML, without tags and runs of space.
fn visible(html: &str) -> String {
    let (_, body) = html.split_once("<body").unwrap();
    let parts = body.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    let text = parts.collect::<Vec<_>>().join(" ");
    let text = text.replace("&#x2f;", "/").replace("&#x27;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn html_and_text_are_the_same_words() {
    for (template, lang) in every() {
        let words = words(template, lang, &args(template)).unwrap();
        let text = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(visible(&words.html), text, "{template:?} {lang:?}");
    }
}

fn every() -> impl Iterator<Item = (Template, Lang)> {
    Template::ALL.into_iter().flat_map(|one| [Lang::Vi, Lang::En].map(|lang| (one, lang)))
}

#[test]
fn mails_are_short_and_calm() {
    for (template, lang) in every() {
        let Words { subject, text, html } = words(template, lang, &args(template)).unwrap();
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        assert!(lines <= 12, "{template:?} {lang:?} has {lines} lines");
        assert!(subject.chars().count() <= 60, "{subject}");
        assert!(!format!("{subject}{text}").contains('!'), "{template:?} {lang:?}");
        assert_eq!(text.matches("://").count(), 1, "one link in {template:?} {lang:?}");
        for remote in ["<img", "<script", "url(", "<link", "src="] {
            assert!(!html.contains(remote), "{template:?} {lang:?} has {remote}");
        }
    }
}

#[test]
fn no_mail_tells_the_kind_of_a_case() {
    let kinds = [
        "tố cáo",
        "khiếu nại",
        "góp ý",
        "phản ánh",
        "kiến nghị",
        "denunciation",
        "complaint",
        "vi phạm",
        "kỷ luật",
        "đảng viên",
        "bí thư",
    ];
    for (template, lang) in every() {
        let words = words(template, lang, &args(template)).unwrap();
        let told = format!("{}\n{}", words.subject, words.text).to_lowercase();
        // The address of the site is no word of ours.
        let told = told.replace("gopy.phuong.example.vn", "");
        for kind in kinds {
            assert!(!told.contains(kind), "{template:?} {lang:?} says \"{kind}\"");
        }
    }
}

/// What a template may ask for. None of it is written by a person or tells of one.
const FACTS: [&str; 19] = [
    "number",
    "on",
    "anchor",
    "what",
    "by",
    "link",
    "lines",
    "late",
    "soon",
    "line.number",
    "line.clock",
    "line.due",
    "line.late",
    "phone",
    "address",
    "lang",
    "subject",
    "body",
    "foot",
];

#[test]
fn no_template_can_ask_for_a_secret() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/mail");
    let mut asked = BTreeSet::new();
    for below in ["", "vi", "en"] {
        for file in std::fs::read_dir(folder.join(below)).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).unwrap();
                let env = minijinja::Environment::new();
                let template = env.template_from_named_str("mail", &text).unwrap();
                asked.extend(template.undeclared_variables(true));
            }
        }
    }
    let allowed: BTreeSet<String> = FACTS.map(str::to_owned).into();
    let more: Vec<_> = asked.difference(&allowed).collect();
    assert!(more.is_empty(), "templates ask for {more:?}");
    assert!(asked.contains("number"), "the templates were read");
}

#[test]
fn facts_must_fit_the_notice() {
    let swapped = [
        (Template::News, args(Template::Reminder)),
        (Template::Reminder, args(Template::News)),
        (Template::Escalated, MailArgs::Deadlines(Vec::new())),
    ];
    for (template, args) in swapped {
        let refused = words(template, Lang::Vi, &args);
        assert!(matches!(refused, Err(ComposeError::Facts(_))), "{template:?}");
    }
}

#[test]
fn a_day_is_named_only_where_there_is_one() {
    let args = MailArgs::Case { number: number(7), by: None };
    for (template, lang) in every().filter(|(one, _)| addressee(*one) == Addressee::Reporter) {
        let words = words(template, lang, &args).unwrap();
        assert!(!words.text.contains("2026"), "{template:?} {lang:?}");
    }
}

#[test]
fn every_link_and_every_change_of_an_account_has_its_words() {
    for lang in [Lang::Vi, Lang::En] {
        let mut told = BTreeSet::new();
        for what in Invitation::ALL {
            let args = MailArgs::Invitation { id: Uuid::nil(), what };
            let words = words(Template::Invitation, lang, &args).unwrap();
            assert!(words.text.contains("/noi-bo/kich-hoat/0f0f"), "{what:?}");
            told.insert(format!("{}\n{}", words.subject, words.text));
        }
        for change in Change::ALL {
            let args = MailArgs::Account { change, at: None };
            told.insert(words(Template::Account, lang, &args).unwrap().text);
        }
        assert_eq!(told.len(), Invitation::ALL.len() + Change::ALL.len(), "{lang:?}");
    }
}
