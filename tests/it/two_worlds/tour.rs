//! Everything that can be asked: every address of the program's own table and every operation of its
//! document, by somebody who is signed in and by somebody who is not.

use std::collections::BTreeMap;

use gopy::api::document;
use poem::http::{Method, StatusCode, header};
use poem::{Endpoint as _, Request};
use serde_json::{Map, Value, json};

use super::heard::{Heard, listening};
use super::world::World;
use crate::support::{PASSWORD, sign_in};

/// What came back for one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    /// Those of the cookies without their values.
    pub headers: BTreeMap<String, Vec<String>>,
    pub body: String,
    pub heard: Heard,
}

/// Somebody in front of the portal.
pub struct Visitor<'a> {
    world: &'a World,
    cookies: BTreeMap<String, String>,
    token: Option<String>,
}

impl<'a> Visitor<'a> {
    pub fn stranger(world: &'a World) -> Self {
        Self { world, cookies: BTreeMap::new(), token: None }
    }

    pub async fn signed_in(world: &'a World, login: &str) -> Self {
        let mut visitor = Self::stranger(world);
        let entrance = visitor.get("/noi-bo").await;
        let fields = [("login", login), ("password", PASSWORD)];
        visitor.press(&entrance, "/noi-bo", &fields).await;
        let door = visitor.get("/noi-bo/ma").await;
        let code = sign_in::code(&world.app, login).await;
        let entered = visitor.press(&door, "/noi-bo/ma", &[("code", &code)]).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{login}: {}", entered.body);
        let code = sign_in::code(&world.app, login).await;
        let body = json!({ "login": login, "password": PASSWORD, "code": code }).to_string();
        let session =
            visitor.ask(Method::POST, "/api/v1/session", Some(("application/json", body))).await;
        let session: Value = serde_json::from_str(&session.body).unwrap();
        visitor.token = Some(session["token"].as_str().unwrap().to_owned());
        visitor
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// From here on the cookie alone tells who it is, also at the interface.
    pub fn forget_token(&mut self) {
        self.token = None;
    }

    /// Posts a form with the token of the page it was seen on.
    pub async fn press(&mut self, on: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = token_in(&on.body).unwrap_or_default();
        let body = form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf", &token)
            .extend_pairs(fields)
            .finish();
        self.ask(Method::POST, path, Some(("application/x-www-form-urlencoded", body))).await
    }

    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
    ) -> Answer {
        self.ask_with(method, path, body, &[]).await
    }

    /// The same with further headers.
    pub async fn ask_with(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, String)>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path.parse().unwrap())
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookies.join("; "));
        if let (true, Some(token)) = (path.starts_with("/api/"), &self.token) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some((kind, body)) => request.header(header::CONTENT_TYPE, kind).body(body),
            None => request.finish(),
        };
        let (answer, heard) = listening(self.world.doors.get_response(request)).await;
        let (parts, body) = answer.into_parts();
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &parts.headers {
            let mut value = value.to_str().unwrap().to_owned();
            if name == header::SET_COOKIE {
                let (pair, rest) = value.split_once(';').unwrap_or((&value, ""));
                let (cookie, content) = pair.split_once('=').unwrap();
                self.cookies.insert(cookie.to_owned(), content.to_owned());
                value = format!("{cookie}=…;{rest}");
            }
            headers.entry(name.as_str().to_owned()).or_default().push(value);
        }
        // Of a paper the bytes that are no text differ where the text does.
        let body = String::from_utf8_lossy(&body.into_vec().await.unwrap()).into_owned();
        Answer { status: parts.status, headers, body, heard }
    }
}

impl Visitor<'_> {
    /// What one's own calendar reads under its secret address, for those who can have one.
    async fn calendar(&mut self) -> Option<Answer> {
        let page = self.get("/noi-bo/lich-ics").await;
        if page.status != StatusCode::OK {
            return None;
        }
        let made = self.press(&page, "/noi-bo/lich-ics", &[("go", "make")]).await;
        let secret = made.body.split(".ics").next().unwrap();
        let secret = secret.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
        let mut calendar = self.get(&format!("/lich/{secret}.ics")).await;
        assert!(calendar.body.starts_with("BEGIN:VCALENDAR"), "{secret}: {}", calendar.body);
        calendar.heard.statements.clear();
        Some(calendar)
    }
}

