//! Letters in hand: being verified, held, extended.

use super::spec::{Letter, PLAIN, Target, from};
use super::{HoldKind, Kind, Scenario};
use crate::demo::Title;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Member("phudo-05", 9),
        about: ["ông {ten}", "", "ngõ 7, chi bộ 5 Phú Đô"],
        place: "Ngõ 7, tổ dân phố số 5, phường Phú Đô",
        happened: Some(35),
        text: "Nhà ông {ten} sửa cổng lấn ra ngõ chung chừng nửa mét, xe cứu thương không vào được. Ông là đảng viên, \
               đi họp tổ vẫn nhắc mọi người giữ ngõ thông thoáng. Chúng tôi góp ý hai lần thì ông nói đã xin phép. \
               Không ai thấy giấy phép. Mong chi bộ xem giúp và nói rõ có được xây như vậy không.",
        received: 18,
        ending: Scenario::Verifying,
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("daimo-05", Title::Secretary, 0),
        about: ["Đ/c {hoten}", "Bí thư", "Chi bộ số 05 Đại Mỗ"],
        place: "Tổ dân phố số 5, phường Đại Mỗ",
        happened: Some(120),
        text: "Danh sách hộ được hỗ trợ sau trận ngập tháng trước của tổ 5 có ba hộ không ở đây từ lâu. Một hộ là nhà \
               con trai của đồng chí {ten}, đã bán và chuyển đi hai năm. Trong khi đó hai hộ nghèo bị tốc mái không có \
               tên. Danh sách do đồng chí {ten} ký với tổ trưởng rồi nộp lên phường, không họp dân. Tôi đề nghị xác \
               minh danh sách, chữ ký nhận tiền và thu hồi nếu chi sai.",
        reporter: Some(from("Kiều Danh Hậu", "Tổ dân phố số 5, phường Đại Mỗ", "024 0000 0405")),
        received: 26,
        ending: Scenario::Verifying,
        ..PLAIN
    },
    Letter {
        kind: Kind::KhieuNai,
        target: Target::Post("caudien", Title::WardChair, 0),
        about: ["chủ tịch phường", "chủ tịch", "phường Cầu Diễn"],
        place: "Số nhà 41, tổ dân phố số 10, phường Cầu Diễn",
        happened: Some(38),
        text: "Gia đình tôi nhận quyết định xử phạt vì để vật liệu trên vỉa hè, nhưng hôm lập biên bản là vật liệu của \
               công trình thoát nước do phường thuê làm. Người lập biên bản không cho tôi ghi ý kiến. Tôi có ảnh chụp xe \
               của đơn vị thi công và xác nhận của hai nhà bên cạnh. Tôi đề nghị xem lại quyết định và trả lời bằng văn \
               bản.",
        reporter: Some(from(
            "Lưu Thị Bích Oanh",
            "Số nhà 41, tổ dân phố số 10, phường Cầu Diễn",
            "024 0000 0510",
        )),
        email: Some("bichoanh41@thu.example"),
        received: 20,
        ending: Scenario::Verifying,
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Unit("mtdt"),
        about: ["", "tổ thu gom", "Công ty Môi trường đô thị Liêm Trì"],
        place: "Điểm tập kết rác cạnh cổng trường, phường Tây Mỗ",
        happened: Some(65),
        text: "Xe gom rác dồn hết về điểm cạnh cổng trường rồi để qua trưa, nước rỉ chảy ra chỗ học sinh đứng. Phụ \
               huynh đã gọi số của công ty ghi trên thùng rác bốn lần. Lần nào cũng hẹn mai đổi điểm. Ở tổ thu gom có \
               hai đảng viên mà cũng không ai lên tiếng. Nhờ cấp ủy công ty cho biết bao giờ chuyển điểm tập kết.",
        received: 58,
        ending: Scenario::Verifying,
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Member("mydinh2-cq", 15),
        about: ["{hoten}", "cán bộ địa chính", "phường Mỹ Đình 2"],
        place: "Ủy ban nhân dân phường Mỹ Đình 2",
        happened: Some(210),
        text: "Hồ sơ tách thửa của nhà tôi bị giữ gần bảy tháng. {Ong} {ten} nói thiếu một bản vẽ, sau đó giới thiệu \
               một người đo vẽ lấy 12 triệu đồng. Tôi có giấy hẹn ba lần và một tờ giấy viết tay ghi số tiền, chữ trên \
               tờ giấy giống chữ trên giấy hẹn. Tôi đề nghị giám định chữ viết. Tôi chịu trách nhiệm về điều đã nêu.",
        reporter: Some(from(
            "Phùng Viết Nhân",
            "Tổ dân phố số 6, phường Mỹ Đình 2",
            "024 0000 0606",
        )),
        received: 44,
        ending: Scenario::VerifyingOnHold {
            hold: HoldKind::Appraisal,
            reason: "Tờ giấy viết tay đã được gửi đi giám định chữ viết. Hạn giải quyết tạm dừng cho đến ngày có kết quả; \
                     những ngày còn lại sẽ được tính tiếp từ hôm đó.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("xdpl-02", Title::DeputySecretary, 0),
        about: ["{ong} {ten}", "đội trưởng", "Công ty Xây dựng Phú Liêm"],
        place: "Công trình cống hộp, tổ dân phố số 11, phường Trung Văn",
        happened: Some(70),
        text: "Đội thi công cống làm nứt tường ba nhà trong ngõ. Đội trưởng hứa miệng sẽ sửa trước mùa mưa, đến nay \
               chưa thấy ai quay lại. Nhà tôi đã phải chống cột tạm. Nghe nói đội trưởng là chi ủy viên ở công ty nên tôi \
               viết vào đây, mong công ty cử người đo vết nứt và hẹn ngày sửa rõ ràng.",
        reporter: Some(from(
            "Đoàn Thị Lý",
            "Ngõ 3, tổ dân phố số 11, phường Trung Văn",
            "024 0000 0711",
        )),
        received: 36,
        ending: Scenario::VerifyingOnHold {
            hold: HoldKind::OtherBody,
            reason: "Đang chờ kết quả kiểm định vết nứt của đơn vị kiểm định do Ban Quản lý dự án mời.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Former("metri-03", Title::Secretary),
        about: ["{hoten}", "nguyên bí thư chi bộ", "tổ 3 Mễ Trì"],
        place: "Tổ dân phố số 3, phường Mễ Trì",
        happened: Some(700),
        text: "Khi còn làm bí thư, {ong} {hoten} giữ sổ quỹ khuyến học của tổ. Lúc bàn giao thiếu 38 triệu đồng so với \
               bảng kê cuối năm mà chúng tôi cùng ký. Người làm quỹ sau không dám nhận sổ. Đã hơn một năm, mỗi lần hỏi \
               lại được hẹn. Có bốn người ký bảng kê đều còn giữ bản sao. Tôi đề nghị đối chiếu sổ, phiếu thu và cho \
               biết tiền hiện ở đâu.",
        reporter: Some(from("Trịnh Thị Cúc", "Tổ dân phố số 3, phường Mễ Trì", "024 0000 0803")),
        received: 52,
        ending: Scenario::VerifyingExtended {
            days: 30,
            reason: "Phải đối chiếu sổ quỹ của năm năm và gặp bốn người đã ký bảng kê, trong đó hai người đang ở tỉnh khác.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::KhieuNai,
        target: Target::Unit("qlda-03"),
        about: ["", "phòng giải phóng mặt bằng", "Ban Quản lý dự án Liêm Trì"],
        place: "Thửa đất ven đường mới, phường Đại Mỗ",
        happened: Some(80),
        text: "Bảng kiểm đếm đền bù của nhà tôi ghi thiếu một nhà kho và 14 cây nhãn. Tôi đã ghi ý kiến không đồng ý ngay \
               dưới biên bản. Quyết định phê duyệt sau đó vẫn dùng số cũ. Tôi khiếu nại quyết định này vì thiệt hại trực \
               tiếp đến gia đình tôi, và xin được đo đếm lại có mặt tổ dân phố.",
        reporter: Some(from("Thạch Như Quyết", "Tổ dân phố số 16, phường Đại Mỗ", "024 0000 0916")),
        email: Some("nhuquyet16@thu.example"),
        received: 49,
        ending: Scenario::VerifyingExtended {
            days: 15,
            reason: "Cần đo đếm lại tại chỗ với ba bên; đơn vị đo đạc chỉ bố trí được sau thời gian mưa.",
        },
        ..PLAIN
    },
];
