//! Settings: `gopy.toml`, each key also as `GOPY_SECTION__KEY`; secrets also as files (`…_FILE`).

pub mod oidc;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::NaiveTime;
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use governor::Quota;
use serde::{Deserialize, Serialize};

use crate::domain::evidence::FileLimits;

pub use oidc::Oidc;

/// Everything that can be set. An unknown key is an error that names it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub server: Server,
    pub database: Database,
    pub mail: Mail,
    pub storage: Storage,
    pub evidence: Evidence,
    pub scan: Scan,
    pub keys: KeyFiles,
    pub limits: Limits,
    pub office: Office,
    pub routing: Routing,
    pub backup: Backup,
    pub calendar: Calendar,
    pub audit: Audit,
    pub oidc: Oidc,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: String,
    /// What people type into the browser; links in mails and the QR code begin with it.
    pub public_url: String,
    /// Whether cookies travel over https only; when not set, as `public_url` says.
    pub secure_cookies: Option<bool>,
    /// IP addresses of reverse proxies, such as `["127.0.0.1"]`: for connections from these alone the
    /// limits go by `X-Forwarded-For`. A proxy that is missing here makes all its visitors one source.
    pub trusted_proxies: Vec<String>,
    /// Where `/metrics` listens; on the main address when empty.
    pub metrics_listen: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `sqlite://path` or `postgres://user:password@host:port/name`.
    pub url: String,
    pub max_connections: u32,
    /// Whether each statement goes to the log (target `sqlx`, level info); never with its values.
    pub log_statements: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// `smtp://user:pass@host:port` or `smtps://…`; `.eml` files in `folder` when empty.
    pub smtp_url: String,
    pub from: String,
    pub folder: PathBuf,
    pub retry_base_ms: u64,
    /// How long the mail server may take to be reached, to answer a command, to take a mail (security S-53).
    pub connect_ms: u64,
    pub command_ms: u64,
    pub data_ms: u64,
    /// When staff are told of letters that came in, on working days, by the clock of Hanoi (security S-9); at once when
    /// empty.
    pub arrivals_at: Vec<NaiveTime>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Storage {
    /// Where files that belong to cases lie: a folder, or `s3://bucket/folder?endpoint=…&region=…`.
    pub url: String,
    /// Of the bucket.
    pub access_key: String,
    pub secret_key: String,
}

/// What of files is taken.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// Size of one picture or document, in MiB.
    pub file_mib: u64,
    /// Size of one sound or film: they cannot be made smaller on a phone as pictures can.
    pub media_mib: u64,
    /// Files in one sending.
    pub files: usize,
    /// Size of all files of one sending.
    pub sending_mib: u64,
    /// Files that one resident may add to one case, in all sendings together.
    pub case_files: usize,
    /// Size of a picture, from its header, in million pixels.
    pub megapixels: u64,
    /// Parts of a packed document.
    pub entries: usize,
    /// Size of a packed document when it is unpacked.
    pub unpacked_mib: u64,
    /// How many times larger a part of it may become.
    pub ratio: u64,
}

/// The virus scanner.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scan {
    /// `tcp://host:port` or `unix:///path` of clamd; no scanner when empty.
    pub clamd_url: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeyFiles {
    pub master_file: PathBuf,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backup {
    /// To whom backups are sealed (`age1…`); its identity lies elsewhere. Not sealed when empty.
    pub recipient: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Limits by source against abuse; off only for trying it out.
    pub enabled: bool,
    /// Sending letters. All rates leave room for an office or a café behind one address.
    pub letters: Rate,
    /// Trying a receipt, to look a case up or to write to it.
    pub look_ups: Rate,
    /// Signing in, right or wrong.
    pub sign_ins: Rate,
    /// Writing to an open case: messages, withdrawal, review, retaliation.
    pub messages: Rate,
    /// Calendar programs reading the links of officers.
    pub calendars: Rate,
    /// Sending files.
    pub files: Rate,
    /// Mails that confirm a letter, to one address: anybody can type anybody's. What is more is told on the
    /// page alone.
    pub confirmations: Rate,
    /// The same to all addresses of one mail server.
    pub confirmations_per_server: Rate,
    /// Connections at a time, from everywhere and from one source. Kept also when the limits are off.
    pub connections: usize,
    pub connections_per_source: usize,
    /// How often a resident may be asked for more.
    pub asks: u32,
    /// Longest hold of a deadline of a type for which the law gives no maximum, in calendar days.
    pub hold_days: u32,
}

/// How often one source may do something: `count` times in `minutes`, up to `burst` of them at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub count: NonZeroU32,
    pub minutes: NonZeroU32,
    pub burst: NonZeroU32,
}

