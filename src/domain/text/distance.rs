//! Slips of the finger.

/// Is one the other with a single letter missing, added or changed, or two neighbours swapped? Equal is not.
pub(crate) fn one_slip_apart(a: &str, b: &str) -> bool {
    slips(a, b, 1) == Some(1)
}

/// The longest word that is compared; no syllable comes near it.
const LONGEST: usize = 15;

/// The number of slips between two words of plain letters (missing, added, changed letter; neighbours swapped), if at
/// most `most`. i and y count as one letter, since the fold may have changed one of them.
pub(crate) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > LONGEST {
        return None;
    }
    let same = |i: usize, j: usize| {
        a[i] == b[j] || (matches!(a[i], b'i' | b'y') && matches!(b[j], b'i' | b'y'))
    };
    let mut before = [0; LONGEST + 1];
    let mut above: [usize; LONGEST + 1] = std::array::from_fn(|j| j);
    for i in 1..=a.len() {
        let mut row = [i; LONGEST + 1];
        for j in 1..=b.len() {
            let changed = above[j - 1] + usize::from(!same(i - 1, j - 1));
            row[j] = changed.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && same(i - 1, j - 2) && same(i - 2, j - 1) {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    Some(above[b.len()]).filter(|count| *count <= most)
}

/// Every word of plain letters that is one slip away.
pub(crate) fn one_slip_words(word: &str) -> Vec<String> {
    const LETTERS: &str = "abcdeghiklmnopqrstuvxy";
    let chars: Vec<char> = word.chars().collect();
    let mut out = Vec::new();
    for at in 0..=chars.len() {
        let (head, tail) = (&chars[..at], &chars[at..]);
        let with = |middle: &[char], rest: &[char]| {
            [head, middle, rest].concat().into_iter().collect::<String>()
        };
        out.extend(LETTERS.chars().map(|letter| with(&[letter], tail)));
        if let [_, rest @ ..] = tail {
            out.push(with(&[], rest));
            out.extend(LETTERS.chars().map(|letter| with(&[letter], rest)));
        }
        if let [first, second, rest @ ..] = tail {
            out.push(with(&[*second, *first], rest));
        }
    }
    out.retain(|other| other != word);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        assert_eq!(slips("hung", "hugn", 2), Some(1));
        assert_eq!(slips("hung", "hung", 2), Some(0));
        assert_eq!(slips("hung", "hunng", 1), Some(1));
        assert_eq!(slips("hung", "han", 1), None);
        assert_eq!(slips("hung", "han", 2), Some(2));
    }

    #[test]
    fn the_neighbourhood_is_what_the_distance_says() {
        for word in ["hung", "nguyen", "y"] {
            let near = one_slip_words(word);
            let apart = |other: &String| {
                one_slip_apart(word, other) || word.replace('y', "i") == other.replace('y', "i")
            };
            assert!(near.iter().all(apart), "{near:?}");
            assert!(near.len() > 40);
        }
        assert!(one_slip_words("hugn").contains(&"hung".to_owned()));
    }
}
