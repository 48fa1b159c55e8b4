//! Who may do what: every role, at every address and operation, with a case of their own, of somebody else,
//! one they are kept out of, and one that does not exist.
//!
//! The snapshot is the reviewed file (`security.md`, S-26). The addresses come from the program's own table, so
//! that a new one changes the file. What is denied stays denied in whatever clothes the request comes, and
//! nothing is changed by a request that lacks the token of its form.

mod bypass;
mod forgery;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gopy::api::document;
use gopy::app;
use gopy::domain::case::Exclusions;
use gopy::domain::receipt::CaseNumber;
use gopy::store::cases::Key;
use poem::http::{Method, StatusCode};
use serde_json::Value;

use crate::two_worlds::tour::{Answer, NOBODY, Visitor, example, filled};
use crate::two_worlds::world::{Organisation, World};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Who asks: the name of the column, and the login of those who have one.
const ASKERS: [(&str, &str); 9] = [
    ("stranger", ""),
    ("resident", ""),
    ("desk", "tiepnhan"),
    ("triage", "kiemtra"),
    ("handler", "kiemtravien"),
    ("approver", "pheduyet"),
    ("above", "captren"),
    ("custodian", "giuphong"),
    ("admin", "quantri"),
];

/// Cases that an asker can be asked about, in this order: in their hands, in the hands of others, one they are
/// kept out of, one that nobody has.
type Cases = [Option<String>; 4];

/// An address or operation with a method.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// With `:number` in it where it is about a case.
    path: String,
    method: String,
    /// Of what is sent along: nothing, a form, JSON.
    kind: Option<&'static str>,
    body: String,
}

/// A committee in the middle of its work.
struct Scene {
    world: World,
    people: Organisation,
    numbers: Vec<CaseNumber>,
    receipt: String,
}

impl Scene {
    async fn set() -> Self {
        let people = Organisation::of(21);
        let world = World::found(&people).await;
        let text = "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.";
        let nobody = people.people.iter().filter(|one| one.title == "member");
        let nobody: Vec<_> = nobody.cloned().collect();
        let handlers: Vec<_> = ["kiemtravien", "bithu.phudo"].map(|login| people.who(login)).into();
        let (mut numbers, mut receipt) = (Vec::new(), String::new());
        for (place, steps) in [(0, 4), (1, 4), (2, 0), (0, 6), (1, 2)] {
            let sent = world.letter("phan_anh", nobody[place].about(), text).await;
            let officer = handlers[place % 2].id;
            world.live(&people, &sent.case_number, steps, Some(officer)).await;
            if receipt.is_empty() {
                receipt = sent.receipt.grouped();
            }
            numbers.push(sent.case_number);
        }
        for login in ["tiepnhan", "kiemtra", "kiemtravien", "pheduyet", "captren"] {
            let sent = world.letter("to_cao", people.behind(login).about(), text).await;
            numbers.push(sent.case_number);
        }
        Self { world, people, numbers, receipt }
    }

    async fn asker(&self, name: &str, login: &str) -> Visitor<'_> {
        match name {
            "stranger" => Visitor::stranger(&self.world),
            "resident" => {
                let mut visitor = Visitor::stranger(&self.world);
                let page = visitor.get("/tra-cuu").await;
                let fields = [("receipt", self.receipt.as_str())];
                let opened = visitor.press(&page, "/tra-cuu", &fields).await;
                assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
                visitor
            }
            _ => Visitor::signed_in(&self.world, login).await,
        }
    }

    async fn cases(&self, login: &str) -> Cases {
        let nobody = Some(NOBODY.to_owned());
        if login.is_empty() {
            return [None, Some(self.numbers[0].to_string()), None, nobody];
        }
        let who = self.people.who(login);
        let [mut mine, mut theirs, mut hidden] = [None, None, None];
        for number in &self.numbers {
            let loaded = self.world.store.case(Key::Number(number)).await.unwrap();
            let Exclusions { accounts, .. } = loaded.excluded;
            let seen = app::view::view(&self.world.app, &who, number).await.is_ok();
            let place = match (accounts.contains(&who.id), seen) {
                (true, _) => &mut hidden,
                (false, true) => &mut mine,
                (false, false) => &mut theirs,
            };
            place.get_or_insert_with(|| number.to_string());
        }
        [mine, theirs, hidden, nobody]
    }
}

