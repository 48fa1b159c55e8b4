//! How good the matching is, measured on an invented register of 7,000 members and 2,000 noisy descriptions.

use std::{collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::text::{Gender, Post, fold_ascii};

const WARDS: [&str; 10] = [
    "Cầu Diễn",
    "Đại Mỗ",
    "Mễ Trì",
    "Mỹ Đình 1",
    "Mỹ Đình 2",
    "Phú Đô",
    "Phương Canh",
    "Tây Mỗ",
    "Trung Văn",
    "Xuân Phương",
];
const GROUPS: u32 = 15;
const FAMILIES: &str = "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Đỗ Hoàng Vũ Ngô Bùi Đặng Phan Dương Tạ Đào Lý Hà Đoàn Trịnh Mai";
const MALE: (&str, &str) = (
    "Văn Văn Văn Văn Đình Quang Hữu Ngọc Xuân Mạnh Đăng Công Viết Bá Quốc Duy Huy Thế Trung",
    "Hùng Hùng Dũng Dũng Tuấn Sơn Cường Minh Thắng Hải Tùng Bình Toàn Hòa Khánh Nam Quân Tiến Hiếu Thành Kiên Lâm Thịnh Đạt Phong Vinh Lợi Tú Hậu Khoa Quyết Điệp Nhân Luận Xuyên Hưng Đức Trường",
);
const FEMALE: (&str, &str) = (
    "Thị Thị Thị Thị Thu Thanh Bích Kim Phương Minh Diệu Ngọc",
    "Hoa Lan Hương Hà Hằng Thủy Nga Hạnh Oanh Mai Hiền Yến Liên Dung Loan Thúy Vân Huệ Xuân Nhung Ngân Tuyết Phượng Thảo Trang Hòa Hồng Lý Quý Tâm",
);

/// A small generator of its own, so that the register never changes.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % bound as u64).unwrap()
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, words: &'a str) -> &'a str {
        let words: Vec<&str> = words.split(' ').collect();
        words[self.below(words.len())]
    }
}

/// What an invented member is, in plain facts for the judge.
#[derive(Clone)]
struct Person {
    name: Vec<String>,
    plain_name: Vec<String>,
    gender: Gender,
    ward: usize,
    number: u32,
    post: Option<Post>,
}

fn people(dice: &mut Dice, count: usize) -> Vec<Person> {
    let mut seats: HashMap<(usize, u32), usize> = HashMap::new();
    (0..count)
        .map(|_| {
            let gender = if dice.chance(42) { Gender::Female } else { Gender::Male };
            let (middles, givens) = if gender == Gender::Female { FEMALE } else { MALE };
            let mut name = vec![
                dice.pick(FAMILIES).to_owned(),
                dice.pick(middles).to_owned(),
                dice.pick(givens).to_owned(),
            ];
            if dice.chance(8) {
                let extra = dice.pick(middles).to_owned();
                name.insert(2, extra);
            }
            let (ward, number) =
                (dice.below(WARDS.len()), 1 + u32::try_from(dice.below(GROUPS as usize)).unwrap());
            let seat = seats.entry((ward, number)).or_default();
            *seat += 1;
            let posts = [
                Post::Secretary,
                Post::DeputySecretary,
                Post::CommitteeMember,
                Post::CommitteeMember,
                Post::ResidentialGroupHead,
            ];
            Person {
                plain_name: name.iter().map(|word| fold_ascii(word)).collect(),
                name,
                gender,
                ward,
                number,
                post: posts.get(*seat - 1).copied(),
            }
        })
        .collect()
}

