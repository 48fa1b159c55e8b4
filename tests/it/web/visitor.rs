//! A browser without scripts: keeps cookies, fills forms, presses buttons.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use gopy::app::App;
use gopy::app::post::Post;
use gopy::clock::SetClock;
use gopy::config::Settings;
use gopy::keys::{self, Keys};
use gopy::rules::Rules;
use gopy::store::Store;
use poem::endpoint::BoxEndpoint;
use poem::http::{Method, StatusCode, header};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Body, Endpoint, Request, RequestParts, Response};

use crate::support::{PASSWORD, sign_in};

/// A portal with an empty database of its own, on Sunday 22 November 2026.
pub struct Portal {
    pages: Arc<BoxEndpoint<'static>>,
    folder: PathBuf,
}

impl Portal {
    pub async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("gopy-web-{:x?}", keys::random::<8>()));
        let mut settings = Settings::default();
        settings.database.url = format!("sqlite://{}", folder.join("gopy.db").display());
        let store = Store::open(&settings.database).await.unwrap();
        store.migrate_up().await.unwrap();
        let clock = Arc::new(SetClock::at("2026-11-22T03:00:00Z".parse().unwrap()));
        let rules = Rules::shipped().unwrap();
        settings.mail.folder = folder.join("mail");
        let post = Post::open(&settings).unwrap();
        let app = App::new(store, clock, Keys::new(&keys::random()), rules, settings, post);
        let key = app.csrf_key();
        Self { pages: Arc::new(gopy::web::routes(app, key).unwrap()), folder }
    }

    pub fn visitor(&self) -> Visitor {
        let peer = "127.0.0.1:4000".parse().unwrap();
        Visitor { pages: Arc::clone(&self.pages), cookies: BTreeMap::new(), peer }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}

pub struct Visitor {
    pages: Arc<BoxEndpoint<'static>>,
    cookies: BTreeMap<String, String>,
    /// Where its connections come from.
    pub peer: SocketAddr,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub location: Option<String>,
    pub path: String,
    pub headers: poem::http::HeaderMap,
    /// The body as it came, for answers that are no text.
    pub body: Vec<u8>,
    pub html: String,
}

impl Visitor {
    /// A browser in front of a portal that a test has filled itself.
    pub fn of(app: &App) -> Self {
        Self::through(gopy::web::routes(app.clone(), app.csrf_key()).unwrap())
    }

    /// A browser whose requests go another way, such as through a socket.
    pub fn through(pages: BoxEndpoint<'static>) -> Self {
        let peer = "127.0.0.1:4000".parse().unwrap();
        Self { pages: Arc::new(pages), cookies: BTreeMap::new(), peer }
    }

    /// Signs an account of staff in.
    pub async fn signed_in(app: &App, login: &str, password: &str) -> Self {
        Self::of(app).signing_in(app, login, password).await
    }

    /// The same, in this browser.
    pub async fn signing_in(mut self, app: &App, login: &str, password: &str) -> Self {
        let page = self.get("/noi-bo").await;
        let typed = [("login", login), ("password", password)];
        let entered = self.pass(app, &page, &typed).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{login}: {}", entered.heading());
        self
    }

    /// Gives login and password on the entrance, then the code that is asked for.
    pub async fn pass(&mut self, app: &App, entrance: &Seen, typed: &[(&str, &str)]) -> Seen {
        let half = self.press(entrance, "/noi-bo", typed).await;
        let door = self.get(half.location.as_deref().unwrap()).await;
        let login = typed.iter().find(|(name, _)| *name == "login").unwrap().1;
        let code = sign_in::code(app, login).await;
        self.press(&door, "/noi-bo/ma", &[("code", &code)]).await
    }

    /// Gives password and code again where they are asked for, and goes on to where one was.
    pub async fn proved(&mut self, app: &App, login: &str, path: &str) -> Seen {
        let asked = self.get(path).await;
        let to = asked.location.unwrap_or_default();
        assert!(to.starts_with("/noi-bo/xac-nhan?viec="), "{to}");
        let page = self.get(&to).await;
        let code = sign_in::code(app, login).await;
        let typed = [("password", PASSWORD), ("code", code.as_str())];
        let done = self.press(&page, "/noi-bo/xac-nhan", &typed).await;
        assert_eq!(done.location.as_deref(), Some(path), "{}", done.html);
        self.get(path).await
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        self.send(Method::GET, path, String::new(), &[]).await
    }

