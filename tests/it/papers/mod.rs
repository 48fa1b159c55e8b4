//! What is rendered for others – staff, the coordinating branch, the person complained of, other bodies, witnesses –
//! holds nothing of whoever wrote, on paper, on pages, in calendars and in mails (security S-8).
//!
//! One reporter, known by marks, writes about everything that can happen to a letter ([`scene`]). Every address of the
//! program's own table, every operation of its document that is read, and every mail is then looked at by everybody of
//! the staff. Every template must have been seen on the way or stand in [`NOT_FOR_OTHERS`]: a new one fails the test.

mod mails;
mod scene;

use std::collections::{BTreeMap, BTreeSet};

use gopy::api::document;
use gopy::app::{feeds, step_up};
use gopy::domain::purpose::Purpose;
use gopy::render::template_sources;
use poem::http::header;

use self::scene::Scene;
use crate::support::{PASSWORD, sign_in};
use crate::web::slip::extracted;

/// What tells who wrote; each is found nowhere but in the letters of the scene.
const MARKS: [&str; 6] =
    ["Zuyên", "Hẻm Quýt", "0912 345 678", "0912345678", "zuyen.kin", "Ảnh nhà Zuyên"];

/// The letter's own words. Those who handle it read them; nobody else does.
const WORDS: [&str; 2] = ["quả bưởi lăn xuống giếng làng", "con mèo mun nhà hàng xóm"];

/// What the findings of the scene rest on. It is not looked through for what tells who wrote, because only those who
/// handle the letter read it.
pub const EVIDENCE: &str = "Sổ thu trang mười bảy, dòng thứ chín";

/// Who reads letters.
const READERS: [&str; 6] =
    ["kiemtra", "pheduyet", "bithu.phudo", "bithu.phudo-06", "kiemtravien1", "captren"];

/// Who does not, though some of them see that there are cases.
const OTHERS: [&str; 5] = ["tiepnhan", "quantri", "giuphong1", "bithu.phudo-05", ""];

/// Where those who handle a letter read it; every other address is a paper, a list of acts, or none of their business.
fn is_the_letter(pattern: &str) -> bool {
    const LISTS: [&str; 5] = [
        "/noi-bo/phan-loai",
        "/noi-bo/viec",
        "/noi-bo/duyet",
        "/noi-bo/da-xong",
        "/api/v1/cases?list=",
    ];
    const PAPERS: [&str; 7] =
        ["/da-doc", "/chung-cu", "/giay-chuyen", "/danh-tinh", "/cach-tinh", "/readers", "/files"];
    let of_case =
        pattern.contains(":number") && !PAPERS.iter().any(|paper| pattern.contains(paper));
    of_case || LISTS.iter().any(|list| pattern.starts_with(list))
}

/// Templates that nobody but the sender sees, or that know of no case, and why the round does not come by.
const NOT_FOR_OTHERS: [(&str, &str); 22] = [
    ("pages/gui/", "the letter itself, in its sender's hands"),
    ("pages/ho-so/", "for whoever holds the receipt"),
    ("pages/tra-cuu/", "for whoever holds the receipt"),
    ("pages/noi-bo/bien-nhan.html", "the receipt, handed to whoever brings the letter"),
    (
        "pages/noi-bo/hs/ngay-hen.html",
        "the frame of every decision; asked only after a change of calendar",
    ),
    (
        "pages/noi-bo/hs/giao-ngoai-le.html",
        "the frame of every decision; asked only when nobody else is left",
    ),
    ("pages/noi-bo/ket-viec.html", "keys of custodians; knows no case"),
    ("pages/noi-bo/ma.html", "signing in; knows no case"),
    ("pages/noi-bo/ma-moi.html", "signing in; knows no case"),
    ("pages/noi-bo/ma-du-phong.html", "signing in; knows no case"),
    ("pages/noi-bo/xac-nhan.html", "signing in; knows no case"),
    ("pages/noi-bo/sso.html", "signing in; knows no case"),
    ("pages/noi-bo/kich-hoat.html", "signing in; knows no case"),
    ("pages/noi-bo/index.html", "signing in; knows no case"),
    ("pages/noi-bo/tai-khoan/", "the reader's own account; knows no case"),
    ("pages/noi-bo/nguoi-dung/", "accounts; knows no case"),
    ("pages/noi-bo/to-chuc/nhap.html", "the register; knows no case"),
    ("pages/noi-bo/to-chuc/xem-truoc.html", "the register; knows no case"),
    ("pages/noi-bo/to-chuc/cap-quyen.html", "rights after a reorganisation; knows no case"),
    ("pages/noi-bo/lich.html", "the calendar; knows no case"),
    ("pages/noi-bo/lich-ngay.html", "the calendar; knows no case"),
    ("pages/errors/", "knows nothing"),
];