fn register(people: &[Person]) -> Register {
    let mut paths: HashMap<(usize, u32), Arc<UnitPath>> = HashMap::new();
    let entry = |(at, person): (usize, &Person)| {
        let path = paths.entry((person.ward, person.number)).or_insert_with(|| {
            let (ward, number) = (WARDS[person.ward], person.number);
            let own = if person.ward % 2 == 0 {
                format!("Chi bộ Tổ dân phố số {number} phường {ward}")
            } else {
                format!("Chi bộ {number} phường {ward}")
            };
            UnitPath::new([
                own.as_str(),
                format!("Đảng bộ phường {ward}").as_str(),
                "Đảng bộ quận Liêm Trì",
            ])
        });
        let post = person.post.map(|title| PostHeld {
            title,
            unit: Arc::clone(path),
            from: NaiveDate::from_ymd_opt(2025, 1, 6),
            to: None,
        });
        RegisterEntry::new(EntryFacts {
            member: Uuid::from_u128(at as u128),
            full_name: person.name.join(" "),
            other_name: None,
            birth_year: None,
            gender: Some(person.gender),
            managed_by: Arc::clone(path),
            residence: None,
            posts: post.into_iter().collect(),
        })
    };
    Register::new(people.iter().enumerate().map(entry).collect::<Vec<_>>())
}

#[expect(clippy::struct_excessive_bools, reason = "each is thrown on its own")]
/// A description: what it tells (for the judge) and how it is written (for the program).
struct Told {
    words: Vec<String>,
    plain_words: Vec<String>,
    post: bool,
    number: bool,
    ward: Option<usize>,
    plain: bool,
    /// All words but the last are cut to their first letter.
    initials: bool,
    text: String,
}

fn told(dice: &mut Dice, person: &Person) -> Told {
    let last = person.name.len() - 1;
    let words: Vec<String> = match dice.below(10) {
        0..=3 => vec![person.name[last].clone()],
        4..=5 => vec![person.name[0].clone(), person.name[last].clone()],
        6 => person.name[1..].to_vec(),
        _ => person.name.clone(),
    };
    let post = person.post.is_some() && dice.chance(75);
    let number = words.len() < 3 || dice.chance(70);
    let ward = match dice.below(10) {
        0..=5 => Some(person.ward),
        6 => Some((person.ward + 1 + dice.below(WARDS.len() - 1)) % WARDS.len()),
        _ => None,
    };
    let plain = dice.chance(35);
    let plain_words = words.iter().map(|word| fold_ascii(word)).collect();
    let initials = words.len() >= 3 && dice.chance(10);
    let mut told =
        Told { plain_words, words, post, number, ward, plain, initials, text: String::new() };
    told.text = written(dice, person, &told);
    told
}

fn written(dice: &mut Dice, person: &Person, told: &Told) -> String {
    let title = match person.gender {
        Gender::Male => dice.pick("ông ông anh chú bác đ/c"),
        Gender::Female => dice.pick("bà bà chị cô bác đ/c"),
    };
    let mut name = told.words.clone();
    match dice.below(10) {
        _ if told.initials => {
            let initials = name.iter().map(|word| format!("{}.", word.chars().next().unwrap()));
            name = initials.take(name.len() - 1).chain([name[name.len() - 1].clone()]).collect();
        }
        1 | 2 if told.number && (told.post || name.len() >= 2) => {
            let at = dice.below(name.len());
            name[at] = slip(dice, &name[at]);
        }
        _ => {}
    }
    let mut text = format!("{title} {}", name.join(" "));
    if let Some(post) = person.post.filter(|_| told.post) {
        text.push_str([", ", " ", " "][dice.below(3)]);
        text.push_str(post_words(dice, post));
    }
    if told.number {
        let number = person.number;
        let zero = format!("{number:02}");
        let forms = [
            format!(" chi bộ {number}"),
            format!(" chi bộ số {zero}"),
            format!(" CB{number}"),
            format!(", tổ {number}"),
            format!(" tổ dân phố số {number}"),
            format!(" TDP {zero}"),
        ];
        text += &forms[dice.below(forms.len())];
    }
    if let Some(ward) = told.ward {
        text.push_str([" phường ", " phường ", " P. ", " "][dice.below(4)]);
        text.push_str(WARDS[ward]);
    }
    if told.plain { plain(&text) } else { text }
}