pub fn token_in(html: &str) -> Option<String> {
    let rest = html.split("name=\"csrf\" value=\"").nth(1)?;
    Some(rest.split('"').next()?.replace("&#x2f;", "/").replace("&#x3d;", "="))
}

impl Answer {
    /// Without what is drawn anew for each answer: tokens of forms and of sessions, keys of forms.
    pub fn plain(mut self) -> Self {
        for mark in ["name=\"csrf\" value=\"", "name=\"key\" value=\"", "\"token\":\""] {
            let mut parts = self.body.split(mark);
            let mut out = parts.next().unwrap().to_owned();
            for part in parts {
                let (_, rest) = part.split_once('"').unwrap();
                out.push_str(mark);
                out.push_str("…\"");
                out.push_str(rest);
            }
            self.body = out;
        }
        // How long ago the tree of units was read is real time, and the same for everybody.
        self.heard.statements.retain(|one| !one.contains("FROM \"units\""));
        self
    }

    /// Without the hashes of the log: each is drawn anew by the master key from everything that was done, so that
    /// it differs between the worlds and yet says nothing to whom the key is unknown.
    fn without_hashes(mut self) -> Self {
        let digits = |word: &str| word.len() == 64 && word.bytes().all(|c| c.is_ascii_hexdigit());
        let words: Vec<String> = self
            .body
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| digits(word))
            .map(str::to_owned)
            .collect();
        for word in words {
            self.body = self.body.replace(&word, "…");
        }
        self
    }

    /// Without the ids of what was made just now: they are drawn anew in each world.
    pub fn without_ids(mut self) -> Self {
        let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
        let mut out = String::with_capacity(self.body.len());
        let mut rest = self.body.as_str();
        while let Some(at) = rest.find(is_part) {
            let (before, from) = rest.split_at(at);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            out.push_str(before);
            let is_id = word.len() == 36 && word.matches('-').count() == 4;
            out.push_str(if is_id { "…" } else { word });
            rest = after;
        }
        out.push_str(rest);
        self.body = out;
        self
    }

    /// With another number in place of this one, wherever it stands.
    pub fn about(mut self, number: &str, as_if: &str) -> Self {
        self.body = self.body.replace(number, as_if);
        for values in self.headers.values_mut() {
            for value in values {
                *value = value.replace(number, as_if);
            }
        }
        self
    }
}

/// One thing to ask; `{number}` and so on are filled in.
#[derive(Clone, Debug)]
pub struct Question {
    pub method: Method,
    pub path: String,
    pub body: Option<(&'static str, String)>,
}

/// A number that no case has.
pub const NOBODY: &str = "HS-0000-0000";

/// Every address with every method, as somebody asks who has these cases in view; where an address takes
/// the number of a case, also with `hidden`.
///
/// An address that takes something this does not know fails the test: say what to put there.
pub fn questions(visible: &[String], hidden: &str) -> Vec<Question> {
    let mut all = Vec::new();
    for known in gopy::server::known() {
        for method in known.methods.split(", ") {
            let method: Method = method.parse().unwrap();
            // Signing out ends the tour: it is asked last.
            if known.path == "/noi-bo/thoat" && method == Method::POST {
                continue;
            }
            for path in filled(&known.path, visible, hidden, &method) {
                let body = (method == Method::POST)
                    .then(|| ("application/x-www-form-urlencoded", String::new()));
                all.push(Question { method: method.clone(), path, body });
            }
        }
    }
    for (path, operations) in document::document()["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            if path == "/api/v1/session" {
                continue;
            }
            // What has no case in it is sent empty: to be stored it would have to make sense.
            let with_case = path.contains("{number}");
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let body = operation["requestBody"].is_object().then(|| {
                let body = if with_case { example(schema) } else { json!({}) };
                ("application/json", body.to_string())
            });
            let mut path = path.replace("{number}", ":number").replace("{id}", ":id");
            path.push_str(match operation["operationId"].as_str().unwrap() {
                "search_people" => "?q=Nguyen+Van",
                "list_cases" => "?list=inbox",
                _ => "",
            });
            for path in filled(&path, visible, hidden, &method) {
                all.push(Question { method: method.clone(), path, body: body.clone() });
            }
        }
    }
    for list in ["work", "approvals", "done"] {
        let path = format!("/api/v1/cases?list={list}");
        all.push(Question { method: Method::GET, path, body: None });
    }
    let search = ["/noi-bo/khai-bao?tim=chi+bo+1&cua=Nguyen".to_owned()].into_iter();
    let within = visible.iter().flat_map(|number| {
        ["nguoi?tim=Nguyen+Van", "giao?tim=chi"].map(|page| format!("/noi-bo/hs/{number}/{page}"))
    });
    all.extend(search.chain(within).map(|path| Question { method: Method::GET, path, body: None }));
    all
}