/// Pages that bear the same number as another one.
const TWINS: [&str; 8] = ["A3", "A4", "A7", "O2", "O9", "P3", "T7", "V2"];

struct Round<'a> {
    scene: &'a Scene,
    /// Numbers of the pages that were there, as they stand in the foot.
    seen: BTreeSet<String>,
    papers: BTreeSet<String>,
    answers: usize,
}

#[tokio::test]
async fn nothing_rendered_for_others_tells_who_wrote() {
    let scene = Scene::set().await;
    let mut round =
        Round { scene: &scene, seen: BTreeSet::new(), papers: BTreeSet::new(), answers: 0 };
    for login in READERS.into_iter().chain(OTHERS) {
        round.look(login, "vi").await;
    }
    // The other language says the same in other words; one of each kind reads it.
    for login in ["kiemtra", "bithu.phudo-06", "tiepnhan", ""] {
        round.look(login, "en").await;
    }
    assert!(500 < round.answers, "{} answers", round.answers);
    let papers: Vec<&str> = round.papers.iter().map(String::as_str).collect();
    insta::assert_snapshot!(papers.join("\n"));
    round.every_template_was_seen();
}

impl Round<'_> {
    async fn look(&mut self, login: &str, lang: &str) {
        let token = match login {
            "" => String::new(),
            login => self.proved(login).await,
        };
        let cookie = format!("gopy_staff={token}; gopy_lang={lang}");
        let mut there: BTreeMap<String, usize> = BTreeMap::new();
        for (pattern, path) in self.addresses(&cookie).await {
            // What differs most from case to case is looked at for each of them, a paper a few times.
            let times = there.entry(pattern.clone()).or_default();
            let whole = ["/noi-bo/hs/:number", "/api/v1/cases/:number"].contains(&pattern.as_str());
            if whole || *times < 4 {
                *times += usize::from(self.ask(login, &cookie, &pattern, &path).await);
            }
        }
        if let Some(who) = self.scene.account(login) {
            // For whoever may have one: a calendar is read by programs that send no cookie.
            if let Ok(secret) = feeds::create(&self.scene.portal.app, &who).await {
                self.ask(login, "", "/lich/:name", &format!("/lich/{secret}.ics")).await;
            }
        }
    }

    /// A session of somebody who has just shown anew that it is them.
    async fn proved(&self, login: &str) -> String {
        let app = &self.scene.portal.app;
        let purpose = match login {
            "giuphong1" | "pheduyet" => Purpose::OpenIdentity,
            "quantri" => Purpose::ChangeAccount,
            _ => Purpose::Export,
        };
        let token = sign_in::token(app, login).await;
        let code = sign_in::code(app, login).await;
        step_up::prove(app, &token, purpose, PASSWORD, &code).await.unwrap().token
    }

    /// Every address of the table and every operation that is read, with the cases that are there for this reader.
    async fn addresses(&self, cookie: &str) -> Vec<(String, String)> {
        let mut cases = Vec::new();
        for number in self.scene.cases.values() {
            let path = format!("/noi-bo/hs/{number}");
            let answer = self.get(&path, cookie).await;
            if answer.0.status().is_success() {
                cases.push(number.to_string());
            }
        }
        // One that is not there stands for all that are not.
        let first = self.scene.cases.values().next().unwrap().to_string();
        if cookie.ends_with("gopy_lang=en") {
            cases.retain(|number| self.scene.is_drawn(number));
        }
        let shown = if cases.is_empty() { vec![first] } else { cases };
        let known = gopy::server::known().into_iter().filter(|one| one.methods.contains("GET"));
        let mut patterns: Vec<String> = known.map(|one| one.path).collect();
        for (path, operations) in document::document()["paths"].as_object().unwrap() {
            if operations["get"].is_object() {
                patterns.push(path.replace("{number}", ":number").replace("{id}", ":id"));
            }
        }
        patterns.retain(|pattern| pattern != "/api/v1/cases" && pattern != "/api/v1/people");
        for list in ["inbox", "work", "approvals", "done"] {
            patterns.push(format!("/api/v1/cases?list={list}"));
        }
        patterns.push("/api/v1/people?q=Lan".to_owned());
        let mut all = Vec::new();
        for pattern in patterns {
            for path in self.scene.filled(&pattern, &shown) {
                all.push((pattern.clone(), path));
            }
        }
        all
    }

    async fn get(&self, path: &str, cookie: &str) -> poem::test::TestResponse {
        let request = self.scene.portal.web.get(path).header(header::COOKIE, cookie);
        request.header("x-requested-with", "fetch").send().await
    }

    /// Whether there was something to be seen.
    async fn ask(&mut self, login: &str, cookie: &str, pattern: &str, path: &str) -> bool {
        let answer = self.get(path, cookie).await.0;
        let there = answer.status().is_success();
        let kind = answer.content_type().unwrap_or_default().to_owned();
        let body = answer.into_body().into_bytes().await.unwrap();
        let mut text = String::from_utf8_lossy(&body).into_owned();
        let place = format!("{path} for {login}");
        if body.starts_with(b"%PDF") && !pattern.contains("/chung-cu/") {
            let words = extracted(&body);
            assert!(40 < words.len(), "{place}: the text of the paper can be read: {words:?}");
            text.push_str(&words);
        }
        // Lines of a calendar are folded.
        let text = text.replace("\r\n ", "");
        let receipts = self.scene.receipts.iter().map(String::as_str);
        for mark in MARKS.into_iter().chain(receipts) {
            assert!(!text.contains(mark), "{mark} stands in {place}");
        }
        if !READERS.contains(&login) || !is_the_letter(pattern) {
            for words in WORDS.into_iter().chain([EVIDENCE]) {
                assert!(!text.contains(words), "{words} stands in {place}");
            }
        }
        if !there {
            return false;
        }
        self.answers += 1;
        if !kind.starts_with("text/html") {
            self.papers.insert(format!("{pattern} ({})", kind.split(';').next().unwrap_or("")));
        }
        self.seen.extend(numbered(&text));
        true
    }

    fn every_template_was_seen(&self) {
        let mut by_number: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut missing = Vec::new();
        for (template, source) in template_sources() {
            if !template.starts_with("pages/") {
                continue;
            }
            let number =
                source.split("{% block id %}").nth(1).and_then(|rest| rest.split('{').next());
            let number = number.unwrap_or_default().to_owned();
            let excused = NOT_FOR_OTHERS.iter().any(|(start, _)| template.starts_with(start));
            if !excused && !self.seen.contains(&number) {
                missing.push(format!("{template} ({number})"));
            }
            by_number.entry(number).or_default().push(template);
        }
        assert!(missing.is_empty(), "nobody has looked at {missing:#?}");
        let twins = by_number.iter().filter(|(number, of)| {
            let others = of.iter().filter(|template| {
                !NOT_FOR_OTHERS.iter().any(|(start, _)| template.starts_with(start))
            });
            1 < others.count() && !TWINS.contains(&number.as_str())
        });
        let twins: Vec<_> = twins.collect();
        assert!(twins.is_empty(), "give a new page a number of its own: {twins:?}");
        for (start, why) in NOT_FOR_OTHERS {
            let known = template_sources().iter().any(|(template, _)| template.starts_with(start));
            assert!(known && !why.is_empty(), "{start} is gone");
        }
    }
}

/// The number in the foot of a page.
fn numbered(html: &str) -> Option<String> {
    let foot = html.rsplit("<p class=\"hint\">").next()?;
    let line = foot.split("</p>").next()?;
    Some(line.split_whitespace().last()?.to_owned())
}
