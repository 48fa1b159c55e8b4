//! More districts of the demonstration's shape with people and places of their own, to measure with a larger register.

use uuid::Uuid;

use super::dice::Dice;
use super::organisation::{self, CITY};
use super::{Committee, SEED, people, posts};

/// First and second words of invented places.
const FIRST: &[&str] = &[
    "An",
    "Bình",
    "Cẩm",
    "Diên",
    "Đông",
    "Gia",
    "Hải",
    "Hoàng",
    "Hồng",
    "Hưng",
    "Khánh",
    "Kim",
    "Lạc",
    "Liên",
    "Long",
    "Minh",
    "Ngọc",
    "Nhân",
    "Phú",
    "Phúc",
    "Quảng",
    "Quế",
    "Sơn",
    "Tam",
    "Tân",
    "Thái",
    "Thanh",
    "Thiên",
    "Thịnh",
    "Thượng",
    "Tiên",
    "Trường",
    "Vân",
    "Văn",
    "Việt",
    "Vĩnh",
    "Yên",
    "Bồng",
    "Cát",
    "Đoan",
    "Hạ",
    "Lý",
];
const SECOND: &[&str] = &[
    "Bảo",
    "Châu",
    "Cương",
    "Dương",
    "Đài",
    "Điền",
    "Đức",
    "Giang",
    "Hà",
    "Hòa",
    "Hương",
    "Khê",
    "Lâm",
    "Lăng",
    "Lộc",
    "Lương",
    "Mai",
    "Mỹ",
    "Nghĩa",
    "Ninh",
    "Phong",
    "Phượng",
    "Quang",
    "Sa",
    "Tảo",
    "Thành",
    "Thạch",
    "Thắng",
    "Thọ",
    "Thuận",
    "Thủy",
    "Trạch",
    "Trung",
    "Viên",
    "Vinh",
    "Xá",
    "Xuân",
];

/// What stands in the names of the demonstration's own units.
const PLACES: &[&str] = &[
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
    "Liêm Trì",
];

/// The district with this number, below the city of the demonstration. Two calls give equal values. It has no
/// accounts and no letters.
pub fn district(number: u32, city: Uuid) -> Committee {
    let mut dice = Dice::new(SEED + 1 + u64::from(number));
    let mut units = organisation::units(&mut dice);
    let mut members = people::members(&mut dice, &units);
    let posts = posts::posts(&mut dice, &units, &members);
    let own = units.iter().find(|unit| unit.code == CITY).map(|unit| unit.id);
    units.retain(|unit| unit.code != CITY);
    for unit in &mut units {
        unit.code = format!("h{number}-{}", unit.code);
        unit.name = renamed(&unit.name, number);
        unit.parent = unit.parent.map(|parent| if Some(parent) == own { city } else { parent });
    }
    for member in &mut members {
        // The demonstration's own cards begin with 99.
        member.card_no = member.card_no.replacen("99", &(100 + number).to_string(), 1);
    }
    Committee { units, members, posts, accounts: Vec::new(), letters: Vec::new() }
}

fn renamed(name: &str, number: u32) -> String {
    let places = (0..).zip(PLACES);
    places.fold(name.to_owned(), |name, (nth, place)| name.replace(place, &place_name(number, nth)))
}

/// Every district has places of its own until all pairs of words are used up.
fn place_name(number: u32, nth: u32) -> String {
    let at = (number * 11 + nth) as usize;
    let first = FIRST[at % FIRST.len()];
    // The lengths have no factor in common, so each pair comes up once.
    let second = SECOND[at % SECOND.len()];
    format!("{first} {second}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn districts_share_no_id_code_or_card_with_each_other_or_the_demonstration() {
        let demo = super::super::committee();
        let city = demo.units[0].id;
        let all = [demo, district(0, city), district(1, city)];
        let ids: Vec<Uuid> = all
            .iter()
            .flat_map(|one| {
                let units = one.units.iter().map(|unit| unit.id);
                units.chain(one.members.iter().map(|member| member.id))
            })
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let codes: Vec<&str> =
            all.iter().flat_map(|one| &one.units).map(|unit| unit.code.as_str()).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        let cards: Vec<&str> =
            all.iter().flat_map(|one| &one.members).map(|one| one.card_no.as_str()).collect();
        assert_eq!(cards.iter().collect::<BTreeSet<_>>().len(), cards.len());
        assert!(all[1].units.iter().all(|unit| !unit.name.contains("Mễ Trì")));
        let places: BTreeSet<String> =
            (0..140).flat_map(|one| (0..11).map(move |nth| place_name(one, nth))).collect();
        assert_eq!(places.len(), 140 * 11, "1,540 places of their own");
    }
}
