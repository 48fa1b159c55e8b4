//! The mail server fails in nine ways while letters come in, and the process is killed meanwhile: once the server is
//! well again, every mail is there within a minute, and nobody noticed but whom it concerned.
//!
//! Two seconds each here, with little patience; `benches/faults` asks for thirty, with the patience that is shipped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use super::sink::{DRIP, HANG_UP, Script, Sink};
use crate::support::served::{Running, Served, post};

/// How many letters come in while the server is unwell, and again once it is well.
const LETTERS: u32 = 10;

/// After which of them the process is killed: early, so that what it held is free again soon after.
const KILLED_AFTER: u32 = 3;

/// Every mail is there so long after the server is well again (security G2).
const DRAINED: Duration = Duration::from_mins(1);

/// A server that never answers about this one's mail, whatever else it does.
const DEAD: &str = "chet.example.vn";

/// An address that is refused for good.
const UNKNOWN: &str = "khong-co@hop-thu.example.vn";

struct Fault {
    what: &'static str,
    /// Nobody listens at all.
    absent: bool,
    script: Script,
}

const fn fault(what: &'static str, script: Script) -> Fault {
    Fault { what, absent: false, script }
}

const FAULTS: [Fault; 9] = [
    Fault { what: "nobody there", absent: true, script: well },
    fault("never greets", |said| (said == "CONNECT").then_some("")),
    fault("is no mail server", |said| (said == "CONNECT").then_some("HTTP/1.1 400 Bad Request")),
    fault("shuts down", |said| (said == "CONNECT").then_some("421 shutting down")),
    fault("knows nobody yet", |said| said.starts_with("RCPT").then_some("451 4.7.1 later")),
    fault("is full", |said| (said == ".").then_some("452 full")),
    fault("drips", |said| said.starts_with("MAIL").then_some(DRIP)),
    fault("takes and hangs up", |said| (said == ".").then_some(HANG_UP)),
    fault("takes and says nothing", |said| (said == ".").then_some("")),
];

fn well(said: &str) -> Option<&'static str> {
    match said {
        said if !said.starts_with("RCPT") => None,
        said if said.contains(DEAD) => Some(""),
        said if said.contains(UNKNOWN) => Some("550 5.1.1 unknown"),
        _ => None,
    }
}

/// One portal with one mail server.
struct Weather<'a> {
    portal: &'a Served,
    sink: &'a mut Sink,
    settings: Vec<(&'static str, String)>,
    /// How long the server is unwell.
    lasts: Duration,
}

/// What became of it.
struct Told {
    drained: Duration,
    repeats: usize,
    /// How long people waited while the server was unwell, and when it was well again.
    unwell: Vec<Duration>,
    well: Vec<Duration>,
}

impl Weather<'_> {
    fn start(&self) -> Running {
        self.portal.start_with(&self.settings).0
    }

    /// Sends a letter whose confirmation goes to `email`; answers how long that took.
    fn letter(&self, email: &str) -> Duration {
        let text = "Đèn ngõ hỏng đã ba tuần mà chưa ai đến sửa.";
        let body = json!({ "kind": "phan_anh", "text": text, "email": email, "lang": "vi" });
        let began = Instant::now();
        let answer = post(self.portal.address, "/api/v1/letters", email, &body);
        assert_eq!(answer.map(|(status, _)| status), Some(201), "{email}");
        began.elapsed()
    }

    /// Message-IDs by address, each as often as it arrived.
    fn arrived(&self) -> BTreeMap<String, Vec<String>> {
        let mails = self.sink.remembers(|sink| sink.mails.clone());
        let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for mail in mails {
            let mail = String::from_utf8(mail).unwrap();
            let header = |name: &str| {
                mail.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned()
            };
            arrived.entry(header("To:")).or_default().push(header("Message-ID:"));
        }
        arrived
    }

    /// Waits until all of these have their mail, and answers how long.
    fn wait_for(&self, everybody: &[String], limit: Duration) -> Duration {
        let began = Instant::now();
        loop {
            let arrived = self.arrived();
            let missing: Vec<&String> =
                everybody.iter().filter(|email| !arrived.contains_key(*email)).collect();
            if missing.is_empty() {
                return began.elapsed();
            }
            assert!(began.elapsed() < limit, "no mail to {missing:?} in {limit:?}");
            sleep(Duration::from_millis(50));
        }
    }

    fn tries(&self, email: &str) -> usize {
        let to = format!("RCPT TO:<{email}>");
        self.sink.remembers(|sink| sink.commands.iter().filter(|said| **said == to).count())
    }

    fn pass(&mut self, script: Script) -> Told {
        let address = |nth: u32| format!("nguoi{nth}@thu{nth}.example.vn");
        self.sink.becomes(script);
        let mut process = self.start();
        let began = Instant::now();
        let (mut everybody, mut unwell) = (Vec::new(), Vec::new());
        for nth in 0..LETTERS {
            unwell.push(self.letter(&address(nth)));
            everybody.push(address(nth));
            if nth == KILLED_AFTER {
                process.kill();
                process = self.start();
            }
            sleep((self.lasts * (nth + 1) / LETTERS).saturating_sub(began.elapsed()));
        }
        // Each try doubles the pause before the next.
        let most = everybody.iter().map(|email| self.tries(email)).max().unwrap();
        assert!(most <= 10, "tried {most} times in {:?}", began.elapsed());
        self.sink.becomes(well);
        self.sink.appear();
        let drained = self.wait_for(&everybody, DRAINED);

        self.letter(&format!("nguoi@{DEAD}"));
        self.letter(UNKNOWN);
        let mut well = Vec::new();
        for nth in LETTERS..2 * LETTERS {
            well.push(self.letter(&address(nth)));
            everybody.push(address(nth));
        }
        // With a server that never answers about one of them, and one that is refused.
        self.wait_for(&everybody, DRAINED);
        process.kill();
        assert_eq!(self.tries(UNKNOWN), 1);
        let arrived = self.arrived();
        let mut seen = BTreeSet::new();
        for (email, ids) in &arrived {
            assert!(
                ids.iter().all(|id| *id == ids[0]),
                "repeats carry the same Message-ID: {email}"
            );
            assert!(seen.insert(ids[0].clone()), "one Message-ID for two people: {email}");
        }
        let repeats = arrived.values().map(|ids| ids.len() - 1).sum();
        Told { drained, repeats, unwell, well }
    }
}

