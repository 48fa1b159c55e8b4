//! The cipher for files: whole or not at all, and only under its own name.

use gopy::keys::{FileKey, Opening, PIECE, Sealing};

fn sealed(key: &FileKey, name: &str, plain: &[u8]) -> Vec<u8> {
    let mut sealing = Sealing::new(key, name);
    let mut out = Vec::new();
    for part in plain.chunks(1_000) {
        out.extend(sealing.put(part).unwrap());
    }
    out.extend(sealing.finish().unwrap());
    out
}

fn opened(key: &FileKey, name: &str, sealed: &[u8], at_once: usize) -> Option<Vec<u8>> {
    let mut opening = Opening::new(key, name);
    let mut out = Vec::new();
    for part in sealed.chunks(at_once) {
        out.extend(opening.put(part).ok()?);
    }
    out.extend(opening.finish().ok()?);
    Some(out)
}

#[test]
fn what_is_sealed_opens_again_at_every_length() {
    let key = FileKey::fresh();
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
        let plain: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let sealed = sealed(&key, "a", &plain);
        for at_once in [7_777, PIECE, sealed.len()] {
            assert_eq!(opened(&key, "a", &sealed, at_once).as_ref(), Some(&plain), "{length}");
        }
    }
}

#[test]
fn a_file_that_was_touched_does_not_open() {
    let (key, plain) = (FileKey::fresh(), vec![5; 2 * PIECE + 100]);
    let whole = sealed(&key, "a", &plain);
    let piece = PIECE + 16;
    let mut changed = whole.clone();
    changed[piece + 50] ^= 1;
    let cut = &whole[..whole.len() - 1];
    // Cut exactly behind a piece, where nothing looks torn.
    let shorter = &whole[..19 + 2 * piece];
    let swapped = [
        &whole[..19],
        &whole[19 + piece..19 + 2 * piece],
        &whole[19..19 + piece],
        &whole[19 + 2 * piece..],
    ]
    .concat();
    let longer = [whole.as_slice(), &[0]].concat();
    for (what, bytes) in [
        ("changed", changed.as_slice()),
        ("cut", cut),
        ("shorter", shorter),
        ("swapped", &swapped),
        ("longer", &longer),
        ("empty", &[]),
    ] {
        assert_eq!(opened(&key, "a", bytes, 9_999), None, "{what}");
    }
    assert_eq!(opened(&key, "b", &whole, 9_999), None, "moved to another name");
    assert_eq!(opened(&FileKey::fresh(), "a", &whole, 9_999), None, "another key");
    assert!(opened(&key, "a", &whole, 9_999).is_some());
}