/// How the committee shows itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Office {
    pub name: String,
    pub name_en: String,
    pub phone: String,
    pub address: String,
    pub address_en: String,
    /// When people are received, in words, for the home page.
    pub hours: String,
    /// The mailbox of the level above that is told of a deadline where nobody on the ladder can be; none when
    /// empty.
    pub duty_email: String,
}

/// Who keeps the end of the chain of acts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// Addresses of (two) people outside, who are sent each day where the chain ended, signed.
    pub witnesses: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Routing {
    /// Route short-lane letters with a sure match and no conflict without waiting for triage.
    pub automatic: bool,
}

/// How far ahead the calendar of days off must reach before the operators' page turns red.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Decreed so many days ahead.
    pub decreed_days: u32,
    /// Known at least provisionally so many days ahead.
    pub covered_days: u32,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { decreed_days: 60, covered_days: 365 }
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: "http://127.0.0.1:8080".into(),
            secure_cookies: None,
            trusted_proxies: Vec::new(),
            metrics_listen: String::new(),
        }
    }
}

impl Server {
    pub fn secure(&self) -> bool {
        self.secure_cookies.unwrap_or_else(|| self.public_url.starts_with("https://"))
    }

    /// Whether this address is one of our reverse proxies.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.proxies().contains(&address)
    }

    /// The reverse proxies, as addresses.
    pub fn proxies(&self) -> Vec<IpAddr> {
        let proxies = self.trusted_proxies.iter().filter_map(|proxy| proxy.parse::<IpAddr>().ok());
        proxies.map(|proxy| proxy.to_canonical()).collect()
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite://data/gopy.db".into(), max_connections: 8, log_statements: false }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: String::new(),
            from: "khong-tra-loi@gopy.example".into(),
            folder: "data/mail".into(),
            retry_base_ms: 60_000,
            connect_ms: 10_000,
            command_ms: 30_000,
            data_ms: 60_000,
            arrivals_at: Vec::new(),
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self { url: "data/files".into(), access_key: String::new(), secret_key: String::new() }
    }
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            file_mib: 10,
            media_mib: 30,
            files: 10,
            sending_mib: 40,
            case_files: 60,
            megapixels: 40,
            entries: 2_000,
            unpacked_mib: 100,
            ratio: 100,
        }
    }
}

impl Evidence {
    pub fn limits(&self) -> FileLimits {
        FileLimits {
            file: self.file_mib << 20,
            media: self.media_mib << 20,
            files: self.files,
            sending: self.sending_mib << 20,
            pixels: self.megapixels * 1_000_000,
            entries: self.entries,
            unpacked: self.unpacked_mib << 20,
            ratio: self.ratio,
        }
    }
}

impl Default for KeyFiles {
    fn default() -> Self {
        Self { master_file: "data/master.key".into() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            enabled: true,
            letters: Rate::new(20, 60, 10),
            look_ups: Rate::new(60, 10, 30),
            sign_ins: Rate::new(30, 10, 15),
            messages: Rate::new(60, 60, 20),
            calendars: Rate::new(600, 60, 60),
            files: Rate::new(60, 60, 30),
            confirmations: Rate::new(1, 24 * 60, 1),
            confirmations_per_server: Rate::new(60, 60, 30),
            connections: 2_000,
            connections_per_source: 500,
            asks: 3,
            hold_days: 90,
        }
    }
}

impl Rate {
    /// A nought becomes a one.
    fn new(count: u32, minutes: u32, burst: u32) -> Self {
        let some = |n| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self { count: some(count), minutes: some(minutes), burst: some(burst) }
    }

    pub fn quota(&self) -> Quota {
        let each = Duration::from_mins(1) * self.minutes.get() / self.count.get();
        // Only a period of nought has no quota, which would take a count beyond all measure.
        Quota::with_period(each)
            .unwrap_or(Quota::per_second(NonZeroU32::MAX))
            .allow_burst(self.burst)
    }
}