    /// Presses the button of the form that posts to `action`, with `changes` typed over it.
    pub async fn press(&mut self, on: &Seen, action: &str, changes: &[(&str, &str)]) -> Seen {
        if on.form(action).split('>').next().unwrap().contains("multipart/form-data") {
            return self.attach(on, action, changes, &[]).await;
        }
        let mut fields = on.pairs(action);
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend(changes.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let path = if action.is_empty() { on.path.clone() } else { action.to_owned() };
        self.post(&path, body, &[]).await
    }

    /// The same with files chosen, for a form that takes them.
    pub async fn attach(
        &mut self,
        on: &Seen,
        action: &str,
        changes: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Seen {
        const BOUNDARY: &str = "----ranh-gioi-cua-bieu-mau";
        let mut fields = on.pairs(action);
        fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        fields.extend(changes.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("Content-Disposition: form-data; name=\"{name}\"");
            body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n{value}\r\n").into_bytes());
        }
        for (name, content) in files {
            let head = format!(
                "Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream"
            );
            body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").into_bytes());
            body.extend_from_slice(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let path = if action.is_empty() { on.path.clone() } else { action.to_owned() };
        self.send(Method::POST, &path, body, &[("content-type", &kind)]).await
    }

    pub async fn post(&mut self, path: &str, body: String, extra: &[(&str, &str)]) -> Seen {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(extra);
        self.send(Method::POST, path, body, &headers).await
    }

    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Seen {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = poem::http::Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = coming_from(self.peer, request.body(body.into()).unwrap());
        let answer = self.pages.call(request).await.unwrap();
        self.keep_cookies(&answer);
        let (parts, body) = answer.into_parts();
        let location =
            parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
        let body = body.into_bytes().await.unwrap().to_vec();
        Seen {
            status: parts.status,
            location,
            path: path.to_owned(),
            headers: parts.headers,
            html: String::from_utf8_lossy(&body).into_owned(),
            body,
        }
    }

    fn keep_cookies(&mut self, answer: &Response) {
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// What a cookie holds.
    pub fn cookie(&self, name: &str) -> String {
        self.cookies[name].clone()
    }

    pub fn put_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    pub fn take_cookies_of(&mut self, other: &Self) {
        self.cookies.clone_from(&other.cookies);
    }

    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }
}

impl Seen {
    /// The form that posts to `action`, as it is written.
    fn form(&self, action: &str) -> &str {
        let wanted = |form: &&str| {
            let tag = form.split('>').next().unwrap();
            // A search only leads to another address.
            if tag.contains("method=\"get\"") {
                return false;
            }
            match tag.split_once("action=\"") {
                Some((_, rest)) => rest.split(['"', '#']).next() == Some(action),
                None => action.is_empty(),
            }
        };
        let form = self.html.split("<form").skip(1).find(wanted).unwrap();
        form.split("</form>").next().unwrap()
    }

    /// Its inputs as they would be sent, several of one name one after the other.
    pub fn pairs(&self, action: &str) -> Vec<(String, String)> {
        let single = self.fields(action);
        let inputs = self.form(action).split("<input").skip(1);
        let inputs = inputs.map(|input| input.split('>').next().unwrap());
        let many = inputs.filter(|input| attribute(input, "name") == Some("files"));
        let many: Vec<(String, String)> = many
            .map(|input| ("files".into(), plain(attribute(input, "value").unwrap_or_default())))
            .collect();
        let rest = single.into_iter().filter(|(name, _)| name != "files" && name != "file");
        rest.chain(many).collect()
    }

    /// What the form that posts to `action` would send as it stands.
    pub fn fields(&self, action: &str) -> BTreeMap<String, String> {
        let form = self.form(action);
        let mut fields = BTreeMap::new();
        for input in form.split("<input").skip(1).map(|input| input.split('>').next().unwrap()) {
            let chosen = matches!(attribute(input, "type"), Some("radio" | "checkbox"));
            if let (Some(name), true) =
                (attribute(input, "name"), !chosen || input.contains(" checked"))
            {
                fields
                    .insert(name.to_owned(), plain(attribute(input, "value").unwrap_or_default()));
            }
        }
        for select in form.split("<select").skip(1) {
            let (tag, rest) = select.split_once('>').unwrap();
            let chosen = rest.split("</select>").next().unwrap().split("<option");
            let chosen = chosen.skip(1).find(|option| option.contains(" selected"));
            let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
            fields.insert(attribute(tag, "name").unwrap().to_owned(), plain(value));
        }
        for area in form.split("<textarea").skip(1) {
            let (tag, rest) = area.split_once('>').unwrap();
            let text = rest.split("</textarea>").next().unwrap().trim_start_matches('\n');
            fields.insert(attribute(tag, "name").unwrap().to_owned(), plain(text));
        }
        fields
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("type=\"hidden\" name=\"{name}\" value=\"");
        plain(self.html.split(&mark).nth(1).unwrap().split('"').next().unwrap())
    }

    pub fn heading(&self) -> String {
        let heading = self.html.split("<h1>").nth(1).unwrap_or_default();
        let heading = heading.split("</h1>").next().unwrap();
        heading.split('<').map(|part| part.split('>').next_back().unwrap()).collect()
    }

    /// The text of the element that carries `mark`, such as `data-receipt`.
    pub fn marked(&self, mark: &str) -> String {
        let rest = self.html.split(&format!("{mark}>")).nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    }
}

/// A request as the server hands it on when its connection comes from `peer`.
pub fn coming_from<B: Into<Body>>(peer: SocketAddr, request: poem::http::Request<B>) -> Request {
    let (head, body) = request.into_parts();
    let (peer, scheme) = (RemoteAddr(peer.into()), poem::http::uri::Scheme::HTTP);
    let head = RequestParts::from((head, LocalAddr::default(), peer, scheme));
    Request::from_parts(head, body.into())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next())
}

fn plain(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