/// Typed without marks, mostly without capitals.
fn plain(text: &str) -> String {
    text.split(' ')
        .map(|word| {
            if word.contains(|c: char| c.is_ascii_digit() || c == '.' || c == '/') {
                word.to_owned()
            } else {
                format!("{}{}", fold_ascii(word), if word.ends_with(',') { "," } else { "" })
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn post_words(dice: &mut Dice, post: Post) -> &'static str {
    let forms: &[&'static str] = match post {
        Post::Secretary => &["bí thư", "bí thư", "BT", "bí thơ", "Bí thư"],
        Post::DeputySecretary => &["phó bí thư", "PBT", "phó bí"],
        Post::CommitteeMember => &["chi ủy viên", "ủy viên chi ủy", "cấp ủy"],
        _ => &["tổ trưởng", "tổ trưởng dân phố"],
    };
    forms[dice.below(forms.len())]
}

/// One slip of the finger: two letters swapped, one lost, or one doubled.
fn slip(dice: &mut Dice, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + dice.below(letters.len().max(3) - 2);
    match dice.below(3) {
        0 if at + 1 < letters.len() => letters.swap(at, at + 1),
        1 if letters.len() > 3 => drop(letters.remove(at)),
        _ => letters.insert(at.min(letters.len()), letters[at.min(letters.len() - 1)]),
    }
    letters.into_iter().collect()
}

/// Would this member fit everything that was told? The judge looks at the facts, not at the typed words.
fn fits(told: &Told, meant: &Person, other: &Person, ward: Option<usize>) -> bool {
    let own = if told.plain { &other.plain_name } else { &other.name };
    let words = if told.plain { &told.plain_words } else { &told.words };
    let mut rest = own.iter();
    let cut = |word: &str| word.chars().next();
    let same =
        |word: &str, own: &str| if told.initials { cut(word) == cut(own) } else { word == own };
    let name =
        words.last() == own.last() && words.iter().all(|word| rest.any(|own| same(word, own)));
    name && (!told.post || meant.post == other.post)
        && (!told.number || meant.number == other.number)
        && ward.is_none_or(|ward| ward == other.ward)
}

/// A person could decide when nobody else fits, with the ward as told and without it if it is wrong.
fn decidable(told: &Told, at: usize, people: &[Person]) -> bool {
    let meant = &people[at];
    let right_ward = told.ward.filter(|ward| *ward == meant.ward);
    let rival =
        |(index, other): (usize, &Person)| index != at && fits(told, meant, other, right_ward);
    !people.iter().enumerate().any(rival)
}

#[test]
fn finds_the_right_member() {
    let mut dice = Dice(20_260_312);
    let people = people(&mut dice, 7_000);
    let register = register(&people);
    let on = NaiveDate::from_ymd_opt(2026, 3, 12).unwrap();
    let mut missed = Vec::new();
    let (mut asked, mut top, mut first) = (0, 0, 0);
    while asked < 2_000 {
        // Half the letters are about people with a post.
        let at = dice.below(people.len());
        if people[at].post.is_none() && dice.chance(80) {
            continue;
        }
        let told = told(&mut dice, &people[at]);
        if !decidable(&told, at, &people) {
            continue;
        }
        asked += 1;
        let found = register.search(&told.text, on, 5);
        let place =
            found.iter().position(|candidate| candidate.member == Uuid::from_u128(at as u128));
        top += usize::from(place.is_some());
        first += usize::from(place == Some(0));
        if place != Some(0) {
            missed.push(format!(
                "{:?} {} | {} {:?} {} {}",
                place,
                told.text,
                people[at].name.join(" "),
                people[at].post,
                people[at].number,
                WARDS[people[at].ward]
            ));
        }
    }
    assert!(top * 100 >= asked * 99, "{top} of {asked} in the first five: {missed:#?}");
    assert!(first * 100 >= asked * 95, "{first} of {asked} first: {missed:#?}");
}
