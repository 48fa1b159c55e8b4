//! Filling a test database with believable letters, quickly.
//!
//! The cases live by the real rules ([`crate::domain::decide`]), step by step, so that states, deadlines
//! and history fit together; only the storing is done by the page instead of by the step. Mail is not owed:
//! nobody is written to because of made-up letters.

mod course;
mod life;
pub mod members;
mod words;
mod world;

use std::collections::{BTreeSet, HashSet};
use std::pin::pin;

use chrono::NaiveDate;
use futures_util::{StreamExt as _, stream};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use tokio::sync::mpsc;
use uuid::{Builder, Uuid};

use self::course::Chance;
use self::life::{Life, Times};
use self::words::Numbers;
use self::world::{Target, World};
use super::{App, Held, demo, grants, statistics};
use crate::demo::bulk::{BulkLetter, BulkLetters};
use crate::demo::committee;
use crate::domain::access::{self, Account, Role};
use crate::domain::case::{Above, Allegation, Case, State, Track};
use crate::domain::gate;
use crate::domain::ids::{AllegationId, CaseId, MemberId};
use crate::domain::receipt::{CaseNumber, Receipt};
use crate::keys::{self, CaseKey, Holder};
use crate::store::audit::Entry;
use crate::store::bulk::{BulkCase, Page};
use crate::store::case_keys::WrappedKey;

/// How much to generate.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub letters: u32,
    /// First day of receipt.
    pub from: NaiveDate,
    /// Last day of receipt, not after today.
    pub to: NaiveDate,
    /// Whether the last [`WITH_RECEIPT`] letters get a receipt that opens them; each costs a slow hash.
    pub receipts: bool,
}

/// What a run made.
#[derive(Debug, Default)]
pub struct Generated {
    pub letters: u32,
    /// Of these, how many somebody still has to work on.
    pub open: u32,
    pub receipts: Vec<(CaseNumber, Receipt)>,
}

/// Letters of a run that may have a real receipt; the last ones.
pub const WITH_RECEIPT: u32 = 100;

/// There are ten million case numbers; beyond this share, finding a free one takes long.
const MOST: u32 = 5_000_000;

/// Letters stored in one transaction.
const PAGE: usize = 2_000;

/// How many letters earlier runs made; the seed of the next, so that runs add up.
const MADE: &str = "generated_letters";

/// Generates letters into a demonstration; an empty database becomes one first.
///
/// # Errors
/// On a database that is no demonstration, for days in the wrong order or ahead, and when the database fails.
pub async fn run(
    app: &App,
    wanted: Wanted,
    mut progress: impl FnMut(u32),
) -> anyhow::Result<Generated> {
    if app.store().is_empty().await? || demo::is_unfinished(app).await? {
        demo::load(app).await?;
    }
    if !app.is_demo().await? {
        anyhow::bail!("letters are generated only into a demonstration or a test database");
    }
    if wanted.to < wanted.from || app.now().day < wanted.to {
        anyhow::bail!("the days must run from the earlier to the later, and not past today");
    }
    let made = app.store().fact(MADE).await?.and_then(|text| text.parse::<u64>().ok());
    let made = made.unwrap_or_default();
    let taken: HashSet<String> = app.store().numbers().await?.into_iter().collect();
    if MOST as usize <= taken.len() + wanted.letters as usize {
        anyhow::bail!("there are not enough free case numbers for so many letters");
    }
    app.store().expect_pages(true).await?;
    let done = fill(app, wanted, made, taken, &mut progress).await;
    app.store().expect_pages(false).await?;
    let done = done?;
    note(app, &done, made).await?;
    Ok(done)
}

/// One thread makes and seals the letters while another stores them.
async fn fill(
    app: &App,
    wanted: Wanted,
    made: u64,
    taken: HashSet<String>,
    progress: &mut impl FnMut(u32),
) -> anyhow::Result<Generated> {
    let accounts = app.store().accounts_with(&Role::ALL).await?;
    let accounts: Vec<Account> = accounts.into_iter().map(|row| row.account).collect();
    let (pages, mut ready) = mpsc::channel::<(Page, u32)>(2);
    let maker = {
        let (app, vault) = (app.clone(), app.store().vault().await?);
        let register = app.register().await?;
        tokio::task::spawn_blocking(move || {
            let committee = committee();
            let mut world = World::new((app.clone(), register), &committee, accounts, vault);
            make(&app, wanted, made, taken, &mut world, &pages)
        })
    };
    // PostgreSQL stores two pages at a time, each in a process of its own; SQLite has one writer.
    let at_once = if app.store().is_postgres() { 2 } else { 1 };
    let store = |(page, letters): (Page, u32)| async move {
        app.store().add_page(page).await.map(|()| letters)
    };
    let pages = stream::poll_fn(|cx| ready.poll_recv(cx));
    let mut storing = pin!(pages.map(store).buffer_unordered(at_once));
    let mut stored = 0;
    while let Some(letters) = storing.next().await {
        stored += letters?;
        progress(stored);
    }
    maker.await?
}

async fn note(app: &App, done: &Generated, made: u64) -> anyhow::Result<()> {
    let now = app.now();
    let tx = app.store().begin().await?;
    tx.set_fact(MADE, &(made + u64::from(done.letters)).to_string()).await?;
    // Told before these letters were there.
    tx.drop_facts(statistics::FACT).await?;
    let entry = Entry {
        actor: "command line".into(),
        action: "generate".into(),
        object: "letters".into(),
        detail: done.letters.to_string(),
    };
    tx.audit(app.keys(), now.at, now.day, &[entry]).await?;
    Ok(tx.commit().await?)
}

