//! The arithmetic of the vault.

use gopy::keys::vault::{Part, Public, Secret};

const PLACE: &str = "Identity:1";

fn opens(public: Public, sealed: &[u8], of: &[&(u8, Secret)]) -> Option<Vec<u8>> {
    let parts: Vec<(u8, Part)> =
        of.iter().map(|(seat, share)| (*seat, share.part(sealed).unwrap())).collect();
    public.open(PLACE, sealed, &parts).ok().map(|plain| plain.to_vec())
}

#[test]
fn any_two_shares_open_and_no_one_does() {
    let secret = Secret::fresh();
    let public = secret.public();
    let shares = secret.split(&[1, 2, 3, 4]);
    let sealed = public.seal(PLACE, "Tạ Thị Kín".as_bytes());
    for one in &shares {
        assert_eq!(opens(public, &sealed, &[one]), None);
        assert_eq!(opens(public, &sealed, &[one, one]), None, "one twice are not two");
        for other in shares.iter().filter(|other| other.0 != one.0) {
            assert_eq!(opens(public, &sealed, &[one, other]).unwrap(), "Tạ Thị Kín".as_bytes());
        }
    }
    let [a, b, c, ..] = shares.as_slice() else { unreachable!("four") };
    assert!(opens(public, &sealed, &[a, b, c]).is_some(), "three are as good as two");
    // Shares of another dealing do not fit these.
    let others = secret.split(&[1, 2, 3, 4]);
    assert_eq!(opens(public, &sealed, &[a, &others[1]]), None);
    assert!(opens(public, &sealed, &[&others[0], &others[1]]).is_some());
}

#[test]
fn what_was_lent_for_one_thing_opens_no_other() {
    let secret = Secret::fresh();
    let public = secret.public();
    let shares = secret.split(&[1, 2]);
    let (one, other) = (public.seal(PLACE, b"one"), public.seal(PLACE, b"other"));
    let lent = |of: &[u8]| -> Vec<(u8, Part)> {
        shares.iter().map(|(seat, share)| (*seat, share.part(of).unwrap())).collect()
    };
    assert_eq!(&**public.open(PLACE, &one, &lent(&one)).unwrap(), b"one");
    assert!(public.open(PLACE, &other, &lent(&one)).is_err());
    let mixed = [lent(&one).remove(0), lent(&other).remove(1)];
    assert!(public.open(PLACE, &other, &mixed).is_err());
    assert!(public.open("Identity:2", &one, &lent(&one)).is_err(), "a cell that was moved");
    for at in [0, 5, 40, one.len() - 1] {
        let mut broken = one.clone();
        broken[at] ^= 1;
        assert!(secret.open(PLACE, &broken).is_err(), "byte {at}");
    }
    assert!(secret.open(PLACE, &one[..20]).is_err());
}

#[test]
fn two_deal_anew_for_others_and_nothing_is_put_together() {
    let secret = Secret::fresh();
    let public = secret.public();
    let old = secret.split(&[1, 2, 3]);
    let sealed = public.seal(PLACE, b"name");
    // Seats 1 and 3 deal for five people.
    let seats = [1, 2, 3, 4, 5];
    let (first, third) = (old[0].1.split(&seats), old[2].1.split(&seats));
    let new: Vec<(u8, Secret)> = first
        .into_iter()
        .zip(third)
        .map(|((seat, a), (_, b))| (seat, Secret::join(&[(1, a), (3, b)]).unwrap()))
        .collect();
    assert!(opens(public, &sealed, &[&new[3], &new[4]]).is_some());
    assert!(opens(public, &sealed, &[&new[0], &new[2]]).is_some());
    assert_eq!(opens(public, &sealed, &[&old[0], &new[1]]), None, "old and new do not mix");
    assert_eq!(opens(public, &sealed, &[&new[4]]), None);
}

#[test]
fn a_passphrase_locks_and_only_it_unlocks() {
    let secret = Secret::fresh();
    let locked = secret.lock("năm từ không liên quan").unwrap();
    let again = secret.lock("năm từ không liên quan").unwrap();
    assert_ne!(locked, again, "salted");
    let opened = Secret::unlock("năm từ không liên quan", &locked).unwrap().unwrap();
    assert_eq!(opened.to_bytes(), secret.to_bytes());
    assert!(Secret::unlock("năm từ không liên can", &locked).unwrap().is_none());
    assert!(Secret::unlock("năm từ không liên quan", &locked[..30]).unwrap().is_none());
    assert_eq!(format!("{secret:?}"), "Secret(…)");
}

#[test]
fn seat_nought_and_the_neutral_point_are_refused() {
    assert!(Secret::join(&[]).is_err());
    assert!(Secret::join(&[(0, Secret::fresh())]).is_err());
    assert!(Public::from_bytes(&[0; 32]).is_err());
    assert!(Part::from_bytes(&[0; 32]).is_err());
    assert!(Public::from_bytes(&[255; 32]).is_err());
}
