//! Random sequences of reorganisations through the store: merged, divided, absorbed, dissolved, renamed, in any order.
//!
//! `GOPY_TEST_REORGANISATIONS` says how many; `benches/reorganisations` asks for a thousand.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use chrono::{Days, NaiveDate, TimeDelta};
use futures_util::future::join_all;
use gopy::app::letters;
use gopy::app::reorganisation::{self as reorg, NewPlan};
use gopy::clock::Clock as _;
use gopy::domain::access::sees;
use gopy::domain::letter::{RawLetter, Source};
use gopy::domain::organisation::{Register, Unit};
use gopy::store::accounts::AccountRow;
use gopy::store::cases::Key;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};

use super::HEADINGS;
use super::town::{Node, Town};
use super::witness::Witness;
use crate::support::Followed;
use crate::support::committee::about_hung;

/// As many as take about twenty seconds where nothing is optimised.
const FEW: u64 = 24;

/// Sequences at the same time, where each has a file of its own; a server is not asked for several copies at once.
const AT_ONCE: u64 = 3;

/// A plan that is being thought up.
struct Plan<'a> {
    dice: &'a mut StdRng,
    register: &'a Register,
    staff: &'a [AccountRow],
    day: NaiveDate,
    lines: String,
    founded: usize,
}

impl Plan<'_> {
    fn line(&mut self, cells: [&str; 9]) {
        writeln!(self.lines, "{}", cells.join(";")).unwrap();
    }

    fn link(&mut self, verb: &str, unit: &str, to: &str) {
        self.line([verb, unit, to, "", "", "", "", "", ""]);
    }

    fn living(&self, kind: &str) -> Vec<Unit> {
        let lives = |unit: &&Unit| unit.to.is_none() && unit.kind == kind;
        let mut units: Vec<Unit> = self.register.units.values().filter(lives).cloned().collect();
        units.sort_by(|a, b| a.code.cmp(&b.code));
        units
    }

    fn found(&mut self, ward: bool, parent: &str) -> String {
        self.founded += 1;
        let code = format!("m{}-{}", self.day.format("%m%d"), self.founded);
        let (kind, what) = if ward {
            ("Đảng bộ cơ sở", "Đảng bộ phường")
        } else {
            ("Chi bộ tổ dân phố", "Chi bộ")
        };
        let name = format!("{what} mới {code}");
        self.line(["Thành lập", &code, "", &name, kind, parent, "", "", ""]);
        code
    }

    /// Rights that a named person gives again, or does not; and somebody who takes office, or nobody.
    fn settle(&mut self, old: &[&Unit], to: &str, is_new: bool) {
        let lost = |row: &&AccountRow| old.iter().any(|unit| unit.id == row.account.unit);
        let logins: Vec<String> =
            self.staff.iter().filter(lost).map(|row| row.login.clone()).collect();
        for login in logins {
            if self.dice.random_bool(0.6) {
                self.line(["Cấp lại quyền", to, "", "", "", "", "", "", &login]);
            }
        }
        if is_new && self.dice.random_bool(0.5) {
            let mut cards: Vec<&str> =
                self.register.members.values().map(|one| one.card_no.as_str()).collect();
            cards.sort_unstable();
            let card = (*cards.choose(self.dice).unwrap()).to_owned();
            self.line(["Chỉ định", to, "", "", "", "", &card, "Bí thư", ""]);
        }
    }

    fn cards_in(&self, of: &Unit) -> BTreeSet<String> {
        let ties = self.register.ties.iter().filter(|tie| tie.unit == of.id && tie.to.is_none());
        ties.map(|tie| self.register.members[&tie.member].card_no.clone()).collect()
    }

    /// One thing that happens, as lines of a plan that is sound.
    fn act(&mut self) {
        let (mut wards, mut branches) =
            (self.living("grassroots_committee"), self.living("residential_branch"));
        wards.shuffle(self.dice);
        branches.shuffle(self.dice);
        let (ward, branch) = (wards[0].clone(), branches[0].clone());
        let above = self.register.units[&branch.parent.unwrap()].code.clone();
        let below: Vec<Unit> =
            branches.iter().filter(|one| one.parent == Some(ward.id)).cloned().collect();
        match self.dice.random_range(0..11) {
            0 if 2 <= wards.len() => {
                let to = self.found(true, "lt");
                for old in &wards[..2] {
                    self.link("Hợp nhất", &old.code, &to);
                }
                self.settle(&[&wards[0], &wards[1]], &to, true);
            }
            1 => {
                let halves = [self.found(true, "lt"), self.found(true, "lt")];
                for to in &halves {
                    self.link("Chia", &ward.code, to);
                }
                for one in &below {
                    let parent = halves.choose(self.dice).unwrap();
                    self.line(["Chuyển trực thuộc", &one.code, "", "", "", parent, "", "", ""]);
                }
                let to = halves.choose(self.dice).unwrap();
                self.settle(&[&ward], to, true);
            }
            2 if 2 <= branches.len() => {
                self.link("Sáp nhập", &branch.code, &branches[1].code);
                self.settle(&[&branch], &branches[1].code, false);
            }
            3 => {
                let halves = [self.found(false, &above), self.found(false, &above)];
                for to in &halves {
                    self.link("Chia", &branch.code, to);
                }
                for card in self.cards_in(&branch) {
                    let to = halves.choose(self.dice).unwrap();
                    self.line(["Chuyển đảng viên", "", to, "", "", "", &card, "", ""]);
                }
                let to = halves.choose(self.dice).unwrap();
                self.settle(&[&branch], to, true);
            }
            4 => {
                let to = self.found(false, &above);
                self.link("Tách", &branch.code, &to);
                for card in self.cards_in(&branch).into_iter().skip(1) {
                    self.line(["Chuyển đảng viên", "", &to, "", "", "", &card, "", ""]);
                }
            }
            5 if 2 <= wards.len() => {
                let parent = wards[1].code.clone();
                for one in &below {
                    self.line(["Chuyển trực thuộc", &one.code, "", "", "", &parent, "", "", ""]);
                }
                self.line(["Giải thể", &ward.code, "", "", "", "", "", "", ""]);
                self.settle(&[&ward], &parent, false);
            }
            6 => self.line(["Đổi tên", &branch.code, "", "Chi bộ tên mới", "", "", "", "", ""]),
            7 => {
                self.line(["Chuyển trực thuộc", &branch.code, "", "", "", &ward.code, "", "", ""]);
            }
            8 if 2 <= wards.len() => {
                self.link("Sáp nhập", &ward.code, &wards[1].code);
                self.settle(&[&ward], &wards[1].code, false);
            }
            9 if 2 <= branches.len() => {
                let to = self.found(false, &above);
                for old in &branches[..2] {
                    self.link("Hợp nhất", &old.code, &to);
                }
                self.settle(&[&branches[0], &branches[1]], &to, true);
            }
            _ => {
                let to = self.found(true, "lt");
                self.link("Chuyển thành", &ward.code, &to);
                self.settle(&[&ward], &to, false);
            }
        }
    }
}

