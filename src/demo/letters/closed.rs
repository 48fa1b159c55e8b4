//! Letters that were answered and are closed.

use super::spec::{Letter, PLAIN, Target, from, task};
use super::{Answer, Conclusion, Kind, Outcome, Scenario};
use crate::demo::Title;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("daimo-15", Title::Secretary, 0),
        about: ["bác {ten}", "bí thư", "chi bộ 15 Đại Mỗ"],
        place: "Tổ dân phố số 15, phường Đại Mỗ",
        happened: Some(140),
        text: "Từ đầu năm tổ 15 chưa họp dân lần nào. Bác {ten} chỉ nhắn lên nhóm điện thoại, người già không đọc được. Việc \
               đổi giờ lấy rác cũng không ai biết, rác chất đầu ngõ ba hôm. Mong bác đi họp dân như trước.",
        received: 126,
        ending: Scenario::Closed(MEETINGS),
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Member("vhtt", 4),
        about: ["{hoten}", "cán bộ", "Trung tâm Văn hóa Liêm Trì"],
        place: "Sân bóng của Trung tâm Văn hóa",
        happened: Some(230),
        text: "Sân bóng của trung tâm được cho thuê buổi tối, tiền chuyển vào tài khoản riêng của {ong} {hoten}. Tôi và đội \
               bóng đã chuyển tám lần, còn ảnh chụp màn hình. Hỏi hóa đơn thì được bảo sân của tập thể không cần. Đề nghị \
               làm rõ tiền thuê sân có vào sổ không.",
        reporter: Some(from("Hà Anh Tú", "Tổ dân phố số 8, phường Mỹ Đình 1", "024 0000 1308")),
        email: Some("doibong.toi5@thu.example"),
        received: 176,
        ending: Scenario::Closed(PITCH),
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("phuongcanh-mn", Title::Headteacher, 0),
        about: ["cô {ten}", "hiệu trưởng", "Trường Mầm non Phương Canh"],
        place: "Trường Mầm non Phương Canh",
        happened: Some(120),
        text: "Tiền ăn của các cháu tăng 6.000 đồng một bữa nhưng thực đơn dán ở cổng vẫn như cũ. Có hôm con tôi về kể chỉ ăn \
               cơm với trứng. Phụ huynh lớp bốn tuổi xin xem sổ giao nhận thực phẩm thì chưa được. Đề nghị nhà trường cho \
               ban phụ huynh cùng nhận hàng buổi sáng.",
        received: 112,
        ending: Scenario::Closed(MEALS),
        ..PLAIN
    },
    Letter {
        kind: Kind::KhieuNai,
        target: Target::Unit("bhxh"),
        about: ["", "", "Bảo hiểm xã hội quận"],
        place: "Bộ phận tiếp nhận hồ sơ bảo hiểm",
        happened: Some(165),
        text: "Tôi bị trả hồ sơ trợ cấp vì thiếu ba tháng đóng, nhưng sổ của tôi đã có xác nhận của công ty cũ. Thông báo trả \
               hồ sơ chỉ ghi không đủ điều kiện. Tôi khiếu nại thông báo đó, đề nghị tính lại thời gian đóng và trả lời bằng \
               văn bản để tôi bổ sung nếu còn thiếu.",
        reporter: Some(from(
            "Bùi Thị Kim Liên",
            "Tổ dân phố số 6, phường Xuân Phương",
            "024 0000 1406",
        )),
        received: 150,
        ending: Scenario::Closed(PENSION),
        ..PLAIN
    },
    Letter {
        kind: Kind::GopY,
        target: Target::Resident("mydinh2-11"),
        about: ["{ong} {ten}", "", "tổ 11 Mỹ Đình 2"],
        place: "Tổ dân phố số 11, phường Mỹ Đình 2",
        happened: Some(105),
        text: "{Ong} {ten} là đảng viên sinh hoạt ở cơ quan nhưng ở tổ chúng tôi chưa dự buổi tổng vệ sinh nào, cũng không đi \
               họp. Nhà ở mặt ngõ mà cống trước cửa để tắc. Nhờ chi bộ nơi cư trú góp ý để đảng viên gương mẫu với xóm giềng.",
        received: 98,
        ending: Scenario::Closed(NEIGHBOUR),
        ..PLAIN
    },
];

