//! The two languages against each other, against the code, and against the spelling rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use gopy::api::problem::SHAPE_FLAWS;
use gopy::domain::evidence::FileFlaw;
use gopy::domain::letter::{Field, Flaw, Lang};
use gopy::i18n::{self, Locales};
use gopy::render::template_sources;

/// Key → names of its arguments.
type Keys = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    assert!(Locales::embedded().is_ok());
    let (vi, en) = (keys(Lang::Vi), keys(Lang::En));
    let only = |a: &Keys, b: &Keys| {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&vi, &en), Vec::<String>::new(), "only in Vietnamese");
    assert_eq!(only(&en, &vi), Vec::<String>::new(), "only in English");
    for (key, arguments) in &vi {
        assert_eq!(arguments, &en[key], "arguments of {key}");
    }
}

#[test]
fn every_text_that_is_asked_for_exists_and_every_text_is_asked_for() {
    let known: BTreeSet<String> = keys(Lang::Vi).into_keys().collect();
    let asked = asked_for();
    let missing: Vec<_> = asked.whole.iter().filter(|key| !known.contains(*key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let unused: Vec<_> = known.iter().filter(|key| !asked.for_key(key)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

#[test]
fn every_flaw_has_its_sentence() {
    let known = keys(Lang::Vi);
    for flaw in flaws() {
        let key = format!("flaw-{}", flaw.name());
        assert!(known.contains_key(&key), "{key}");
    }
    for flaw in FileFlaw::ALL {
        let key = format!("flaw-{}", flaw.name());
        let numbered = known.get(&key).map(|arguments| arguments.contains("n"));
        assert_eq!(numbered, Some(flaw.limit().is_some()), "{key}");
    }
}

/// `glossary.md`: one spelling of tone marks, composed letters, no word that residents trip over.
#[test]
fn vietnamese_texts_keep_the_spelling_rules() {
    use unicode_normalization::UnicodeNormalization as _;
    const TRIP: [&str; 13] = [
        "xung đột lợi ích",
        "đính kèm",
        "hệ thống",
        "đăng nhập",
        "xác thực",
        "trường bắt buộc",
        "không hợp lệ",
        "quý khách",
        "vui lòng",
        "lí do",
        "kỉ luật",
        "xử lí",
        "kì hạn",
    ];
    for (file, text) in i18n::sources(Lang::Vi) {
        assert!(text.nfc().eq(text.chars()), "{file} is not composed (NFC)");
        let lower = text.to_lowercase();
        for word in lower.split(|c: char| !c.is_alphabetic()) {
            assert!(!new_style(word), "{file}: tone on the first vowel, not “{word}”");
        }
        if RESIDENT.iter().any(|name| file.ends_with(name)) {
            for word in TRIP {
                assert!(!lower.contains(word), "{file}: residents should not meet “{word}”");
            }
        }
        for line in text.lines().map(str::trim_start) {
            assert!(!line.contains("  "), "{file}: two blanks in “{line}”");
            assert!(!line.contains('\''), "{file}: straight quote in “{line}”");
        }
    }
}

/// Whether an open syllable in oa, oe, uy carries its tone on the second vowel (“thuỷ”).
fn new_style(word: &str) -> bool {
    const ENDS: [&str; 15] =
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"];
    !word.starts_with("qu") && ENDS.iter().any(|end| word.ends_with(end))
}

const RESIDENT: [&str; 6] =
    ["frame.ftl", "home.ftl", "send.ftl", "case.ftl", "errors.ftl", "help.ftl"];

#[test]
fn days_and_numbers_follow_the_language() {
    let day = "2026-11-16".parse().unwrap();
    assert_eq!(i18n::day(Lang::Vi, day), "thứ Hai, 16/11/2026");
    assert_eq!(i18n::day(Lang::En, day), "Monday 16 November 2026");
    assert_eq!(i18n::short_day(Lang::Vi, "2026-03-02".parse().unwrap()), "02/03/2026");
    // number, Vietnamese, English
    let table = [
        (0, "0", "0"),
        (434, "434", "434"),
        (7_251, "7.251", "7,251"),
        (-1_000, "-1.000", "-1,000"),
        (1_234_567, "1.234.567", "1,234,567"),
    ];
    for (value, vi, en) in table {
        assert_eq!(
            (i18n::number(Lang::Vi, value), i18n::number(Lang::En, value)),
            (vi.into(), en.into())
        );
    }
}

fn keys(lang: Lang) -> Keys {
    let mut found = Keys::new();
    for (file, text) in i18n::sources(lang) {
        let resource = parser::parse(text).unwrap();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut arguments = BTreeSet::new();
            message.value.iter().for_each(|pattern| collect(pattern, &mut arguments));
            let twice = found.insert(message.id.name.to_owned(), arguments).is_some();
            assert!(!twice, "{file} repeats {}", message.id.name);
        }
    }
    found
}

fn collect(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            match expression {
                Expression::Inline(inline) => variable(inline, into),
                Expression::Select { selector, variants } => {
                    variable(selector, into);
                    for variant in variants {
                        collect(&variant.value, into);
                    }
                }
            }
        }
    }
}

fn variable(expression: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = expression {
        into.insert(id.name.to_owned());
    }
}

/// What templates and code ask for.
#[derive(Default)]
struct Asked {
    whole: BTreeSet<String>,
    /// What keys begin with whose rest is known at run time only; the render test finds a wrong one.
    beginnings: BTreeSet<String>,
    /// Sentences that are used if they exist.
    maybe: BTreeSet<String>,
    /// Start and end of keys that code puts together around a name it knows.
    moulds: BTreeSet<(String, String)>,
}

impl Asked {
    fn for_key(&self, key: &str) -> bool {
        let cast = |(start, end): &(String, String)| {
            let name =
                key.strip_prefix(start.as_str()).and_then(|rest| rest.strip_suffix(end.as_str()));
            name.is_some_and(|name| self.maybe.contains(name))
        };
        self.whole.contains(key)
            || self.maybe.contains(key)
            || self.beginnings.iter().any(|start| key.starts_with(start))
            || self.moulds.iter().any(cast)
    }
}

fn asked_for() -> Asked {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = Asked::default();
    for (_, text) in template_sources() {
        for call in text.split("t(\"").skip(1) {
            let key = call.split('"').next().unwrap().to_owned();
            if key.ends_with('-') {
                asked.beginnings.insert(key)
            } else {
                asked.whole.insert(key)
            };
        }
    }
    for (path, text) in files(&root.join("src")) {
        for literal in text.split('"').skip(1).step_by(2) {
            let looks = |head: &str| literal.starts_with(head) && literal.len() > head.len();
            let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
            if let Some((start, rest)) = literal.split_once("-{")
                && let Some((_, end)) = rest.split_once('}')
                && start.chars().chain(end.chars()).all(small)
            {
                asked.moulds.insert((format!("{start}-"), end.to_owned()));
            } else if !literal.chars().all(small) {
                // Some other text.
            } else if path.contains("/web/")
                && ["flaw-", "notice-", "error-"].into_iter().any(looks)
            {
                // Other rooms have names of the same look; only pages ask for these by key.
                asked.whole.insert(literal.to_owned());
            } else {
                asked.maybe.insert(literal.replace('_', "-"));
            }
        }
    }
    // The API asks by code; its own tests know every code.
    asked.beginnings.extend(["problem-".to_owned(), "refusal-".to_owned()]);
    asked.maybe.extend(SHAPE_FLAWS.map(|flaw| format!("flaw-{flaw}")));
    for flaw in flaws() {
        asked.maybe.insert(format!("flaw-{}", flaw.name()));
        for field in FIELDS {
            asked.maybe.insert(format!("flaw-{}-{}", field.name().replace('_', "-"), flaw.name()));
        }
    }
    asked
}

fn flaws() -> [Flaw; 11] {
    [
        Flaw::UnknownKind,
        Flaw::Empty,
        Flaw::TooShort { min: 1 },
        Flaw::TooLong { max: 1 },
        Flaw::TooMany { max: 1 },
        Flaw::Future,
        Flaw::TooOld,
        Flaw::NotADay,
        Flaw::Unreadable,
        Flaw::Phone,
        Flaw::Email,
    ]
}

const FIELDS: [Field; 11] = [
    Field::Kind,
    Field::AboutName,
    Field::AboutPosition,
    Field::AboutUnit,
    Field::Place,
    Field::HappenedOn,
    Field::Text,
    Field::ReporterName,
    Field::ReporterAddress,
    Field::ReporterPhone,
    Field::Email,
];

fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}