/// A copy of the town while time goes by.
struct Story {
    node: Node,
    witness: Witness,
    days: Vec<NaiveDate>,
}

impl Story {
    /// Some days later one more plan is carried out. Answers how many cases it moved.
    async fn turn(&mut self, town: &Town, dice: &mut StdRng) -> usize {
        let c = &town.portal.committee;
        let (app, store) = (&self.node.app, &self.node.store);
        self.node.clock.set(self.node.clock.now().at + TimeDelta::days(dice.random_range(1..4)));
        let day = app.now().day;
        let register = store.register().await.unwrap();
        let staff = store.active_accounts().await.unwrap();
        let lines = String::new();
        let mut plan = Plan { dice, register: &register, staff: &staff, day, lines, founded: 0 };
        plan.act();
        let content = format!("{HEADINGS}\n{}", plan.lines);
        let plan = NewPlan {
            name: "Sắp xếp".into(),
            on: day,
            file_name: "ke-hoach.csv".into(),
            content: content.clone().into_bytes(),
        };
        let id = reorg::draft(app, &c.admin, plan).await.unwrap();
        let signer = if dice.random_bool(0.5) { c.above } else { c.above2 };
        let done = reorg::sign(app, &signer, id, "Cấp phó được chỉ định sau.").await;
        assert!(done.is_ok(), "{done:?}: {content}");
        if dice.random_bool(0.3) {
            self.give_rights_again(town, dice).await;
        }
        if dice.random_bool(0.2) {
            self.one_more_letter().await;
        }
        self.days.push(day);
        let moves = self.node.store.case_moves().await.unwrap();
        moves.iter().filter(|one| one.reorganisation == id).count()
    }

