//! Letters with an answer: concluded, and followed up.

use super::spec::{Letter, PLAIN, Target, from, task};
use super::{Answer, Conclusion, Kind, Lang, Measure, MeasureKind, Outcome, Scenario};
use crate::demo::Title;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("metri-05", Title::Secretary, 0),
        about: ["bà {ten}", "bí thư", "tổ 5 Mễ Trì"],
        place: "Nhà văn hóa tổ dân phố số 5, phường Mễ Trì",
        happened: Some(60),
        text: "Buổi họp bình xét gia đình văn hóa chỉ có 19 hộ dự mà vẫn biểu quyết thay cho 140 hộ. Bà {ten} nói không có \
               thời gian họp lại. Gia đình tôi bị gạch tên vì nợ tiền rác, trong khi phiếu thu tôi vẫn giữ. Tôi đề nghị \
               họp lại cho đủ người và xem phiếu của tôi.",
        received: 42,
        ending: Scenario::Concluded(VOTE),
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Member("cho-02", 5),
        about: ["{hoten}", "tổ trưởng quản lý", "chợ Phú Liêm"],
        place: "Cổng sau chợ Phú Liêm",
        happened: Some(110),
        text: "{Ong} {hoten} thu của người bán rau ngồi cổng sau mỗi sáng 20.000 đồng, không đưa vé. Người nào xin vé thì bị \
               đuổi ra ngoài vạch. Tôi ghi lại được 11 buổi, có giờ và số người. Tiền vé theo bảng giá của chợ chỉ 8.000 \
               đồng. Tôi đề nghị kiểm tra cuống vé và sổ nộp tiền hằng ngày.",
        reporter: Some(from("Ngô Thị Mùi", "Tổ dân phố số 2, phường Phú Đô", "024 0000 1102")),
        received: 55,
        ending: Scenario::Concluded(MARKET),
        ..PLAIN
    },
    Letter {
        kind: Kind::KienNghi,
        target: Target::Unit("phudo"),
        about: ["", "", "Phu Do ward"],
        place: "Ward web page and notice boards",
        text: "There are many foreign families in the new blocks. Notices about rubbish days, vaccination and road works \
               are only in Vietnamese and only on the board of the culture house. I suggest a short English line under \
               each notice, or a page we can read with a phone. I would be glad to help with the wording as a volunteer.",
        email: Some("volunteer.phudo@mail.example"),
        lang: Lang::En,
        received: 34,
        ending: Scenario::Concluded(ENGLISH),
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Unit("ttxd"),
        about: ["", "đội trật tự xây dựng", "quận Liêm Trì"],
        place: "Ngõ 68, tổ dân phố số 14, phường Mễ Trì",
        happened: Some(130),
        text: "Nhà số 9 ngõ 68 xin phép ba tầng nhưng đang lên tầng năm. Đội trật tự xây dựng xuống hai lần, lập biên bản rồi \
               thợ vẫn làm tiếp vào ban đêm. Tường phía nhà tôi đã ẩm và nứt chân chim. Tôi muốn biết biên bản có hiệu lực \
               không và ai theo dõi việc dừng thi công.",
        received: 88,
        ending: Scenario::Monitoring(STOREYS),
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("taymo-05", Title::Secretary, 0),
        about: ["ông {ten}", "bí thư chi bộ 5", "Tây Mỗ"],
        place: "Tổ dân phố số 5, phường Tây Mỗ",
        happened: Some(170),
        text: "Ông {ten} bí thư chi bộ 5 Tây Mỗ cho con rể nhận thầu lát gạch sân nhà văn hóa mà không lấy báo giá nơi khác. \
               Tiền lát gạch do dân góp. Gạch bong sau hai tháng, hỏi bảo hành thì không có hợp đồng. Trong tổ ai cũng biết \
               nhưng nể không nói. Tôi đề nghị làm rõ số tiền và ai chịu sửa lại.",
        reporter: Some(from("Cao Thị Thoa", "Tổ dân phố số 5, phường Tây Mỗ", "024 0000 1205")),
        received: 104,
        ending: Scenario::Monitoring(TILES),
        ..PLAIN
    },
    Letter {
        kind: Kind::GopY,
        target: Target::Unit("cqcq-04"),
        about: ["", "", "phòng quản lý đô thị"],
        place: "Đường ven hồ, phường Trung Văn",
        text: "Đèn đường ven hồ tắt từ đoạn cây si đến cầu nhỏ đã lâu. Các cháu học thêm về phải đi sát mép nước. Tôi góp ý \
               nên có số điện thoại dán ở cột để người dân báo hỏng, và mỗi tháng cán bộ đi xem một vòng buổi tối.",
        received: 74,
        ending: Scenario::Monitoring(LAMPS),
        ..PLAIN
    },
];

