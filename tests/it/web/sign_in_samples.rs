//! Samples for the pages of signing in with two factors.

use gopy::domain::purpose::Purpose;
use gopy::web::staff::ma::CodePage;
use gopy::web::staff::ma_moi::{CodesPage, EnrolPage};
use gopy::web::staff::xac_nhan::ProofPage;

use super::staff_pages::Press;
use super::staff_samples::flaws;

/// The second step, setting an app up, and proving anew who it is.
pub fn entrance(press: &mut Press) {
    let wanted = || String::from("/noi-bo/viec");
    for flaws in [Vec::new(), flaws()] {
        press.page(&CodePage { wanted: wanted(), flaws: flaws.clone() });
        press.page(&EnrolPage {
            qr: "<svg class=\"qr\"></svg>".into(),
            secret: "MRQW 4ID".into(),
            address: "otpauth://totp/x?secret=MRQW4ID".into(),
            wanted: wanted(),
            flaws: flaws.clone(),
        });
        for purpose in Purpose::ALL {
            let purpose = purpose.name();
            press.page(&ProofPage { purpose, wanted: wanted(), flaws: flaws.clone() });
        }
    }
    for wanted in [String::new(), wanted()] {
        press.page(&CodesPage { codes: vec!["ABCD EFGH".into()], wanted });
    }
}