/// The shipped patience, or hardly any.
fn settings(port: u16, is_long: bool) -> Vec<(&'static str, String)> {
    let mut settings = vec![("GOPY_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{port}"))];
    let patience: &[_] = if is_long {
        &[("GOPY_MAIL__RETRY_BASE_MS", 1_000)]
    } else {
        &[
            ("GOPY_MAIL__CONNECT_MS", 300),
            ("GOPY_MAIL__COMMAND_MS", 1_000),
            ("GOPY_MAIL__DATA_MS", 1_000),
        ]
    };
    settings.extend(patience.iter().map(|(name, ms): &(_, u32)| (*name, ms.to_string())));
    settings
}

fn p95(mut waits: Vec<Duration>) -> Duration {
    waits.sort();
    waits[waits.len() * 95 / 100]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_mail_is_lost_however_the_mail_server_fails() {
    let seconds = std::env::var("GOPY_TEST_FAULTS").ok().map(|text| text.parse().unwrap());
    let lasts = Duration::from_secs(seconds.unwrap_or(2));
    let mut portals = Vec::new();
    for fault in &FAULTS {
        let mut sink = Sink::absent(well);
        if !fault.absent {
            sink.appear();
        }
        portals.push((fault, Served::bare().await, sink));
    }
    let runtime = tokio::runtime::Handle::current();
    let told: Vec<(&str, Told)> = std::thread::scope(|scope| {
        let all: Vec<_> = portals
            .iter_mut()
            .zip(0..)
            .map(|((fault, portal, sink), place)| {
                let settings = settings(sink.port, seconds.is_some());
                let mut weather = Weather { portal, sink, settings, lasts };
                let (fault, runtime) = (&**fault, runtime.clone());
                // One after the other: letters of all portals at the same moment would wait for each other alone.
                let apart = lasts * place / LETTERS / u32::try_from(FAULTS.len()).unwrap();
                scope.spawn(move || {
                    let _entered = runtime.enter();
                    sleep(apart);
                    (fault.what, weather.pass(fault.script))
                })
            })
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let all = |waits: fn(&Told) -> &Vec<Duration>| {
        p95(told.iter().flat_map(|(_, told)| waits(told).clone()).collect())
    };
    let (unwell, well) = (all(|told| &told.unwell), all(|told| &told.well));
    // For `benches/faults`, which shows it.
    let mut words = format!("a letter sent, p95: {unwell:?} unwell, {well:?} well\n");
    for (what, Told { drained, repeats, .. }) in &told {
        writeln!(words, "{what}: all there {drained:?} after, {repeats} repeats").unwrap();
    }
    write!(std::io::stderr(), "{words}").unwrap();
    if seconds.is_some() {
        assert!(unwell <= Duration::from_secs(1), "{unwell:?}");
        assert!(unwell <= 3 * well, "{unwell:?}, {well:?} when well");
    }
}