const MEETINGS: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã xem sổ họp của tổ và hỏi 12 hộ ở ba ngõ.",
        found: "Bốn tháng không họp dân; việc đổi giờ lấy rác chỉ báo trên nhóm điện thoại.",
        done: "Tổ đã họp dân, dán lịch rác ở năm đầu ngõ và ấn định họp vào tối thứ Bảy đầu mỗi quý.",
        next: "Lịch họp dán ở nhà văn hóa; ông/bà có thể đề nghị thêm việc cần bàn trước buổi họp ba ngày.",
    },
    measures: &[task("Họp dân và dán lịch họp quý", 20, Some("BB-07/TDP15"))],
};

const PITCH: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã đối chiếu lịch thuê sân, sổ thu của trung tâm và tám lần chuyển tiền được nêu.",
        found: "Tám lần chuyển tiền là thật, tổng 4.800.000 đồng, không vào sổ của trung tâm.",
        done: "Tiền đã nộp lại. Trung tâm chỉ nhận tiền thuê sân qua tài khoản cơ quan và đưa hóa đơn ngay. Việc xử lý đảng \
               viên là thông tin nội bộ.",
        next: "Khi thuê sân, ông/bà hãy lấy hóa đơn. Thời hạn đề nghị xem lại đã ghi trong thông báo kết luận.",
    },
    measures: &[task("Nộp lại tiền thuê sân và công khai số tài khoản", 15, Some("BB-02/VHTT"))],
};

const MEALS: Conclusion = Conclusion {
    outcome: Outcome::Insufficient,
    answer: Answer {
        checked: "Đã xem sổ giao nhận thực phẩm hai tháng, cân mẫu ba bữa và hỏi sáu phụ huynh.",
        found: "Ba bữa cân mẫu đúng thực đơn mới; tờ dán ở cổng là bản cũ. Ngày được nêu không còn mẫu lưu nên chưa đủ căn cứ \
                để nói bữa đó đúng hay thiếu.",
        done: "Thực đơn mới đã dán. Mỗi sáng thứ Hai và thứ Năm có hai phụ huynh cùng nhận hàng và ký sổ.",
        next: "Ông/bà có thể đăng ký buổi cùng nhận hàng với cô chủ nhiệm.",
    },
    measures: &[],
};

const PENSION: Conclusion = Conclusion {
    outcome: Outcome::Partly,
    answer: Answer {
        checked: "Đã đối chiếu sổ, dữ liệu đóng và giấy xác nhận của công ty cũ; đã mời đối thoại một lần.",
        found: "Hai trong ba tháng được tính lại. Một tháng công ty chưa đóng nên chưa tính được.",
        done: "Thông báo cũ đã thu hồi. Thông báo mới nêu rõ tháng còn thiếu và cách bổ sung; công ty đã được yêu cầu đóng bù.",
        next: "Khi công ty đóng xong, hồ sơ được tính lại mà không phải nộp từ đầu. Ông/bà còn quyền khiếu nại lần hai hoặc \
               khởi kiện.",
    },
    measures: &[],
};

const NEIGHBOUR: Conclusion = Conclusion {
    outcome: Outcome::NotUpheld,
    answer: Answer {
        checked: "Chi bộ nơi cư trú đã xem sổ họp và sổ vệ sinh của tổ, hỏi tổ tự quản và gặp đảng viên.",
        found: "Sổ có chữ ký của đảng viên ở bốn trong năm buổi vệ sinh và hai trong ba buổi họp. Đoạn cống tắc là cống chung, \
                do rễ cây.",
        done: "Phường đã thông cống. Tổ dán danh sách người dự mỗi buổi vệ sinh để mọi nhà cùng biết.",
        next: "Nếu cống tắc lại, ông/bà báo tổ trưởng để gọi thợ thoát nước. Ông/bà có thể đề nghị xem lại trong thời hạn đã ghi.",
    },
    measures: &[],
};
