//! Names in full, as letters spell them.

use std::collections::HashMap;

use crate::text::{Folded, Word};

/// Names in full, each standing for somebody, laid out so that a text is read once however many names there are.
#[derive(Debug)]
pub struct FullNames<K> {
    /// By their first word; each the words that follow it.
    by_first: HashMap<String, Vec<(Vec<String>, K)>>,
}

impl<K: Copy> FullNames<K> {
    pub fn new<'a>(names: impl IntoIterator<Item = (K, &'a str)>) -> Self {
        let mut by_first: HashMap<String, Vec<_>> = HashMap::new();
        for (who, name) in names {
            let name = Folded::new(name);
            let mut words = name.words().iter().map(|word| word.ascii().to_owned());
            let (Some(first), rest) = (words.next(), words.collect::<Vec<_>>()) else { continue };
            // One word alone is no name in full.
            if !rest.is_empty() {
                by_first.entry(first).or_default().push((rest, who));
            }
        }
        Self { by_first }
    }

    /// Whom a text names in full: all words of the name in a row, whatever their marks. Some of them more than once.
    ///
    /// Too wide on purpose: who merely shares the name keeps away from one case and loses nothing.
    pub fn named_in<'a>(&'a self, text: &'a Folded) -> impl Iterator<Item = K> + 'a {
        let said = text.words();
        said.iter().enumerate().flat_map(move |(at, first)| {
            let follows = move |rest: &[String]| {
                let next = said[at + 1..].iter().map(Word::ascii);
                rest.len() < said.len() - at
                    && rest.iter().map(String::as_str).eq(next.take(rest.len()))
            };
            let begun = self.by_first.get(first.ascii()).map_or(&[][..], Vec::as_slice);
            begun.iter().filter(move |(rest, _)| follows(rest)).map(|(_, who)| *who)
        })
    }
}

/// Whether a text names this person in full.
pub fn names(text: &Folded, name: &str) -> bool {
    FullNames::new([((), name)]).named_in(text).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_full_counts_whatever_its_marks_and_a_part_of_it_does_not() {
        let text = Folded::new("Có bà Vũ thị HẠNH, và ông Nguyen Van Nam chứng kiến.");
        for (name, named) in [
            ("Vũ Thị Hạnh", true),
            ("Nguyễn Văn Nam", true),
            ("Nguyễn Văn", true),
            ("Hạnh", false),
            ("Vũ Thị Hạnh Nguyên", false),
            ("Nam Nguyễn", false),
            ("Chứng Kiến", true),
            ("Chứng Kiến Xong", false),
            ("", false),
        ] {
            assert_eq!(names(&text, name), named, "{name}");
        }
    }

    #[test]
    fn all_who_are_named_are_found_at_once() {
        let staff = FullNames::new([
            (1, "Vũ Thị Hạnh"),
            (2, "Vũ Thị Hoa"),
            (3, "Trần Văn Bình"),
            (4, "Vu Thi Hanh"),
            (5, "Vũ Thị Hạnh Nguyên"),
        ]);
        let text = Folded::new("ông Trần Văn Bình và bà Vũ Thị Hạnh");
        assert_eq!(staff.named_in(&text).collect::<Vec<_>>(), [3, 1, 4]);
        assert_eq!(staff.named_in(&Folded::new("")).count(), 0);
    }
}