    async fn give_rights_again(&self, town: &Town, dice: &mut StdRng) {
        let (app, above) = (&self.node.app, &town.portal.committee.above2);
        let lost = reorg::lost(app, above).await.unwrap();
        let units = self.node.store.all_units().await.unwrap();
        let mut codes: Vec<&str> =
            units.iter().filter(|unit| unit.to.is_none()).map(|unit| unit.code.as_str()).collect();
        codes.sort_unstable();
        if let Some(one) = lost.choose(dice) {
            reorg::grant(app, above, &one.login, codes.choose(dice).unwrap()).await.unwrap();
        }
    }

    async fn one_more_letter(&mut self) {
        let raw = RawLetter {
            kind: "phan_anh".into(),
            about: about_hung(),
            text: "Thu tiền làm ngõ mỗi hộ năm trăm nghìn đồng mà không có phiếu thu.".into(),
            ..RawLetter::default()
        };
        let sent = letters::submit(&self.node.app, raw, Source::Web, None).await.unwrap();
        self.witness.add(Followed::new(sent), &self.node.store).await;
    }

    /// In the structure of any day as in today's, each case that the reader may know of is counted once.
    async fn figures(&self, town: &Town) {
        let (app, reader) = (&self.node.app, &town.portal.committee.triage2);
        let mut known = 0;
        for letter in &self.witness.letters {
            let case = letter.case(&self.node.store).await;
            let found = self.node.store.case(Key::Id(case)).await.unwrap();
            known += usize::from(sees(reader, &found.case, &found.excluded));
        }
        for day in &self.days {
            let found = reorg::figures(app, reader, [*day, app.now().day]).await.unwrap();
            assert_eq!(found.total, known);
            for side in &found.sides {
                assert_eq!(side.iter().map(|line| line.cases).sum::<usize>(), known, "{day}");
            }
        }
    }
}

/// One sequence. Answers how many plans were carried out and how many cases they moved.
async fn play(town: &Town, witness: &Witness, seed: u64) -> (usize, usize) {
    let mut dice = StdRng::seed_from_u64(seed);
    let now = town.portal.app.now();
    let database = town.portal.database.copy().await;
    let node = Node::on(&database, now.at).await;
    let days = vec![now.day - Days::new(1)];
    let mut story = Story { node, witness: witness.clone(), days };
    let (turns, mut moved) = (dice.random_range(2..6), 0);
    for _ in 0..turns {
        moved += story.turn(town, &mut dice).await;
        let Story { node, witness, .. } = &mut story;
        witness.look(&node.store).await;
    }
    let Story { node, witness, .. } = &story;
    witness.follow(&node.app, &node.store).await;
    story.figures(town).await;
    if seed.is_multiple_of(10) {
        gopy::app::audit::verify(&node.app, None).await.unwrap();
    }
    (turns, moved)
}

#[tokio::test]
async fn no_sequence_of_reorganisations_leaves_a_case_behind() {
    let asked = std::env::var("GOPY_TEST_REORGANISATIONS").ok();
    let many = asked.as_ref().map_or(FEW, |n| n.parse().unwrap());
    let town = Town::found(None).await;
    let witness = Witness::of(town.letters.clone(), &town.portal.store).await;
    let began = Instant::now();
    // While one waits for its database, another goes on.
    let at_once = if town.portal.database.is_postgres() { 1 } else { AT_ONCE };
    let (here, known) = (&town, &witness);
    let several = (0..at_once).map(async |first| {
        let (mut turns, mut moved) = (0, 0);
        for seed in (first..many).step_by(usize::try_from(at_once).unwrap()) {
            let played = play(here, known, seed).await;
            (turns, moved) = (turns + played.0, moved + played.1);
        }
        (turns, moved)
    });
    let played = join_all(several).await;
    let (turns, moved): (usize, usize) =
        played.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(turns < 2 * moved, "only {moved} cases moved in {turns} turns");
    // For `benches/reorganisations`, which shows it.
    let told = format!(
        "{many} sequences, {turns} reorganisations, {moved} cases handed over, {} letters each, {:?}",
        witness.letters.len(),
        began.elapsed()
    );
    writeln!(std::io::stderr(), "{told}").unwrap();
}
