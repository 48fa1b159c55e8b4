//! The pages of those who work on cases, below `/noi-bo`.

pub mod cua;
pub mod dai_hoi;
pub mod fields;
pub mod hs;
pub mod ket;
pub mod khai_bao;
pub mod kich_hoat;
pub mod lich;
pub mod lich_doi;
pub mod lich_han;
pub mod lich_ics;
pub mod lists;
pub mod ma;
pub mod ma_moi;
pub mod mo_danh_tinh;
pub mod nguoi_dung;
pub mod nhan;
pub mod sso;
pub mod su_co;
pub mod tai_khoan;
pub mod tieu_huy;
pub mod to_chuc;
pub mod vai_tro;
pub mod van_hanh;
pub mod vang_mat;
pub mod xac_nhan;

use super::routing::{Table, action, form, page};
use crate::domain::access::Role;
use crate::domain::step::StepKind;

/// Adds the staff pages to the routes.
pub fn routes(route: Table) -> Table {
    let route = route
        .at("/noi-bo", form(cua::new, cua::create))
        .at("/noi-bo/thoat", action(cua::destroy))
        .at("/noi-bo/sso", action(sso::create))
        .at("/noi-bo/sso/ve", page(sso::back))
        .at("/noi-bo/ma", form(ma::new, ma::create))
        .at("/noi-bo/ma/moi", form(ma_moi::new, ma_moi::create))
        .at("/noi-bo/kich-hoat/:link", form(kich_hoat::new, kich_hoat::create))
        .at("/noi-bo/xac-nhan", form(xac_nhan::new, xac_nhan::create))
        .at("/noi-bo/phan-loai", page(lists::inbox))
        .at("/noi-bo/viec", page(lists::work))
        .at("/noi-bo/duyet", page(lists::approvals))
        .at("/noi-bo/da-xong", page(lists::done))
        .at("/noi-bo/lich-han", page(lich_han::show))
        .at("/noi-bo/lich-ics", form(lich_ics::show, lich_ics::create))
        .at("/noi-bo/vai-tro", page(vai_tro::show))
        .at("/noi-bo/nhan", form(nhan::new, nhan::create))
        .at("/noi-bo/khai-bao", form(khai_bao::new, khai_bao::create))
        .at("/noi-bo/khai-bao/het", action(khai_bao::end))
        .at("/noi-bo/vang-mat", form(vang_mat::new, vang_mat::create))
        .at("/noi-bo/vang-mat/het", action(vang_mat::end))
        .at("/noi-bo/vang-mat/thay", action(vang_mat::set_deputy))
        .at("/noi-bo/lich", form(lich::new, lich::create))
        .at("/noi-bo/lich-doi", page(lich_doi::show))
        .at("/noi-bo/dai-hoi", form(dai_hoi::new, dai_hoi::create))
        .at("/noi-bo/tieu-huy", form(tieu_huy::show, tieu_huy::create))
        .at("/noi-bo/su-co", form(su_co::new, su_co::create))
        .at("/noi-bo/mo-danh-tinh", page(mo_danh_tinh::list))
        .at("/noi-bo/mo-danh-tinh/:id", form(mo_danh_tinh::show, mo_danh_tinh::create))
        .at("/noi-bo/ket", page(ket::show))
        .at("/noi-bo/ket/:deed", form(ket::new, ket::create))
        .at("/noi-bo/van-hanh", page(van_hanh::show));
    hs::routes(to_chuc::routes(tai_khoan::routes(nguoi_dung::routes(route))))
}

/// Where an account of this role begins.
pub fn first_page(role: Role) -> &'static str {
    match role {
        Role::Desk => "/noi-bo/nhan",
        Role::Triage | Role::Above => "/noi-bo/phan-loai",
        Role::Approver => "/noi-bo/duyet",
        Role::Handler => "/noi-bo/viec",
        Role::Custodian => "/noi-bo/mo-danh-tinh",
        Role::Admin => "/noi-bo/van-hanh",
    }
}

/// The page of a case on which a step is taken; none for the steps of residents and jobs.
pub fn page_of(step: StepKind) -> Option<&'static str> {
    Some(match step {
        StepKind::Reclassify => "loai",
        StepKind::Ask => "hoi",
        StepKind::ProposeAccept => "thu-ly",
        StepKind::ProposeRefuse => "khong-thu-ly",
        StepKind::ProposeTransfer | StepKind::ProposeTransferDespite => "chuyen",
        StepKind::ProposeAssignDespite => "giao-ngoai-le",
        StepKind::RuleChallenge => "thay-nguoi",
        StepKind::ProposeRecord => "luu",
        StepKind::ProposeHear => "giai-trinh",
        StepKind::RecordReply => "ghi-giai-trinh",
        StepKind::ProposeHold => "tam-dung",
        StepKind::EndHold => "ket-thuc-tam-dung",
        StepKind::ProposeExtend => "gia-han",
        StepKind::ProposeAddTrack => "them-nhanh",
        StepKind::KeepDay | StepKind::MoveDay => "ngay-hen",
        StepKind::ProposeClose => "ket-thuc",
        StepKind::ProposeEndWithdrawn | StepKind::GoOn => "rut",
        StepKind::Confirm | StepKind::SendBack | StepKind::Conclude | StepKind::ReturnDraft => {
            "duyet"
        }
        StepKind::ConfirmReceipt | StepKind::Return => "noi-khac",
        StepKind::Assign | StepKind::Reorganise => "giao",
        StepKind::Declare | StepKind::Recuse => "khai",
        StepKind::Draft => "du-thao",
        StepKind::Submit => "trinh",
        StepKind::Deliver => "giao-van-ban",
        StepKind::PostAgain => "niem-yet-lai",
        StepKind::FinishMeasure => "viec-xong",
        StepKind::AddSubject => "nguoi",
        StepKind::Screen
        | StepKind::Resume
        | StepKind::Lapse
        | StepKind::Monitor
        | StepKind::Firm
        | StepKind::Raise
        | StepKind::Relieve
        | StepKind::Challenge
        | StepKind::Route
        | StepKind::Withdraw
        | StepKind::Appeal
        | StepKind::ReportRetaliation => return None,
    })
}
