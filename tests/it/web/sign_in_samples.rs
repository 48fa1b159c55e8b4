//! Samples for the pages of signing in with two factors.

use gopy::domain::access::Role;
use gopy::domain::invitation::Invitation;
use gopy::domain::purpose::Purpose;
use gopy::web::staff::kich_hoat::InvitationPage;
use gopy::web::staff::ma::CodePage;
use gopy::web::staff::ma_moi::{CodesPage, EnrolPage};
use gopy::web::staff::nguoi_dung::{NewUserForm, NewUserPage, UserLine, UserPage, UsersPage};
use gopy::web::staff::sso::LeadingPage;
use gopy::web::staff::tai_khoan::{AskCodesPage, LinkPage, OwnPage, PasswordPage, SessionLine};
use gopy::web::staff::xac_nhan::ProofPage;

use super::staff_pages::Press;
use super::staff_samples::{day, flaws};

/// The second step, setting an app up, and proving anew who it is.
pub fn entrance(press: &mut Press) {
    let wanted = || String::from("/noi-bo/viec");
    for flaws in [Vec::new(), flaws()] {
        press.page(&CodePage { wanted: wanted(), flaws: flaws.clone() });
        press.page(&EnrolPage {
            qr: "<svg class=\"qr\"></svg>".into(),
            secret: "MRQW 4ID".into(),
            address: "otpauth://totp/x?secret=MRQW4ID".into(),
            action: "/noi-bo/ma/moi",
            wanted: wanted(),
            flaws: flaws.clone(),
        });
        for purpose in Purpose::ALL {
            let purpose = purpose.name();
            press.page(&ProofPage { purpose, wanted: wanted(), flaws: flaws.clone() });
        }
    }
    let to = "https://kc.example.vn/auth?a=1&b=2".into();
    press.page(&LeadingPage { provider: "Keycloak <b>làm".into(), to });
    for wanted in [String::new(), wanted()] {
        press.page(&CodesPage { codes: vec!["ABCD EFGH".into()], wanted });
    }
}

fn user(role: Role, state: u8) -> UserLine {
    UserLine {
        id: "00000000-0000-0000-0000-000000000001".into(),
        login: "kiemtra".into(),
        name: "Vũ <b>làm".into(),
        role: role.name(),
        unit: "Ủy ban <b>làm".into(),
        email: "kiemtra@gopy.example".into(),
        member: state & 1 == 0,
        begun: state != 1,
        enrolled: state != 2,
        linked: state == 0,
        disabled: state == 3,
    }
}

/// Links, one's own account, and those that an administrator makes.
pub fn accounts(press: &mut Press) {
    for flaws in [Vec::new(), flaws()] {
        for what in Invitation::ALL {
            let (link, login) = ("0f0f".into(), "kiemtra".into());
            press.page(&InvitationPage { link, what: what.name(), login, flaws: flaws.clone() });
        }
        press.page(&PasswordPage { flaws: flaws.clone() });
        for since in [None, Some(day("2026-11-20"))] {
            let provider = "Keycloak <b>làm".into();
            press.page(&LinkPage { provider, since, flaws: flaws.clone() });
        }
        press.page(&NewUserPage::new(NewUserForm::default(), flaws.clone()));
        for state in 0..4 {
            let roles = Role::ALL.map(Role::name);
            let (user, email) = (user(Role::Triage, state), "x@<b>làm".into());
            press.page(&UserPage { user, roles, email, flaws: flaws.clone() });
        }
    }
    press.page(&AskCodesPage {});
    let session = |this| SessionLine {
        id: format!("s-{this}"),
        on: day("2026-11-20"),
        at: "08:15".into(),
        this,
    };
    let linkable = [None, Some(String::from("Keycloak <b>làm"))];
    let sessions = [vec![session(true)], vec![session(true), session(false)]];
    for (sessions, provider) in sessions.into_iter().zip(linkable) {
        press.page(&OwnPage {
            login: "kiemtra".into(),
            email: "kiemtra@gopy.example".into(),
            role: press.role.name(),
            sessions,
            recovery_codes: 8,
            linked: provider.is_some().then(|| day("2026-11-20")),
            provider,
        });
    }
    let users = Role::ALL.into_iter().zip((0..4).cycle()).map(|(role, state)| user(role, state));
    press.page(&UsersPage { tim: "<b>làm".into(), users: users.collect(), more: 3 });
    press.page(&UsersPage { tim: String::new(), users: Vec::new(), more: 0 });
}
