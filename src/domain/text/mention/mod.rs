//! Reading a free description of a person: "ông Hùng bí thư chi bộ 5".

mod honorific;
mod name;
mod parse;
mod phrases;
mod post;
mod unit;

pub use honorific::{Gender, Honorific};
pub(crate) use name::is_family;
pub use post::Post;
pub use unit::{UnitKind, UnitMention};

use super::fold::Folded;

/// What a free description says about a person or a unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mention {
    pub honorific: Option<Honorific>,
    pub name: Option<NameMention>,
    pub post: Option<PostMention>,
    /// From the narrowest to the widest, as a rule.
    pub units: Vec<UnitMention>,
    /// "sinh năm 1965", "SN 1965".
    pub birth_year: Option<i32>,
}

/// A name as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameMention {
    /// As written.
    pub text: String,
    pub folded: Folded,
    /// A southern birth-order name ("anh Hai", "bác Tư"): no given name, matches nobody called so.
    pub birth_order: bool,
}

/// A post as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostMention {
    pub post: Post,
    /// "nguyên", "cựu": held in the past.
    pub former: bool,
}

impl Mention {
    /// Reads a description. What cannot be understood is passed over.
    pub fn parse(text: &str) -> Self {
        parse::parse(text)
    }

    /// The other reading of a text without marks, in which words like "phuong" and "truong" are parts of names;
    /// `None` when nothing is in doubt.
    pub fn parse_names_first(text: &str) -> Option<Self> {
        parse::parse_names_first(text)
    }

    /// Reads the three fields of a form; each is taken for what its label says.
    pub fn of_fields(name: &str, position: &str, unit: &str) -> Self {
        let person = Self::parse(name);
        let place = Self::parse(&format!("{position}, {unit}"));
        let name = person.name.or_else(|| name::whole(name));
        let mut units = place.units;
        units.extend(person.units);
        Self {
            honorific: person.honorific.or(place.honorific),
            name,
            post: place.post.or(person.post),
            units,
            birth_year: person.birth_year.or(place.birth_year),
        }
    }

    /// Another reading of a long name: its last words are the place, "Đào Thu Hoa Phú Đô". A trailing number belongs
    /// to the place ("Mỹ Đình 1").
    pub fn with_place_split_off(&self) -> Option<Self> {
        let name = self.name.as_ref()?;
        let (person, place) = name::split_place(name)?;
        let unit = UnitMention { kind: UnitKind::Place, number: None, name: Some(place) };
        let units = self.units.iter().cloned().chain([unit]).collect();
        Some(Self { name: Some(person), units, ..self.clone() })
    }

    /// The units in the name of a unit: "Chi bộ 5 phường Phú Đô" gives a branch and a ward.
    pub(crate) fn units_of(unit_name: &str) -> Vec<UnitMention> {
        parse::parse(unit_name).units
    }

    /// Does it say nothing that could lead to a person or a unit?
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && self.post.is_none() && self.units.is_empty()
    }

    /// The gender that the word of address tells.
    pub fn gender(&self) -> Option<Gender> {
        self.honorific.and_then(Honorific::gender)
    }
}

#[cfg(test)]
mod tests;