impl Default for Office {
    fn default() -> Self {
        Self {
            name: "Đảng ủy".into(),
            name_en: "Party Committee".into(),
            phone: "024 0000 0000".into(),
            address: "nơi tiếp công dân của cấp ủy".into(),
            address_en: "the committee's reception office".into(),
            hours: String::new(),
            duty_email: String::new(),
        }
    }
}

impl Settings {
    /// Reads the file (when there is one) and the environment, and checks every value.
    ///
    /// # Errors
    /// One sentence that names the key and says what it must be.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            if !file.exists() {
                bail!("the settings file {} does not exist", file.display());
            }
            figment = figment.merge(Toml::file(file));
        } else if Path::new("gopy.toml").exists() {
            figment = figment.merge(Toml::file("gopy.toml"));
        }
        let env =
            Env::prefixed("GOPY_").ignore(&["config"]).filter(|key| key.as_str().contains("__"));
        let secret = |key: &str| key.ends_with("_file") && key != "keys__master_file";
        let files = secret_files(&env, secret)?;
        let plain = env.filter(move |key| !secret(&key.as_str().to_ascii_lowercase())).split("__");
        let settings: Self = figment
            .merge(plain)
            .merge(files)
            .extract()
            .map_err(|error| anyhow::anyhow!("settings: {error}"))?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> anyhow::Result<()> {
        let server = &self.server;
        server.listen.parse::<std::net::SocketAddr>().with_context(|| {
            format!("server.listen must be address:port, not \"{}\"", server.listen)
        })?;
        if !(server.public_url.starts_with("http://") || server.public_url.starts_with("https://"))
        {
            bail!(
                "server.public_url must begin with http:// or https://, not \"{}\"",
                server.public_url
            );
        }
        for proxy in &server.trusted_proxies {
            proxy.parse::<IpAddr>().with_context(|| {
                format!("server.trusted_proxies must hold IP addresses, not \"{proxy}\"")
            })?;
        }
        let url = &self.database.url;
        if !(url.starts_with("sqlite:")
            || url.starts_with("postgres://")
            || url.starts_with("postgresql://"))
        {
            bail!("database.url must begin with sqlite:// or postgres://");
        }
        let smtp = &self.mail.smtp_url;
        if !(smtp.is_empty() || smtp.starts_with("smtp://") || smtp.starts_with("smtps://")) {
            bail!("mail.smtp_url must begin with smtp:// or smtps://");
        }
        crate::domain::letter::EmailAddress::parse(&self.mail.from).map_err(|_| {
            anyhow::anyhow!("mail.from must be an e-mail address, not \"{}\"", self.mail.from)
        })?;
        if [self.mail.connect_ms, self.mail.command_ms, self.mail.data_ms].contains(&0) {
            bail!("mail.connect_ms, mail.command_ms and mail.data_ms must be at least 1");
        }
        if self.limits.connections == 0 || self.limits.connections_per_source == 0 {
            bail!("limits.connections and limits.connections_per_source must be at least 1");
        }
        let duty = &self.office.duty_email;
        if !duty.is_empty() && crate::domain::letter::EmailAddress::parse(duty).is_err() {
            bail!("office.duty_email must be an e-mail address or empty, not \"{duty}\"");
        }
        for witness in &self.audit.witnesses {
            crate::domain::letter::EmailAddress::parse(witness).map_err(|_| {
                anyhow::anyhow!("audit.witnesses must hold e-mail addresses, not \"{witness}\"")
            })?;
        }
        self.oidc.check(&server.public_url)?;
        if self.database.max_connections == 0 {
            bail!("database.max_connections must be at least 1");
        }
        Ok(())
    }
}

/// Values given as files: `GOPY_MAIL__SMTP_URL_FILE` holds the path of a file with the value.
fn secret_files(env: &Env, secret: fn(&str) -> bool) -> anyhow::Result<Figment> {
    let mut figment = Figment::new();
    for (key, path) in env.iter() {
        let key = key.as_str().to_ascii_lowercase();
        if let Some(name) = key.strip_suffix("_file").filter(|_| secret(&key)) {
            let value = std::fs::read_to_string(&path).with_context(|| {
                format!("GOPY_{} names a file that cannot be read", key.to_uppercase())
            })?;
            figment = figment.merge((name.replace("__", "."), value.trim().to_owned()));
        }
    }
    Ok(figment)
}