fn make(
    app: &App,
    wanted: Wanted,
    made: u64,
    taken: HashSet<String>,
    world: &mut World<'_>,
    pages: &mpsc::Sender<(Page, u32)>,
) -> anyhow::Result<Generated> {
    let rules = app.rules();
    let times = Times { timing: rules.timing(), bounds: app.bounds(), today: wanted.to };
    let mut ids = Ids::new(made, wanted.letters, taken);
    let mut done = Generated::default();
    let mut page = Vec::with_capacity(PAGE);
    let letters = BulkLetters::new(made + 1, world.committee, wanted.from, wanted.to);
    for (turn, letter) in (0..wanted.letters).zip(letters) {
        let (mut one, held) = make_one(app, &letter, world, times, &mut ids)?;
        if wanted.receipts && wanted.letters - turn <= WITH_RECEIPT {
            let receipt = Receipt::new(keys::random());
            let (index, opens) = app.keys().receipt(&receipt)?;
            one.receipt_index = index;
            one.keys.push(grants::wrapped(app, Holder::Receipt(opens), one.case.id, &held.key));
            done.receipts.push((one.number.clone(), receipt));
        }
        done.letters += 1;
        done.open += u32::from(words::is_open(&one));
        page.push(one);
        if page.len() == PAGE || done.letters == wanted.letters {
            let size = u32::try_from(page.len()).unwrap_or_default();
            // Nobody listens any more when storing failed; the storing side tells why.
            if pages.blocking_send((Page::new(&page)?, size)).is_err() {
                break;
            }
            page.clear();
        }
    }
    Ok(done)
}

fn make_one(
    app: &App,
    letter: &BulkLetter,
    world: &mut World<'_>,
    times: Times<'_>,
    ids: &mut Ids,
) -> anyhow::Result<(BulkCase, Held)> {
    let target = world.target(letter.subject, letter.unit, letter.happened_on.into());
    let id = ids.next();
    let kind = demo::kind(letter.kind);
    let start = gate::first_queue(kind.lane(), world.accounts(), &target.out.0, false);
    let case = Case {
        id: CaseId(id),
        kind,
        track: Track::Party,
        queue: start.queue(),
        state: State::Received,
        received_on: letter.received_on,
        paper: false,
        named: letter.reporter_name.is_some(),
        asked: 0,
        returned: 0,
        pending: None,
        subjects: letter.subject.into_iter().map(MemberId).collect::<BTreeSet<_>>(),
        allegations: vec![Allegation { id: AllegationId(ids.another()), outcome: None }],
        measures: Vec::new(),
        heard: false,
        appeal_of: None,
        above: Above::default(),
        challenged: BTreeSet::new(),
        revision: 0,
    };
    let chance = Chance { roll: ids.rng.next_u32() >> 8, measure: ids.another() };
    let mut life = Life::begin(case, world, &target, times, chance.roll as usize);
    course::run(&mut life, letter, chance);
    let held = Held { case: life.case.id, key: CaseKey::fresh() };
    let numbers = Numbers {
        letter: ids.another(),
        number: ids.number(),
        receipt_index: ids.receipt_index(),
        keys: holders(app, &held.key, &life.case, world, &target),
        held: held.clone(),
    };
    let vault = world.vault.as_ref();
    Ok((
        words::seal(app, vault, words::Story { letter, target: &target, life }, numbers, chance)?,
        held,
    ))
}

/// The key of a case for the office and for everybody who may read the case as it stands.
fn holders(
    app: &App,
    key: &CaseKey,
    case: &Case,
    world: &World<'_>,
    target: &Target,
) -> Vec<WrappedKey> {
    let reads = |account: &&Account| access::reads(account, case, &target.excluded);
    let accounts = world.accounts().iter().filter(reads).map(|one| Holder::Account(one.id));
    let all = accounts.chain([Holder::Office]);
    all.map(|holder| grants::wrapped(app, holder, case.id, key)).collect()
}

/// Ids, numbers and chances of one run, the same for the same seed.
///
/// Ids rise through their whole range in the order of storing: every index grows at one place, which is many times
/// faster than all over, while days and states stay strewn over the ids as they are over random ones.
struct Ids {
    rng: ChaCha8Rng,
    /// The distance between two ids, in units of the highest 64 bits.
    step: u64,
    /// Cases so far.
    turn: u64,
    /// Where the present case's ids begin, in the same units.
    place: u64,
    taken: HashSet<String>,
}

impl Ids {
    fn new(seed: u64, count: u32, taken: HashSet<String>) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed ^ 0x676f_7079);
        Self { rng, step: u64::MAX / u64::from(count.max(1)), turn: 0, place: 0, taken }
    }

    /// The id of the next case.
    fn next(&mut self) -> Uuid {
        self.place = self.step * self.turn;
        self.turn += 1;
        self.another()
    }

    /// Another id near that of the present case.
    fn another(&mut self) -> Uuid {
        let high = self.place + self.rng.next_u64() % self.step;
        let bytes = (u128::from(high) << 64) | u128::from(self.rng.next_u64());
        Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid()
    }

    fn number(&mut self) -> CaseNumber {
        loop {
            let number = CaseNumber::new(self.rng.next_u32());
            if self.taken.insert(number.as_str().to_owned()) {
                return number;
            }
        }
    }

    /// Random bytes that no receipt leads to.
    fn receipt_index(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        self.rng.fill_bytes(&mut bytes);
        bytes[..8].copy_from_slice(&self.place.to_be_bytes());
        bytes
    }
}