/// Everything that can be asked. What is posted would change nothing even where it is allowed: it was made from a
/// version of the case that never was, and carries a field that forms without one do not know.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for known in gopy::server::known() {
        for method in known.methods.split(", ").filter(|method| *method != "HEAD") {
            let (kind, body) = match method {
                "POST" => (Some(FORM), "revision=999"),
                _ => (None, ""),
            };
            let path = known.path.clone();
            rows.push(Row { path, method: method.to_owned(), kind, body: body.to_owned() });
        }
    }
    for (path, operations) in document::document()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let path = path.replace("{number}", ":number").replace("{id}", ":id");
            let schema = &operation["requestBody"]["content"][JSON]["schema"];
            let wanted = operation["requestBody"].is_object();
            let about = path.contains(":number") || path.contains(":id");
            let body = if about { example(schema) } else { Value::default() };
            let body = if wanted { outdated(body).to_string() } else { String::new() };
            let kind = wanted.then_some(JSON);
            rows.push(Row { path, method: method.to_uppercase(), kind, body });
        }
    }
    rows.sort();
    rows
}

fn outdated(mut body: Value) -> Value {
    if let Some(revision) = body.get_mut("revision") {
        *revision = 999.into();
    }
    body
}

impl Row {
    /// Signing out ends the round.
    fn ends_it(&self) -> bool {
        self.method == "DELETE" && self.path == "/api/v1/session"
    }

    fn is_about_a_case(&self) -> bool {
        self.path.contains(":number")
    }

    /// The address with this case in it.
    fn at(&self, number: &str) -> String {
        let (path, method) = (self.path.replace(":number", number), self.method.parse().unwrap());
        filled(&path, &[], number, &method).swap_remove(0)
    }

    fn method(&self) -> Method {
        self.method.parse().unwrap()
    }

    async fn ask(&self, who: &mut Visitor<'_>, token: &str, number: &str) -> Answer {
        self.ask_at(who, token, &self.method, &self.at(number), &[]).await
    }

    /// At another address, or in other clothes.
    async fn ask_at(
        &self,
        who: &mut Visitor<'_>,
        token: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut body = self.kind.map(|kind| (kind, self.body.clone()));
        if let Some((FORM, typed)) = &mut body {
            let token =
                form_urlencoded::Serializer::new(String::new()).append_pair("csrf", token).finish();
            *typed = format!("{typed}&{token}");
        }
        let body = body.filter(|_| !["GET", "HEAD"].contains(&method));
        who.ask_with(method.parse().unwrap(), path, body, headers).await
    }
}

/// Whether the answer is a closed door.
fn is_denied(answer: &Answer) -> bool {
    matches!(
        answer.status,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
    ) || leads_to_the_entrance(answer)
}

fn leads_to_the_entrance(answer: &Answer) -> bool {
    let to = answer.headers.get("location").map(|to| to[0].as_str());
    answer.status == StatusCode::SEE_OTHER
        && to.is_some_and(|to| {
            // To sign in, to prove anew who one is, to open one's case again.
            ["/noi-bo", "/noi-bo/xac-nhan", "/tra-cuu"]
                .contains(&to.split('?').next().unwrap_or(to))
        })
}

fn told(answer: &Answer) -> String {
    if leads_to_the_entrance(answer) {
        return "door".to_owned();
    }
    answer.status.as_u16().to_string()
}

#[tokio::test]
async fn who_may_do_what() {
    let scene = Scene::set().await;
    let rows = rows();
    let mut cells: BTreeMap<(usize, usize), String> = BTreeMap::new();
    let mut tried = 0;
    for (column, (name, login)) in ASKERS.into_iter().enumerate() {
        let (mut who, cases) = (scene.asker(name, login).await, scene.cases(login).await);
        let token = forgery::token(&mut who).await;
        for (line, row) in rows.iter().enumerate().filter(|(_, row)| !row.ends_it()) {
            let asked: Vec<Option<&str>> = if row.is_about_a_case() {
                cases.iter().map(Option::as_deref).collect()
            } else {
                vec![Some("")]
            };
            let (mut said, mut denied) = (Vec::new(), None);
            for number in asked {
                let Some(number) = number else {
                    said.push("-".to_owned());
                    continue;
                };
                let answer = row.ask(&mut who, &token, number).await;
                said.push(told(&answer));
                // The one they are kept out of, where there is one.
                if is_denied(&answer) && number != NOBODY {
                    denied = Some(number.to_owned());
                }
            }
            cells.insert((line, column), said.join(" "));
            if let Some(number) = denied {
                tried += bypass::none_leads_in(row, &mut who, &token, name, &number).await;
            }
        }
    }
    let mut table = format!("{:<8}{:<58}", "method", "address");
    for (name, _) in ASKERS {
        let _written = write!(table, "| {name:<16}");
    }
    for (line, row) in rows.iter().enumerate() {
        let _written = write!(table, "\n{:<8}{:<58}", row.method, row.path);
        for column in 0..ASKERS.len() {
            let cell = cells.get(&(line, column)).map_or("", String::as_str);
            let _written = write!(table, "| {cell:<16}");
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(table.join("\n"));
    assert!(8_000 < tried, "{tried} disguises");
}
