//! Recall: the exact strings under which an entry is filed, and the strings to ask for, from selective to broad.

use super::entry::{RegisterEntry, UnitPath, distinct, word_pairs};
use crate::text::{
    Folded, Mention, Word, WordKind,
    distance::one_slip_words,
    syllable::{fold_plain, is_plain_syllable},
};

/// Candidates to fetch for one description, over all steps.
pub const RECALL_LIMIT: usize = 500;

/// How members are filed. Another word here makes every database file its members anew at the next start: it goes with
/// each change of the folds or of [`recall_keys`].
pub const FILING: &str = "1";

/// Steps of [`recall_queries`] after which it pays to see whether the rest is needed: after the first, which asks for
/// everything at once, and after the selective ones.
const STOPS: [usize; 2] = [1, 4];

/// Up to which of so many steps to look next, after `taken` of them.
pub fn next_stop(taken: usize, steps: usize) -> usize {
    STOPS.into_iter().find(|stop| taken < *stop && *stop < steps).unwrap_or(steps)
}

/// One look into the index: entries under any of these keys. Steps are taken in order until [`RECALL_LIMIT`]
/// different entries were fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecallStep {
    pub keys: Vec<String>,
    /// Fetch no more than this many entries for this step.
    pub at_most: usize,
}

/// The keys under which an entry is filed; about twenty. They change only with the version of the folds.
pub fn recall_keys(entry: &RegisterEntry) -> Vec<String> {
    let facts = entry.facts();
    let mut keys = Vec::with_capacity(32);
    for name in entry.names.iter().map(NameKeys::new) {
        keys.extend(name.alone());
        for path in std::iter::once(&facts.managed_by).chain(&facts.residence) {
            keys.extend(name.with_unit(path));
        }
        for held in &facts.posts {
            let post = held.title.code();
            keys.push(format!("gp|{}|{post}", name.given));
            keys.extend(
                held.unit
                    .numbers
                    .iter()
                    .map(|number| format!("gpn|{}|{post}|{number}", name.given)),
            );
        }
    }
    for held in &facts.posts {
        let (post, unit) = (held.title.code(), &held.unit);
        keys.extend(unit.numbers.iter().map(|number| format!("pn|{post}|{number}")));
        keys.extend(unit.pairs.iter().map(|pair| format!("pb|{post}|{pair}")));
        keys.extend(both(unit).map(|(number, pair)| format!("pnb|{post}|{number}|{pair}")));
    }
    distinct(keys)
}

fn both(path: &UnitPath) -> impl Iterator<Item = (&str, &str)> {
    path.numbers
        .iter()
        .flat_map(|number| path.pairs.iter().map(move |pair| (number.as_str(), pair.as_str())))
}

/// The parts of a name that keys are made of.
struct NameKeys {
    whole: String,
    family: String,
    before_given: String,
    given: String,
    initials: String,
}

impl NameKeys {
    fn new(name: &Folded) -> Self {
        let words: Vec<&str> = name.words().iter().map(Word::ascii).collect();
        let at = |place: Option<usize>| {
            place
                .and_then(|place| words.get(place))
                .map_or_else(String::new, |word| (*word).to_owned())
        };
        Self {
            whole: words.join(" "),
            family: at(Some(0)),
            before_given: at(words.len().checked_sub(2)),
            given: at(words.len().checked_sub(1)),
            initials: words.iter().filter_map(|word| word.chars().next()).collect(),
        }
    }

    fn alone(&self) -> [String; 5] {
        let Self { whole, family, before_given, given, initials } = self;
        [
            format!("n|{whole}"),
            format!("fg|{family}|{given}"),
            format!("mg|{before_given}|{given}"),
            format!("g|{given}"),
            format!("i|{initials}"),
        ]
    }

