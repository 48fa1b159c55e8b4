//! Passwords as they are stored.

use gopy::keys::{password_hash, password_matches};

#[test]
fn only_the_password_itself_matches_what_was_stored() {
    let stored = password_hash("Dân biết").unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    assert!(password_matches("Dân biết", &stored));
    assert!(!password_matches("Dân bàn", &stored));
    assert!(!password_matches("Dân biết", "nothing that is a hash"));
}

#[test]
fn a_password_stored_by_another_program_matches() {
    // The test vector of the reference implementation: `echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1`.
    let stored =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert!(password_matches("password", stored));
}