const VOTE: Conclusion = Conclusion {
    outcome: Outcome::Partly,
    answer: Answer {
        checked: "Đã xem biên bản họp, danh sách ký tên và phiếu thu tiền rác của các hộ bị gạch tên.",
        found: "Cuộc họp chỉ có 19 hộ dự, không đủ để biểu quyết: đúng. Trong bốn hộ bị gạch tên, một hộ đã nộp đủ tiền; ba hộ \
                còn lại nợ thật.",
        done: "Kết quả bình xét đã bị hủy. Tổ họp lại trong 20 ngày, mời từng hộ bằng giấy; hộ có phiếu thu được đưa trở lại \
               danh sách.",
        next: "Ông/bà mang phiếu thu đến cuộc họp. Không đồng ý thì bấm Đề nghị xem lại trước ngày ghi ở trang hồ sơ.",
    },
    measures: &[],
};

const MARKET: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã kiểm tra cuống vé ba tháng, sổ nộp tiền hằng ngày và gặp 14 người bán hàng ở cổng sau.",
        found: "Thu 20.000 đồng mỗi buổi và không đưa vé là đúng. Tiền nộp sổ ít hơn tiền thu thực tế 9.640.000 đồng.",
        done: "Người thu đã thôi việc thu vé và phải nộp lại số tiền trong 30 ngày. Việc xử lý đảng viên theo quy định của \
               Đảng là thông tin nội bộ. Từ tuần này chợ chỉ thu bằng vé in sẵn số.",
        next: "Nếu có người thu không vé, hãy gọi ban quản lý chợ hoặc nhắn bằng mã biên nhận. Ông/bà có thể đề nghị xem lại \
               trong thời hạn ghi ở trang hồ sơ.",
    },
    measures: &[],
};

const ENGLISH: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "The ward office counted the notices of three months and asked the managers of four housing blocks.",
        found: "41 notices were posted, none with English text. About 260 foreign residents are registered in the ward.",
        done: "Since this month notices on rubbish, health and road works carry two lines in English and a code for the \
               phone. The youth union checks the wording.",
        next: "If you wish to help, leave your name with the ward's front desk on any weekday morning; it is voluntary.",
    },
    measures: &[],
};

const STOREYS: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã đối chiếu giấy phép, hai biên bản và đo thực tế công trình cùng tổ dân phố.",
        found: "Giấy phép ba tầng, đang xây tầng năm: đúng. Sau biên bản thứ nhất không có ai được giao theo dõi ban đêm.",
        done: "Đã có quyết định đình chỉ thi công và buộc dỡ phần vượt phép trong 60 ngày. Đội phân công người trực đêm, ghi sổ.",
        next: "Thấy thợ làm tiếp, ông/bà gọi số trực dán ở đầu ngõ. Việc nứt tường có thể yêu cầu bồi thường tại tòa án.",
    },
    measures: &[
        task("Dỡ phần xây vượt giấy phép, lập biên bản hoàn thành", 60, None),
        task("Lập sổ trực theo dõi công trình bị đình chỉ", 10, Some("BB-14/TTXD")),
    ],
};

const TILES: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã xem sổ thu, giấy biên nhận tiền công, đo diện tích sân và lấy giá của hai nơi khác.",
        found: "Giao việc cho người nhà, không lấy báo giá và không có hợp đồng: đúng. Tiền công cao hơn giá hai nơi khác \
                khoảng 11 triệu đồng.",
        done: "Người nhận thầu đã lát lại phần bong và trả lại phần chênh. Đảng ủy phường giao chi bộ họp kiểm điểm.",
        next: "Bảng thu chi mới dán ở nhà văn hóa. Nếu số liệu chưa khớp, hãy nhắn bằng mã biên nhận.",
    },
    measures: &[
        task("Trả lại phần chênh vào quỹ của tổ, dán phiếu thu", 30, Some("BB-03/TDP5")),
        Measure {
            kind: MeasureKind::ReviewMeeting,
            what: "Kiểm điểm tại kỳ họp chi bộ do đảng ủy phường dự",
            within_days: 45,
            minutes: None,
        },
    ],
};

const LAMPS: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã đi xem buổi tối đoạn từ cây si đến cầu nhỏ và đếm từng cột đèn.",
        found: "9 trong 16 đèn không sáng, dây ngầm bị đứt do đào đường.",
        done: "Đã nối dây và thay bóng 6 đèn; 3 đèn còn lại thay trong 30 ngày. Số báo hỏng được dán ở từng cột.",
        next: "Thấy đèn hỏng, ông/bà gọi số dán ở cột và đọc số cột.",
    },
    measures: &[task("Thay ba đèn còn lại ven hồ", 30, None)],
};