    fn with_unit(&self, path: &UnitPath) -> Vec<String> {
        let Self { family, given, initials, .. } = self;
        let numbered = path.numbers.iter().flat_map(|number| {
            [
                format!("gn|{given}|{number}"),
                format!("fn|{family}|{number}"),
                format!("in|{initials}|{number}"),
            ]
        });
        let named = path.pairs.iter().map(|pair| format!("gb|{given}|{pair}"));
        numbered
            .chain(named)
            .chain(both(path).map(|(number, pair)| format!("gnb|{given}|{number}|{pair}")))
            .collect()
    }
}

/// What to ask the index for, over all readings of a description.
pub fn recall_queries(readings: &[Mention]) -> Vec<RecallStep> {
    let plans: Vec<Vec<RecallStep>> =
        readings.iter().map(|mention| Plan::new(mention).steps()).collect();
    let longest = plans.iter().map(Vec::len).max().unwrap_or(0);
    let merged = (0..longest).map(|at| {
        let steps = plans.iter().filter_map(|plan| plan.get(at));
        let at_most = steps.clone().map(|step| step.at_most).max().unwrap_or(0);
        RecallStep { keys: distinct(steps.flat_map(|step| step.keys.clone()).collect()), at_most }
    });
    merged.filter(|step| !step.keys.is_empty()).collect()
}

/// The parts of a description that keys are made of.
struct Plan {
    words: Vec<String>,
    /// Likely given names as typed: the last word, and the first of several.
    given: Vec<String>,
    /// The same with one slip taken back.
    slipped: Vec<String>,
    given_is_initial: bool,
    initials: String,
    post: Option<&'static str>,
    numbers: Vec<String>,
    pairs: Vec<String>,
}

impl Plan {
    fn new(mention: &Mention) -> Self {
        let name = mention.name.as_ref().filter(|name| !name.birth_order);
        let folded = name.map_or_else(Folded::default, |name| name.folded.clone());
        let words: Vec<String> =
            folded.words().iter().map(|word| word.ascii().to_owned()).collect();
        let given: Vec<String> = words
            .last()
            .into_iter()
            .chain(words.first().filter(|_| words.len() > 1))
            .cloned()
            .collect();
        let slipped = words.last().map_or_else(Vec::new, |word| syllables_near(word));
        let numbers = mention.units.iter().filter_map(|unit| unit.number.clone()).collect();
        let names = mention.units.iter().filter_map(|unit| unit.name.as_deref()).map(Folded::new);
        Self {
            given_is_initial: folded
                .words()
                .last()
                .is_some_and(|word| word.kind() == WordKind::Initial),
            initials: words.iter().filter_map(|word| word.chars().next()).collect(),
            words,
            given,
            slipped,
            post: mention.post.map(|asked| asked.post.code()),
            numbers: distinct(numbers),
            pairs: distinct(names.flat_map(|name| word_pairs(&name)).collect()),
        }
    }

    fn steps(&self) -> Vec<RecallStep> {
        let step = |keys: Vec<String>, at_most| RecallStep { keys: distinct(keys), at_most };
        let first = [
            self.whole(),
            self.given_with_post_and_unit(&self.given),
            self.given_with_both(&self.given),
        ]
        .concat();
        vec![
            step(first, 200),
            step(self.post_with_unit(), 150),
            step(self.given_with_unit(&self.given), 200),
            step(self.two_words(&self.given), 200),
            step(
                [
                    self.whole_slipped(),
                    self.given_with_post_and_unit(&self.slipped),
                    self.given_with_both(&self.slipped),
                ]
                .concat(),
                150,
            ),
            step(
                [self.given_with_unit(&self.slipped), self.given_with_post(&self.given)].concat(),
                150,
            ),
            step(self.by_initials(), 200),
            step([self.family_with_number(), self.two_words(&self.slipped)].concat(), 150),
            step(self.given.iter().take(1).map(|given| format!("g|{given}")).collect(), 250),
            step(
                self.given.iter().chain(&self.slipped).map(|given| format!("g|{given}")).collect(),
                100,
            ),
        ]
    }

