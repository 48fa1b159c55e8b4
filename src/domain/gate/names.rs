//! Names in full, as letters spell them.

use crate::text::{Folded, Word};

/// Whether a text names this person in full: all words of the name in a row, whatever their marks.
///
/// Too wide on purpose: who merely shares the name keeps away from one case and loses nothing.
pub fn names(text: &Folded, name: &str) -> bool {
    let name = Folded::new(name);
    let words: Vec<&str> = name.words().iter().map(Word::ascii).collect();
    let said: Vec<&str> = text.words().iter().map(Word::ascii).collect();
    // One word alone is no name in full.
    2 <= words.len() && said.windows(words.len()).any(|part| part == words)
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
            ("", false),
        ] {
            assert_eq!(names(&text, name), named, "{name}");
        }
    }
}
