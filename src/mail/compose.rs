//! From a notice to words: plain template files, one per language, rendered strictly.

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use thiserror::Error;

use super::{Words, words};
use crate::config;
use crate::domain::letter::Lang;
use crate::domain::notice::{Addressee, Template};
use crate::domain::post::{DeadlineLine, MailArgs};
use crate::i18n;

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/mail");

/// What is to be told, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'a> {
    pub template: Template,
    pub addressee: Addressee,
    pub args: &'a MailArgs,
    /// What an invitation lets in by.
    pub secret: Option<&'a str>,
}

/// A mail that cannot be written.
#[derive(Debug, Error)]
pub enum ComposeError {
    #[error("a mail template is wrong")]
    Template(#[from] minijinja::Error),
    #[error("a mail template has no subject in its first line")]
    Subject,
    #[error("the notice \"{0}\" owes other facts than its row holds")]
    Facts(&'static str),
}

/// The templates of all mails, and what each of them says about the office. Built once at start.
#[derive(Debug)]
pub struct Composer {
    env: Environment<'static>,
    public_url: String,
    office: config::Office,
}

impl Composer {
    /// Reads the templates that are compiled into the program.
    ///
    /// # Errors
    /// The first template that cannot be read, by name.
    pub fn new(settings: &config::Settings) -> Result<Self, ComposeError> {
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
        for dir in std::iter::once(&TEMPLATES).chain(TEMPLATES.dirs()) {
            for file in dir.files() {
                if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                    env.add_template(name, text)?;
                }
            }
        }
        let public_url = settings.server.public_url.trim_end_matches('/').to_owned();
        Ok(Self { env, public_url, office: settings.office.clone() })
    }

    /// Writes a notice in the reader's language; `today` decides which deadlines are late.
    ///
    /// # Errors
    /// A template that asks for what no mail carries, or a notice whose facts do not fit it.
    pub fn words(
        &self,
        notice: &Notice<'_>,
        lang: Lang,
        today: NaiveDate,
    ) -> Result<Words, ComposeError> {
        let Notice { template, addressee, args, secret } = *notice;
        let link = self.link(addressee, secret);
        let facts = facts(template, args, lang, today)?;
        let letter =
            self.render(&file(lang, template.name()), context! { link => link.as_str(), ..facts })?;
        let (subject, body) = letter.split_once('\n').ok_or(ComposeError::Subject)?;
        let (subject, body) = (subject.trim(), body.trim());
        if subject.is_empty() || body.is_empty() {
            return Err(ComposeError::Subject);
        }
        let foot = self.foot(addressee, lang)?;
        let html = context! { lang => lang.name(), link => link.as_str(), subject, body, foot => foot.as_str() };
        let html = self.render("mail.html", html)?;
        Ok(Words { subject: subject.to_owned(), text: format!("{body}\n\n{foot}\n"), html })
    }

    /// The one link of a mail: without token or parameter, it demands the receipt or a login. Only an invitation is
    /// the way in itself.
    fn link(&self, addressee: Addressee, secret: Option<&str>) -> String {
        let path = match addressee {
            Addressee::Witness => "nhat-ky",
            _ if is_resident(addressee) => "tra-cuu",
            _ => "noi-bo",
        };
        match secret {
            Some(secret) => format!("{}/{path}/kich-hoat/{secret}", self.public_url),
            None => format!("{}/{path}", self.public_url),
        }
    }

    fn foot(&self, addressee: Addressee, lang: Lang) -> Result<String, ComposeError> {
        let office = &self.office;
        let address = match lang {
            Lang::Vi => &office.address,
            Lang::En => &office.address_en,
        };
        let name = match addressee {
            Addressee::Witness => "foot-witness",
            _ if is_resident(addressee) => "foot-resident",
            _ => "foot-staff",
        };
        let facts = context! { phone => office.phone.as_str(), address => address.as_str() };
        let foot = self.render(&file(lang, name), facts)?;
        Ok(foot.trim().to_owned())
    }

    fn render(&self, name: &str, facts: Value) -> Result<String, ComposeError> {
        Ok(self.env.get_template(name)?.render(facts)?)
    }
}

fn is_resident(addressee: Addressee) -> bool {
    matches!(addressee, Addressee::Reporter | Addressee::ReporterOnPaper)
}

fn file(lang: Lang, name: &str) -> String {
    format!("{}/{name}.txt", lang.name())
}

fn facts(
    template: Template,
    args: &MailArgs,
    lang: Lang,
    today: NaiveDate,
) -> Result<Value, ComposeError> {
    let bundle = matches!(template, Template::Reminder | Template::Escalated);
    let of_account = matches!(template, Template::Invitation | Template::Account);
    match args {
        MailArgs::Head { signed, .. } if template == Template::Head => {
            let anchor = signed.head.anchor.to_string();
            Ok(context! { on => i18n::day(lang, signed.head.on), anchor, lines => signed.lines() })
        }
        MailArgs::Invitation { what, .. } if template == Template::Invitation => {
            Ok(context! { what => what.name() })
        }
        MailArgs::Account { change, .. } if template == Template::Account => {
            Ok(context! { what => change.name() })
        }
        MailArgs::Case { number, by } if !bundle && !of_account && template != Template::Head => {
            Ok(context! { number => number.as_str(), by => by.map(|on| i18n::day(lang, on)) })
        }
        MailArgs::Deadlines(lines) if bundle && !lines.is_empty() => {
            let late = lines.iter().filter(|line| line.is_late(today)).count();
            let soon = lines.len() - late;
            let lines: Vec<Value> = lines.iter().map(|one| line(one, lang, today)).collect();
            Ok(context! { lines, late, soon })
        }
        _ => Err(ComposeError::Facts(template.name())),
    }
}

fn line(one: &DeadlineLine, lang: Lang, today: NaiveDate) -> Value {
    context! {
        number => one.number.as_str(),
        clock => words::clock(lang, one.clock),
        due => i18n::day(lang, one.due_on),
        late => one.is_late(today),
    }
}