    fn several(&self) -> bool {
        self.words.len() > 1
    }

    fn whole(&self) -> Vec<String> {
        if self.several() { vec![format!("n|{}", self.words.join(" "))] } else { Vec::new() }
    }

    /// The whole name with one word one slip away.
    fn whole_slipped(&self) -> Vec<String> {
        if !self.several() {
            return Vec::new();
        }
        let changed = |at: usize| {
            syllables_near(&self.words[at]).into_iter().map(move |word| {
                let mut words = self.words.clone();
                words[at] = word;
                format!("n|{}", words.join(" "))
            })
        };
        (0..self.words.len()).flat_map(changed).collect()
    }

    fn given_with_post_and_unit(&self, given: &[String]) -> Vec<String> {
        let with = |post: &str| {
            combine(given, &self.numbers, |given, number| format!("gpn|{given}|{post}|{number}"))
        };
        self.post.map_or_else(Vec::new, with)
    }

    fn given_with_both(&self, given: &[String]) -> Vec<String> {
        let both = combine(&self.numbers, &self.pairs, |number, pair| format!("{number}|{pair}"));
        combine(given, &both, |given, both| format!("gnb|{given}|{both}"))
    }

    fn post_with_unit(&self) -> Vec<String> {
        let Some(post) = self.post else { return Vec::new() };
        let both = combine(&self.numbers, &self.pairs, |number, pair| {
            format!("pnb|{post}|{number}|{pair}")
        });
        let numbers = self.numbers.iter().map(|number| format!("pn|{post}|{number}"));
        // Without a number the pairs of the ward select; with one they are in `both`.
        let pairs = self
            .pairs
            .iter()
            .filter(|_| self.numbers.is_empty())
            .map(|pair| format!("pb|{post}|{pair}"));
        both.into_iter().chain(numbers).chain(pairs).collect()
    }

    fn given_with_unit(&self, given: &[String]) -> Vec<String> {
        let numbers = combine(given, &self.numbers, |given, number| format!("gn|{given}|{number}"));
        let pairs = combine(given, &self.pairs, |given, pair| format!("gb|{given}|{pair}"));
        [numbers, pairs].concat()
    }

    fn given_with_post(&self, given: &[String]) -> Vec<String> {
        self.post.map_or_else(Vec::new, |post| {
            given.iter().map(|given| format!("gp|{given}|{post}")).collect()
        })
    }

    /// Family and given name, middle and given name; the first word as given name covers "Hùng Nguyễn".
    fn two_words(&self, given: &[String]) -> Vec<String> {
        let others = || self.words.iter().take(if self.several() { self.words.len() } else { 0 });
        let pair = |given: &String| {
            others()
                .flat_map(|other| [format!("fg|{other}|{given}"), format!("mg|{other}|{given}")])
                .collect::<Vec<_>>()
        };
        given.iter().flat_map(pair).collect()
    }

    fn by_initials(&self) -> Vec<String> {
        if !self.given_is_initial {
            return Vec::new();
        }
        let numbered = self.numbers.iter().map(|number| format!("in|{}|{number}", self.initials));
        numbered.chain([format!("i|{}", self.initials)]).collect()
    }

    fn family_with_number(&self) -> Vec<String> {
        let family = self.words.first().filter(|_| self.several());
        family.map_or_else(Vec::new, |family| {
            self.numbers.iter().map(|number| format!("fn|{family}|{number}")).collect()
        })
    }
}

fn combine(left: &[String], right: &[String], join: impl Fn(&str, &str) -> String) -> Vec<String> {
    left.iter().flat_map(|a| right.iter().map(|b| join(a, b)).collect::<Vec<_>>()).collect()
}

/// Syllables one slip away; a name is almost always a syllable.
fn syllables_near(word: &str) -> Vec<String> {
    let near = one_slip_words(word)
        .into_iter()
        .map(fold_plain)
        .filter(|other| is_plain_syllable(other) && other != word);
    distinct(near.collect())
}
