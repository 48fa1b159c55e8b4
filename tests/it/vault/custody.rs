//! Custodians, their keys and the vault they make.

use gopy::app::vault::{self, Again, Hitch};
use gopy::app::{self, AppError};
use gopy::store::cases::Key;

use super::{custodian, held, key, named, words};
use crate::support::committee::about_lan;
use crate::support::{PASSWORD, TestApp};

fn hitch<T: std::fmt::Debug>(result: Result<T, AppError>) -> Hitch {
    match result {
        Err(AppError::Vault(hitch)) => hitch,
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test]
async fn a_passphrase_is_long_its_own_and_typed_twice() {
    let portal = TestApp::start().await;
    let who = custodian(&portal, 1, None).await;
    let make = async |password: &str, words: &str, again: &str| {
        vault::make_key(&portal.app, &who, password, words, again).await
    };
    let good = words(1);
    assert_eq!(hitch(make("sai mật khẩu rồi", &good, &good).await), Hitch::Wrong);
    assert_eq!(hitch(make(PASSWORD, "ngắn quá thôi", "ngắn quá thôi").await), Hitch::Short);
    assert_eq!(hitch(make(PASSWORD, &good, &words(2)).await), Hitch::Unlike);
    assert_eq!(hitch(make(PASSWORD, PASSWORD, PASSWORD).await), Hitch::Guessable);
    let name = "câu dài có nguoi giu 1 ở trong";
    assert_eq!(hitch(make(PASSWORD, name, name).await), Hitch::Guessable);
    for common in ["passwordpassword", "Mật khẩu 2026-11-02", "12345678901234567890"] {
        assert_eq!(hitch(make(PASSWORD, common, common).await), Hitch::Guessable, "{common}");
    }
    make(PASSWORD, &good, &good).await.unwrap();
    let old = portal.store.custodian_key(who.id).await.unwrap().unwrap();

    let change =
        async |old: &str, new: &str| vault::change_words(&portal.app, &who, old, new, new).await;
    assert_eq!(hitch(change("một cụm sai hoàn toàn", &words(7)).await), Hitch::Wrong);
    assert_eq!(hitch(change(&good, "gopygopygopygopy").await), Hitch::Guessable);
    change(&good, &words(7)).await.unwrap();
    let new = portal.store.custodian_key(who.id).await.unwrap().unwrap();
    assert_eq!(new.public, old.public, "the key stays");
    assert_ne!(new.locked, old.locked);
    assert_eq!(hitch(change(&good, &words(8)).await), Hitch::Wrong, "the old one is over");

    let c = &portal.committee;
    for stranger in [&c.desk, &c.triage, &c.approver, &c.above, &c.admin] {
        let asked = vault::custody(&portal.app, stranger).await;
        assert!(matches!(asked, Err(AppError::NotFound)));
        let done = vault::make_key(&portal.app, stranger, PASSWORD, &good, &good).await;
        assert!(matches!(done, Err(AppError::NotFound)));
    }
}

#[tokio::test]
async fn names_that_came_before_the_vault_move_into_it() {
    let portal = TestApp::start().await;
    let sent = named(&portal, about_lan()).await;
    let case = portal.store.case(Key::Number(&sent.case_number)).await.unwrap().case.id;
    let waiting = portal.store.identity(case).await.unwrap().unwrap();
    assert_eq!(waiting.to, None);
    let red = app::operations::silence_check(&portal.app).await.unwrap();
    assert!(red.contains(&"vault-missing".to_owned()), "{red:?}");

    let one = custodian(&portal, 1, None).await;
    let two = custodian(&portal, 2, None).await;
    key(&portal, &one, 1).await;
    key(&portal, &two, 2).await;
    assert_eq!(hitch(vault::make(&portal.app, &one, &words(1)).await), Hitch::Few);
    let three = custodian(&portal, 3, None).await;
    assert_eq!(hitch(vault::make(&portal.app, &three, &words(3)).await), Hitch::NoShare);
    key(&portal, &three, 3).await;
    assert_eq!(hitch(vault::make(&portal.app, &one, &words(2)).await), Hitch::Wrong);
    assert!(vault::custody(&portal.app, &one).await.unwrap().may_make);
    vault::make(&portal.app, &one, &words(1)).await.unwrap();
    assert_eq!(hitch(vault::make(&portal.app, &two, &words(2)).await), Hitch::Made);

    portal.jobs().await;
    let kept = portal.store.identity(case).await.unwrap().unwrap();
    assert_eq!(kept.to, Some(1));
    assert_ne!(kept.sealed, waiting.sealed);
    assert!(portal.store.waiting_identities(1).await.unwrap().is_empty());
    let red = app::operations::silence_check(&portal.app).await.unwrap();
    assert!(!red.contains(&"vault-missing".to_owned()), "{red:?}");
    let contact = portal.store.contact(case).await.unwrap();
    assert!(contact.is_some(), "the address for notices is apart, and stays where it was");

    let later = named(&portal, about_lan()).await;
    let case = portal.store.case(Key::Number(&later.case_number)).await.unwrap().case.id;
    let at_once = portal.store.identity(case).await.unwrap().unwrap();
    assert_eq!(at_once.to, Some(1));
    assert_eq!(at_once.sealed.len(), kept.sealed.len(), "a length says nothing");
}

#[tokio::test]
async fn a_lost_key_and_a_new_custodian_need_two_who_deal_anew() {
    let (portal, [one, two, three]) = held(None).await;
    let again = async |who| vault::custody(&portal.app, who).await.unwrap().again;
    assert_eq!(again(&one).await, Again::No);
    // Three forgets the passphrase, four is new.
    key(&portal, &three, 33).await;
    let four = custodian(&portal, 4, None).await;
    key(&portal, &four, 4).await;
    assert_eq!(again(&one).await, Again::Needed);
    let custody = vault::custody(&portal.app, &three).await.unwrap();
    assert!(!custody.holds && custody.people.iter().filter(|person| person.holds).count() == 2);
    let deal = async |who, nth| vault::share_again(&portal.app, who, &words(nth)).await;
    assert_eq!(hitch(deal(&three, 33).await), Hitch::NoShare);
    assert_eq!(hitch(deal(&one, 2).await), Hitch::Wrong);
    assert!(!deal(&one, 1).await.unwrap());
    assert_eq!(again(&one).await, Again::Begun { by_me: true });
    assert_eq!(again(&two).await, Again::Begun { by_me: false });
    assert!(!deal(&one, 1).await.unwrap(), "one alone does not finish it");
    assert!(deal(&two, 2).await.unwrap());
    assert_eq!(again(&four).await, Again::No);
    let custody = vault::custody(&portal.app, &four).await.unwrap();
    assert!(custody.holds && custody.people.iter().all(|person| person.holds));

    // Who has left is dealt out of it; two of those who are left are enough.
    crate::support::sign_in::disable(&portal.app, "giuphong1").await;
    assert_eq!(again(&two).await, Again::Needed);
    let custody = vault::custody(&portal.app, &two).await.unwrap();
    assert!(custody.people.iter().any(|person| person.gone));
    assert!(!deal(&three, 33).await.unwrap());
    assert!(deal(&four, 4).await.unwrap());
    let shares = portal.store.shares(1).await.unwrap();
    assert!(shares.iter().all(|share| share.holder != one.id && share.generation == 3));
    assert_eq!(portal.store.vault().await.unwrap().unwrap().number, 1, "the same vault");
}
