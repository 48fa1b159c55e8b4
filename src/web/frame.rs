//! What a handler needs to answer with a page: [`Site`] once per process, [`View`] per request.

use std::sync::Arc;
use std::time::Duration;

use fluent_bundle::FluentArgs;
use poem::http::StatusCode;
use poem::web::CsrfToken;
use poem::web::cookie::{Cookie, CookieJar, SameSite};
use poem::{FromRequest, Request, RequestBody, Response, Result};

use crate::app::LineFlaw;
use crate::config::Settings;
use crate::domain::evidence::FileFlaw;
use crate::domain::leak::Risk;
use crate::domain::letter::{FieldFlaw, Lang};
use crate::limits;
use crate::render::{Frame, Office, Page, Reader, RenderError, Renderer};

use super::forms::FlawLine;
use super::lang;

/// The renderer and what the pages say about the office.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    renderer: Renderer,
    /// In Vietnamese and in English.
    offices: [Office; 2],
    public_url: String,
    secure: bool,
    /// What the identity provider is called in Vietnamese and in English, where there is one.
    provider: Option<[String; 2]>,
}

impl Site {
    /// Reads templates, words and the settings that pages show.
    ///
    /// # Errors
    /// A template or locale file that cannot be read.
    pub fn new(settings: &Settings) -> Result<Self, RenderError> {
        let public_url = settings.server.public_url.trim_end_matches('/').to_owned();
        let host = public_url.split_once("://").map_or(public_url.as_str(), |(_, host)| host);
        let office = |name: &str, address: &str| Office {
            name: name.to_owned(),
            phone: settings.office.phone.clone(),
            address: address.to_owned(),
            hours: settings.office.hours.clone(),
            host: host.to_owned(),
        };
        let offices = [
            office(&settings.office.name, &settings.office.address),
            office(&settings.office.name_en, &settings.office.address_en),
        ];
        let secure = settings.server.secure();
        let renderer = Renderer::embedded()?;
        let oidc = &settings.oidc;
        let provider = oidc.is_on().then(|| [oidc.label.clone(), oidc.label_en.clone()]);
        Ok(Self(Arc::new(Inner { renderer, offices, public_url, secure, provider })))
    }

    pub fn renderer(&self) -> &Renderer {
        &self.0.renderer
    }

    /// The address of the site without a slash at its end.
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Whether cookies go over https only.
    pub fn secure(&self) -> bool {
        self.0.secure
    }