/// Every step on the cases in view, by page and by interface: asked in both worlds, so that it changes both.
pub fn writes(visible: &[String]) -> Vec<Question> {
    let mut all = Vec::new();
    for number in visible {
        let about = questions(&[], number).into_iter();
        all.extend(about.filter(|one| one.method == Method::POST && one.path.contains(number)));
    }
    all
}

/// The addresses behind a pattern.
pub fn filled(pattern: &str, visible: &[String], hidden: &str, method: &Method) -> Vec<String> {
    let mut paths = vec![pattern.to_owned()];
    for part in pattern.split(['/', '?']).filter(|part| part.starts_with(':')) {
        let values: Vec<&str> = match part {
            // What can be seen is only read: a step would change it.
            ":number" if *method == Method::GET => {
                visible.iter().map(String::as_str).chain([hidden, NOBODY, "x"]).collect()
            }
            ":number" => vec![hidden, NOBODY],
            // Nobody was sent it.
            ":link" => vec!["x"],
            ":clock" => vec!["c1", "c2"],
            ":seq" => vec!["0"],
            ":deed" => vec!["khoa", "cum-tu", "lap", "chia", "x"],
            ":slug" => vec!["loai", "xong", "x"],
            ":digits" => vec!["48291057336092106635"],
            // Nobody's; one's own is read at the end.
            ":name" => vec!["x.ics"],
            // The same lists as workbooks, which tell when they were made, are left out.
            ":file" => vec!["units.csv", "members.csv", "posts.csv", "x"],
            ":id" => vec!["00000000-0000-0000-0000-000000000000"],
            other => unreachable!("{pattern}: say what to put for {other}"),
        };
        let fill = |path: &String| {
            values.iter().map(|value| path.replacen(part, value, 1)).collect::<Vec<_>>()
        };
        paths = paths.iter().flat_map(fill).collect();
    }
    paths
}

/// A body that an operation takes, from its schema.
pub fn example(schema: &Value) -> Value {
    let target = [&schema["$ref"], &schema["allOf"][0]["$ref"]].into_iter().find_map(Value::as_str);
    if let Some(target) = target {
        return example(document::schema(target.rsplit('/').next().unwrap()));
    }
    if let Some(words) = schema["enum"].as_array() {
        return words[0].clone();
    }
    match (schema["type"].as_str().unwrap_or("object"), schema["format"].as_str()) {
        ("object", _) => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let wanted = required.iter().map(|name| {
                let name = name.as_str().unwrap();
                (name.to_owned(), example(&schema["properties"][name]))
            });
            Value::Object(wanted.collect::<Map<_, _>>())
        }
        ("array", _) => json!([example(&schema["items"])]),
        ("integer" | "number", _) => json!(1),
        ("boolean", _) => json!(true),
        ("string", Some("date")) => json!("2026-12-01"),
        ("string", Some("uuid")) => json!("00000000-0000-0000-0000-000000000000"),
        ("string", _) => json!("Lời giải thích đủ dài để được nhận."),
        (other, _) => unreachable!("say what is an example of {other}"),
    }
}

/// Asks everything, one after the other; forms carry the token of a page that was just seen.
pub async fn tour(visitor: &mut Visitor<'_>, questions: &[Question]) -> Vec<Answer> {
    // As every server does when it starts.
    visitor.world.app.read_register().await.unwrap();
    let mut answers = Vec::with_capacity(questions.len());
    for question in questions {
        let answer = match &question.body {
            Some(("application/x-www-form-urlencoded", _)) => {
                let page = visitor.get("/noi-bo/vai-tro").await;
                let page =
                    if page.status == StatusCode::OK { page } else { visitor.get("/gui").await };
                visitor.press(&page, &question.path, &[("revision", "1"), ("go", "yes")]).await
            }
            body => visitor.ask(question.method.clone(), &question.path, body.clone()).await,
        };
        let answer = answer.plain();
        answers.push(if question.path == "/nhat-ky" { answer.without_hashes() } else { answer });
    }
    if let Some(calendar) = visitor.calendar().await {
        answers.push(calendar);
    }
    answers
}
