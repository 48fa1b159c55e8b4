//! Vietnamese order by a key of bytes: word by word, letters before tone. Stored and indexed, it sorts the same on
//! every database.

use super::{clean, split_tone};

const ALPHABET: &str = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const END_OF_LETTERS: u8 = 2;
const END_OF_WORD: u8 = 1;

/// Key for lists of people: given name, then middle names from left to right, then family name.
pub fn name_sort_key(full_name: &str) -> Vec<u8> {
    let name = clean(full_name);
    let words: Vec<&str> = name.split(' ').collect();
    let mut key = Vec::with_capacity(name.len() + 4 * words.len());
    match words.as_slice() {
        [family, middle @ .., given] => {
            push_word(given, &mut key);
            for word in middle {
                push_word(word, &mut key);
            }
            push_word(family, &mut key);
        }
        rest => rest.iter().for_each(|word| push_word(word, &mut key)),
    }
    key
}

/// Key for titles and names of units, in the order of the words; numbers go by value ("Chi bộ 2" before "Chi bộ 10").
pub fn text_sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(2 * text.len());
    clean(text).split(' ').for_each(|word| push_word(word, &mut key));
    key
}

fn push_word(word: &str, key: &mut Vec<u8>) {
    let digits = word.trim_start_matches('0');
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let (letters, tone) = split_tone(if is_number { digits } else { word });
    if is_number {
        // The count of digits goes first; all counts sort before letters, which begin at rank 20.
        key.push(9 + u8::try_from(letters.len()).unwrap_or(u8::MAX).min(10));
    }
    key.extend(letters.chars().filter(|c| !c.is_ascii_punctuation()).map(rank));
    key.extend([END_OF_LETTERS, 3 + tone.digit(), END_OF_WORD]);
}

fn rank(letter: char) -> u8 {
    let place = ALPHABET.chars().position(|known| known == letter);
    place.and_then(|place| u8::try_from(place).ok()).map_or(250, |place| place + 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_names_in_order() {
        let names: Vec<&str> = include_str!("testdata/names_sorted.tsv").lines().collect();
        assert_eq!(names.len(), 40);
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.sort_by_key(|name| name_sort_key(name));
        assert_eq!(sorted, names);
    }

    #[test]
    fn word_by_word_and_wherever_the_tone_stands() {
        let order = ["Ha Yến", "Hà Văn An", "Hả Anh", "Há An", "Hạ Bình"];
        assert!(order.is_sorted_by_key(|text| text_sort_key(text)));
        let order = ["Hoa", "Hòa", "Hoà", "Hoả", "Hoá", "Hóa", "Hoạ"];
        assert!(order.is_sorted_by_key(|text| text_sort_key(text)));
    }

    #[test]
    fn units_sort_by_their_number() {
        let order =
            ["Chi bộ", "Chi bộ 2", "Chi bộ 03", "Chi bộ 10", "Chi bộ Cơ quan", "Đảng bộ phường"];
        assert!(order.is_sorted_by_key(|text| text_sort_key(text)));
        assert_eq!(text_sort_key("Chi bộ 3"), text_sort_key("chi  bộ 03"));
    }
}
