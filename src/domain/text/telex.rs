//! Telex and VNI typing with the input method switched off: "Nguyeexn Vawn Hufng", "Nguye64n Va8n Hu2ng".
//! A repair is offered or tried beside the text as typed; it never replaces it.

use unicode_normalization::UnicodeNormalization;

use super::syllable::{Tone, is_syllable};

/// The text with every word repaired that is no syllable as typed and becomes one; `None` when there is none.
pub fn repair_typing(text: &str) -> Option<String> {
    let mut changed = false;
    let words: Vec<String> = text
        .split(' ')
        .map(|word| {
            let repaired = repair_word(word);
            changed |= repaired.is_some();
            repaired.unwrap_or_else(|| word.to_owned())
        })
        .collect();
    changed.then(|| words.join(" "))
}

/// Punctuation around the word stays.
fn repair_word(word: &str) -> Option<String> {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    if core.is_empty() || !core.is_ascii() || is_syllable(core) {
        return None;
    }
    let decoded =
        [telex(core), vni(core)].into_iter().flatten().find(|reading| is_syllable(reading))?;
    Some(word.replacen(core, &decoded, 1))
}

fn telex(word: &str) -> Option<String> {
    if !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut draft = Draft::default();
    for key in word.chars() {
        let lower = key.to_ascii_lowercase();
        let done = match lower {
            's' => draft.set_tone(Tone::Sharp),
            'f' => draft.set_tone(Tone::Falling),
            'r' => draft.set_tone(Tone::Asking),
            'x' => draft.set_tone(Tone::Tumbling),
            'j' => draft.set_tone(Tone::Heavy),
            'a' | 'e' | 'o' => draft.change(&[lower], hat),
            'w' => draft.horn_or_breve(),
            'd' => draft.bar(),
            _ => false,
        };
        if !done {
            draft.letters.push(key);
        }
    }
    draft.finish()
}

fn vni(word: &str) -> Option<String> {
    if !word.starts_with(|c: char| c.is_ascii_alphabetic())
        || !word.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let mut draft = Draft::default();
    for key in word.chars() {
        let done = match key {
            '1' => draft.set_tone(Tone::Sharp),
            '2' => draft.set_tone(Tone::Falling),
            '3' => draft.set_tone(Tone::Asking),
            '4' => draft.set_tone(Tone::Tumbling),
            '5' => draft.set_tone(Tone::Heavy),
            '6' => draft.change(&['a', 'e', 'o'], hat),
            '7' => draft.horn_or_breve(),
            '8' => draft.change(&['a'], |_| 'ă'),
            '9' => draft.bar(),
            letter => {
                draft.letters.push(letter);
                true
            }
        };
        if !done {
            return None;
        }
    }
    draft.finish()
}

/// A syllable as it is being typed.
#[derive(Default)]
struct Draft {
    letters: Vec<char>,
    tone: Option<Tone>,
    marks: usize,
}

impl Draft {
    fn set_tone(&mut self, tone: Tone) -> bool {
        let has_vowel = self.letters.iter().any(|c| is_vowel(*c));
        if has_vowel {
            self.tone = Some(tone);
        }
        has_vowel
    }

    /// Changes the last of these letters, keeping its case.
    fn change(&mut self, from: &[char], to: impl Fn(char) -> char) -> bool {
        let found = self.letters.iter_mut().rev().find(|c| from.contains(&c.to_ascii_lowercase()));
        let Some(letter) = found else { return false };
        *letter = cased(to(letter.to_ascii_lowercase()), *letter);
        self.marks += 1;
        true
    }

    /// w or 7: both letters of "uo", else the last a, o or u.
    fn horn_or_breve(&mut self) -> bool {
        let lower: Vec<char> = self.letters.iter().map(char::to_ascii_lowercase).collect();
        if let Some(at) = lower.windows(2).rposition(|pair| pair == ['u', 'o']) {
            self.letters[at] = cased('ư', self.letters[at]);
        }
        self.change(&['a', 'o', 'u'], |c| match c {
            'a' => 'ă',
            'o' => 'ơ',
            _ => 'ư',
        })
    }

    fn bar(&mut self) -> bool {
        match self.letters.first_mut() {
            Some(first) if first.eq_ignore_ascii_case(&'d') => {
                *first = cased('đ', *first);
                self.marks += 1;
                true
            }
            _ => false,
        }
    }

    fn finish(self) -> Option<String> {
        let Self { letters, tone, marks } = self;
        match tone {
            None if marks == 0 => None,
            None => Some(letters.into_iter().collect()),
            Some(tone) => Some(with_tone(&letters, tone)),
        }
    }
}

fn cased(letter: char, like: char) -> char {
    if like.is_uppercase() { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
}

fn hat(letter: char) -> char {
    match letter {
        'a' => 'â',
        'e' => 'ê',
        _ => 'ô',
    }
}

fn is_vowel(c: char) -> bool {
    "aăâeêioôơuưy".contains(c.to_lowercase().next().unwrap_or(c))
}

/// Puts the tone where most keyboards put it: "hòa, thủy", but "hoàn, thuế".
fn with_tone(letters: &[char], tone: Tone) -> String {
    let at = tone_place(letters);
    let mut out = String::new();
    for (index, letter) in letters.iter().enumerate() {
        out.push(*letter);
        if index == at {
            out.extend(tone.mark());
        }
    }
    out.nfc().collect()
}

fn tone_place(letters: &[char]) -> usize {
    let lower: String = letters.iter().flat_map(|c| c.to_lowercase()).collect();
    let onset = if lower.starts_with("qu")
        || (lower.starts_with("gi") && letters.len() > 2 && is_vowel(letters[2]))
    {
        2
    } else {
        0
    };
    let vowels: Vec<usize> = (onset..letters.len()).filter(|at| is_vowel(letters[*at])).collect();
    let special = vowels
        .iter()
        .rev()
        .find(|at| "ăâêôơư".contains(letters[**at].to_lowercase().next().unwrap_or(' ')));
    let closed = letters.last().is_some_and(|c| !is_vowel(*c));
    match (special, vowels.as_slice()) {
        (Some(at), _) => *at,
        (None, [.., last]) if closed => *last,
        (None, [_, middle, _]) => *middle,
        (None, [first, ..]) => *first,
        (None, []) => letters.len().saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_becomes_a_word() {
        let rows = [
            ("Nguyeexn Vawn Hufng", "Nguyễn Văn Hùng"),
            ("Nguye64n Va8n Hu2ng", "Nguyễn Văn Hùng"),
            ("chi booj 5", "chi bộ 5"),
            ("DDuwowngf,", "Đường,"),
            ("bis thuw", "bí thư"),
            ("thuyr, hoanf", "thủy, hoàn"),
        ];
        for (typed, meant) in rows {
            assert_eq!(repair_typing(typed).as_deref(), Some(meant));
        }
    }

    #[test]
    fn leaves_good_words_alone() {
        for text in ["Nguyễn Văn Hùng", "chi bo 5", "CB5 TDP7", "ong hung", "2025"] {
            assert_eq!(repair_typing(text), None, "{text}");
        }
    }
}
