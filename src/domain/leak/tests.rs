//! What betrays, and what must not be taken for it.

use super::{Reason, risks};

const LETTER: &str = "Tôi tên là Trần Thị Hoa. Tối 15/3 ông Hùng đến nhà tôi thu năm trăm nghìn đồng \
    tiền làm ngõ mà không đưa phiếu thu, vợ chồng tôi hỏi thì bị mắng.";

fn found(summary: &str) -> Vec<(Reason, String)> {
    let subjects = ["Nguyễn Mạnh Hùng".to_owned()];
    let risks = risks(summary, LETTER, &subjects);
    risks.into_iter().map(|risk| (risk.reason, risk.fragment)).collect()
}

#[test]
fn every_giveaway_is_found() {
    use Reason::{Copied, Email, FirstPerson, Name, Phone, Quotation};
    // summary, reason, fragment
    let table = [
        (
            "Có ý kiến về việc thu tiền làm ngõ mà không đưa phiếu thu ở ngõ 5.",
            Copied,
            "tiền làm ngõ mà không đưa phiếu thu",
        ),
        ("Nội dung: TIEN LAM NGO, ma khong dua phieu!", Copied, "TIEN LAM NGO, ma khong dua phieu"),
        ("Liên hệ 0912 345 678 để rõ.", Phone, "0912 345 678"),
        ("Số (024) 3826 1234.", Phone, "024) 3826 1234"),
        ("Gọi +84 912.345.678 nhé", Phone, "+84 912.345.678"),
        ("Gọi 912 345 678", Phone, "912 345 678"),
        ("Thư gửi hoa.tran@hop-thu.example.vn.", Email, "hoa.tran@hop-thu.example.vn"),
        ("Người dân là bà Hoa ở ngõ 5.", Name, "Hoa"),
        ("Theo trần thị hoa thì chưa có phiếu.", Name, "trần thị hoa"),
        ("Theo Thị Hoa thì chưa có phiếu.", Name, "Thị Hoa"),
        ("Bà Lê Thị Mận cũng biết việc này.", Name, "Lê Thị Mận"),
        ("Có mặt Lê Thị Mận và người khác.", Name, "Lê Thị Mận"),
        ("Đồng chí có thu tiền của tôi không?", FirstPerson, "tôi"),
        ("Có thu tiền của vợ tôi không?", FirstPerson, "vợ tôi"),
        ("Có đến nhà tôi không?", FirstPerson, "nhà tôi"),
        ("Có thu của gia đình tôi không?", FirstPerson, "gia đình tôi"),
        ("co thu tien cua vo toi khong", FirstPerson, "vo toi"),
        (
            "Đơn ghi “mỗi nhà đều phải nộp tiền ngay” như vậy.",
            Quotation,
            "mỗi nhà đều phải nộp tiền ngay",
        ),
        ("Đơn ghi \"mỗi nhà đều phải nộp tiền ngay", Quotation, "mỗi nhà đều phải nộp tiền ngay"),
    ];
    for (summary, reason, fragment) in table {
        assert_eq!(found(summary), [(reason, fragment.to_owned())], "{summary}");
    }
}

#[test]
fn an_honest_summary_passes() {
    let table = [
        "Có ý kiến về việc thu tiền làm ngõ năm 2026 chưa có phiếu thu. Đề nghị đồng chí giải trình.",
        "Đồng chí Nguyễn Mạnh Hùng, bí thư chi bộ 5, giải trình việc thu 500.000.000 đồng, sau đó 350 000 000 đồng.",
        "Ông Hùng cho biết đã thu bao nhiêu, từ ngày 16.3.2026 đến 20.3.2026.",
        "Buổi tối có tới hội trường; tội gì, tồi gì cũng nêu rõ.",
        "Tổ dân phố ở phường Phú Đô, quận Nam Từ Liêm, thành phố Hà Nội, đường Lê Đức Thọ.",
        "Khoản gọi là “tiền ngõ” chi vào đâu?",
        "Trả lời trước 5 giờ 30 phút, số văn bản 12/2026 @ phòng tiếp dân.",
        "",
    ];
    for summary in table {
        assert_eq!(found(summary), [], "{summary}");
    }
}

#[test]
fn a_name_that_is_written_as_one_is_found_whether_or_not_the_letter_has_it() {
    for summary in ["Bà Hoa và bà Lan đều biết.", "Trần Thị Hoa, Trần Thị Lan, Lê Văn Tám"]
    {
        let told = risks(summary, LETTER, &[]);
        assert_eq!(told, risks(summary, "Thu tiền làm ngõ.", &[]), "{summary}");
        assert!(2 <= told.len(), "{summary}");
    }
}

#[test]
fn each_fragment_is_told_once_and_a_long_one_is_cut() {
    assert_eq!(found("Bà Lan gặp tôi, bà Lan hỏi tôi.").len(), 2);
    let copied = risks(LETTER, LETTER, &[]);
    let long = copied.iter().find(|risk| risk.reason == Reason::Copied).unwrap();
    assert!(long.fragment.starts_with("Tôi tên là") && long.fragment.ends_with('…'));
    assert_eq!(copied.iter().filter(|risk| risk.reason == Reason::Copied).count(), 1);
}

proptest::proptest! {
    #[test]
    fn never_fails(summary in "\\PC{0,60}", letter in "\\PC{0,60}", name in "\\PC{0,20}") {
        for risk in risks(&summary, &letter, &[name]) {
            proptest::prop_assert!(!risk.fragment.is_empty());
        }
    }
}