    /// The name of a cookie, bound to this host and to https where there is https (RFC 6265bis).
    pub fn cookie_name(&self, name: &str) -> String {
        if self.secure() { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// A cookie for a session token: never read by a script, gone when the browser closes.
    pub fn keep_session(&self, jar: &CookieJar, name: &str, token: &str, same_site: SameSite) {
        jar.add(self.guarded(name, token, same_site));
    }

    /// The same, gone after a while.
    pub fn keep_for(
        &self,
        jar: &CookieJar,
        name: &str,
        value: &str,
        same_site: SameSite,
        good: Duration,
    ) {
        let mut cookie = self.guarded(name, value, same_site);
        cookie.set_max_age(good);
        jar.add(cookie);
    }

    fn guarded(&self, name: &str, value: &str, same_site: SameSite) -> Cookie {
        let mut cookie = Cookie::new_with_str(self.cookie_name(name), value);
        cookie.set_path("/");
        cookie.set_http_only(true);
        cookie.set_secure(self.secure());
        cookie.set_same_site(same_site);
        cookie
    }

    /// Takes a session cookie back.
    pub fn drop_session(&self, jar: &CookieJar, name: &str) {
        let mut cookie = Cookie::named(self.cookie_name(name));
        cookie.set_path("/");
        cookie.set_secure(self.secure());
        cookie.make_removal();
        jar.add(cookie);
    }

    /// The token of a session cookie.
    pub fn session(&self, jar: &CookieJar, name: &str) -> Option<String> {
        jar.get(&self.cookie_name(name)).map(|cookie| cookie.value_str().to_owned())
    }

    /// The frame of a page that answers `req`.
    pub fn frame(&self, req: &Request) -> Frame {
        let token = req.data::<CsrfToken>().map_or("", |token| token.0.as_str());
        let lang = lang::of(req);
        Frame::new(lang, req.uri().path(), token, self.office(lang).clone())
    }

    /// The office as a reader of `lang` knows it.
    pub fn office(&self, lang: Lang) -> &Office {
        match lang {
            Lang::Vi => &self.0.offices[0],
            Lang::En => &self.0.offices[1],
        }
    }
}

/// Answers one request with pages in its reader's language.
pub struct View {
    pub site: Site,
    pub lang: Lang,
    frame: Frame,
}

impl View {
    /// The page, with 200.
    ///
    /// # Errors
    /// 500 when a template or word is wrong; the tests render every page to rule that out.
    pub fn page<P: Page>(self, page: &P) -> Result<Response> {
        self.page_with(StatusCode::OK, page)
    }

    /// The page, with another status.
    ///
    /// # Errors
    /// As [`View::page`].
    pub fn page_with<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response> {
        let html = self
            .site
            .renderer()
            .page(&self.frame, page)
            .map_err(poem::error::InternalServerError)?;
        Ok(html_response(status, html))
    }

    /// A text without arguments, in the reader's language.
    ///
    /// # Errors
    /// 500 when the key is missing.
    pub fn text(&self, key: &str) -> Result<String> {
        self.text_with(key, &FluentArgs::new())
    }

    /// A text with arguments, in the reader's language.
    ///
    /// # Errors
    /// 500 when the key or an argument is missing.
    pub fn text_with(&self, key: &str, args: &FluentArgs) -> Result<String> {
        let words = self.site.renderer().locales();
        words.text(self.lang, key, args).map_err(poem::error::InternalServerError)
    }

    /// The lines of the error summary for what the domain found wrong.
    ///
    /// # Errors
    /// 500 when a flaw has no sentence.
    pub fn flaws(&self, found: &[FieldFlaw]) -> Result<Vec<FlawLine>> {
        let locales = self.site.renderer().locales();
        found
            .iter()
            .map(|flaw| FlawLine::of(locales, self.lang, flaw))
            .collect::<Result<_, _>>()
            .map_err(poem::error::InternalServerError)
    }

    /// One line of the error summary from a key.
    ///
    /// # Errors
    /// 500 when the key is missing.
    pub fn flaw(&self, field: &str, key: &str) -> Result<FlawLine> {
        Ok(FlawLine { field: field.to_owned(), text: self.text(key)? })
    }

    /// The line for a source that has used up what it may.
    ///
    /// # Errors
    /// 500 when the sentence is missing.
    pub fn too_many(&self, wait: Duration) -> Result<FlawLine> {
        let mut args = FluentArgs::new();
        args.set("n", limits::minutes(wait));
        Ok(FlawLine { field: String::new(), text: self.text_with("flaw-too-often", &args)? })
    }

    /// The line for a moment in which the machine has more to do than it can.
    ///
    /// # Errors
    /// 500 when the sentence is missing.
    pub fn busy(&self, wait: Duration) -> Result<FlawLine> {
        let mut args = FluentArgs::new();
        args.set("n", limits::seconds(wait));
        Ok(FlawLine { field: String::new(), text: self.text_with("flaw-busy", &args)? })
    }

    /// The line for a file that is not taken, by the name its sender gave it, where that is known.
    ///
    /// # Errors
    /// 500 when a flaw has no sentence.
    pub fn file_flaw(&self, name: &str, flaw: FileFlaw) -> Result<FlawLine> {
        let mut args = FluentArgs::new();
        if let Some(limit) = flaw.limit() {
            args.set("n", limit);
        }
        let said = self.text_with(&format!("flaw-{}", flaw.name()), &args)?;
        if name.is_empty() {
            return Ok(FlawLine { field: "file".to_owned(), text: said });
        }
        let mut args = FluentArgs::new();
        args.set("name", name);
        args.set("text", said);
        Ok(FlawLine { field: "file".to_owned(), text: self.text_with("file-named", &args)? })
    }

    /// The lines for what is wrong with rows that were pasted, each with its number.
    ///
    /// # Errors
    /// 500 when a flaw has no sentence.
    pub fn lines(&self, found: &[LineFlaw]) -> Result<Vec<FlawLine>> {
        let line = |flaw: &LineFlaw| {
            let mut args = FluentArgs::new();
            args.set("text", flaw.about.as_str());
            let said = self.text_with(&format!("line-flaw-{}", flaw.code), &args)?;
            let Some(line) = flaw.line else {
                return Ok(FlawLine { field: String::new(), text: said });
            };
            let mut args = FluentArgs::new();
            args.set("n", line.to_string());
            args.set("text", said);
            Ok(FlawLine { field: "rows".to_owned(), text: self.text_with("line-numbered", &args)? })
        };
        found.iter().map(line).collect()
    }

    /// The lines for a summary that may betray the reporter; `field` names its input.
    ///
    /// # Errors
    /// 500 when a risk has no sentence.
    pub fn risks(&self, field: &str, risks: &[Risk]) -> Result<Vec<FlawLine>> {
        let line = |risk: &Risk| {
            let mut args = FluentArgs::new();
            args.set("fragment", risk.fragment.as_str());
            let text = self.text_with(&format!("risk-{}", risk.reason.name()), &args)?;
            Ok(FlawLine { field: field.to_owned(), text })
        };
        risks.iter().map(line).collect()
    }

    /// What the identity provider is called in the reader's language, where there is one.
    pub fn provider(&self) -> Option<&str> {
        let names = self.site.0.provider.as_ref()?;
        Some(match self.lang {
            Lang::Vi => &names[0],
            Lang::En => &names[1],
        })
    }

    /// How the committee shows itself, in the reader's language.
    pub fn office(&self) -> &Office {
        self.site.office(self.lang)
    }

    /// Answers in this language from here on.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        self.frame.speak(lang, self.site.office(lang).clone());
    }

    /// Lets the link to the other language lead to `path` instead of this page's own address.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.frame.path);
        self
    }

    /// Says in a green box what has just been done; `key` is one of `notice-…`.
    #[must_use]
    pub fn noticing(mut self, key: Option<&'static str>) -> Self {
        self.frame.notice = key;
        self
    }

    /// Frames the page for a staff member: density, name and sign-out in the header.
    #[must_use]
    pub fn for_staff(mut self, name: &str, role: &str) -> Self {
        self.frame.reader = Reader::Staff { name: name.to_owned(), role: role.to_owned() };
        self
    }
}

impl<'a> FromRequest<'a> for View {
    async fn from_request(req: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        let site = req
            .data::<Site>()
            .cloned()
            .ok_or_else(|| poem::Error::from_status(StatusCode::INTERNAL_SERVER_ERROR))?;
        let frame = site.frame(req);
        Ok(Self { site, lang: lang::of(req), frame })
    }
}

/// An HTML answer.
pub fn html_response(status: StatusCode, html: String) -> Response {
    Response::builder().status(status).content_type("text/html; charset=utf-8").body(html)
}
