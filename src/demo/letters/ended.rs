//! Letters that ended another way: not accepted, transferred, withdrawn, recorded.

use super::spec::{Letter, PLAIN, Target, from};
use super::{Kind, Lang, OtherReceipt, RecordReason, Refusal, Scenario};
use crate::demo::Title;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::KhieuNai,
        target: Target::Nobody,
        about: ["", "", "tòa án"],
        place: "",
        happened: Some(400),
        text: "Tòa đã xử chia đất của bố mẹ tôi cho anh cả phần nhiều hơn. Bản án đã có hiệu lực từ năm ngoái. Tôi thấy không \
               công bằng nên viết đơn đề nghị Quận ủy can thiệp để chia lại. Anh cả tôi là đảng viên thì phải gương mẫu.",
        reporter: Some(from("Dương Văn Hợi", "Tổ dân phố số 13, phường Cầu Diễn", "024 0000 1513")),
        received: 28,
        ending: Scenario::NotAccepted {
            reason: Refusal::CourtMatter,
            explanation: "Việc chia đất đã có bản án có hiệu lực, cấp ủy không được xem lại bản án. Nếu có tình tiết mới, ông/bà \
                          gửi đơn đề nghị giám đốc thẩm, tái thẩm đến tòa án nhân dân cấp trên; Trung tâm trợ giúp pháp lý \
                          giúp viết đơn miễn phí vào sáng thứ Ba.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("trungvan-04", Title::DeputySecretary, 0),
        about: ["{hoten}", "phó bí thư", "chi bộ tổ 4 Trung Văn"],
        place: "Tổ dân phố số 4, phường Trung Văn",
        happened: Some(330),
        text: "Tôi tiếp tục tố cáo việc dùng tiền quỹ khuyến học mua quà tết không đúng đối tượng. Lần trước đã có kết luận là \
               không đúng nhưng tôi không đồng ý. Tôi không có giấy tờ gì thêm, nhưng đề nghị làm lại từ đầu.",
        reporter: Some(from("Mai Quốc Luận", "Tổ dân phố số 4, phường Trung Văn", "024 0000 1604")),
        received: 37,
        ending: Scenario::NotAccepted {
            reason: Refusal::AlreadyConcluded,
            explanation: "Nội dung này đã được kết luận và đơn lần này chưa nêu tình tiết hay giấy tờ mới. Nếu tìm được chứng cứ \
                          mới, ông/bà gửi vào mục Bổ sung thông tin; nếu không đồng ý với việc không nhận đơn, có thể đề nghị \
                          cấp trên xem lại trong thời hạn ghi ở trang hồ sơ.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::KhieuNai,
        target: Target::Post("taymo", Title::WardChair, 0),
        about: ["", "ủy ban phường", "Tây Mỗ"],
        place: "Ủy ban nhân dân phường Tây Mỗ",
        happened: Some(90),
        text: "Hàng xóm của tôi bị phường cưỡng chế tháo mái che. Ông ấy ngại không viết đơn nên tôi viết thay. Mái che đã có \
               mười năm, không vướng ai. Đề nghị phường trả lại và bồi thường cho gia đình ông ấy.",
        reporter: Some(from(
            "Âu Dương Thế Vinh",
            "Tổ dân phố số 2, phường Tây Mỗ",
            "024 0000 1702",
        )),
        received: 60,
        ending: Scenario::NotAccepted {
            reason: Refusal::NotOwnRight,
            explanation: "Người khiếu nại phải là người bị ảnh hưởng trực tiếp hoặc được ủy quyền. Hàng xóm của ông/bà có thể tự \
                          gửi đơn, hoặc viết giấy ủy quyền có xác nhận của phường để ông/bà gửi thay. Thời hạn là 90 ngày kể \
                          từ ngày biết quyết định.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Unit("dluc"),
        about: ["", "", "điện lực"],
        place: "Tổ dân phố số 9, phường Mỹ Đình 1",
        happened: Some(15),
        text: "Dây điện và dây mạng cũ võng sát mái hiên cả đoạn ngõ 40, trời mưa có tia lửa. Người dân gọi tổng đài được hẹn \
               nhiều lần. Chúng tôi rất lo vì gần đó có nhà trẻ tư thục.",
        received: 13,
        ending: Scenario::TransferredOut {
            to: "Điện lực Liêm Trì",
            why: "Lưới điện hạ áp do công ty điện lực quản lý và phải xử lý trong ngày; cấp ủy theo dõi việc trả lời.",
            receipt: None,
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Nobody,
        about: ["giám đốc công ty vận tải", "", "phường khác"],
        place: "Bến xe phía tây",
        happened: Some(45),
        text: "Giám đốc một công ty vận tải ở bến xe phía tây giữ bằng lái và hai tháng lương của chúng tôi. Ông ta khoe quen \
               biết nhiều người. Chúng tôi có bảy lái xe, ai cũng có hợp đồng. Tôi không rõ ông ta có phải đảng viên ở quận \
               này không.",
        reporter: Some(from("Lý Hữu Thành", "Nhà trọ ngõ 5, phường Mễ Trì", "024 0000 1805")),
        received: 41,
        ending: Scenario::TransferredOut {
            to: "Sở Nội vụ thành phố (thanh tra lao động)",
            why: "Người được nêu không có trong đảng bộ; việc giữ lương và giấy tờ thuộc trách nhiệm của thanh tra lao động.",
            receipt: Some(OtherReceipt { number: "1127/TTLĐ", after_days: 12 }),
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Nobody,
        about: ["", "", "Nhue river"],
        place: "River bank behind the bus depot",
        happened: Some(25),
        text: "Every Saturday before dawn a tank truck empties something black and foul into the river behind the bus depot. \
               I run there and have seen it four times. The truck has no company name. I can send two photographs. I do not \
               know whether this is the right office, but the ward told me to write here.",
        email: Some("morning.runner@mail.example"),
        lang: Lang::En,
        received: 22,
        ending: Scenario::TransferredOut {
            to: "Phòng Cảnh sát môi trường, Công an thành phố",
            why: "Xả thải có dấu hiệu vi phạm pháp luật về môi trường; cơ quan công an có trách nhiệm xác minh.",
            receipt: Some(OtherReceipt { number: "305/PC05", after_days: 6 }),
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("caudien-08", Title::DeputySecretary, 0),
        about: ["{hoten}", "phó bí thư", "tổ 8 Cầu Diễn"],
        place: "Tổ dân phố số 8, phường Cầu Diễn",
        happened: Some(60),
        text: "{Ong} {hoten} vay của tôi 30 triệu đồng nói là để lo việc chung của tổ rồi không trả. Giấy vay có chữ ký và ghi \
               rõ mục đích. Tôi hỏi nhiều lần thì bị nói là làm xấu mặt tổ. Đề nghị chi bộ có ý kiến.",
        reporter: Some(from("Đặng Thị Tuyết", "Tổ dân phố số 8, phường Cầu Diễn", "024 0000 1908")),
        received: 32,
        ending: Scenario::Withdrawn {
            reason: "Hai bên đã gặp nhau có tổ hòa giải chứng kiến, tiền đã trả đủ. Tôi xin rút đơn, không ai ép buộc.",
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Nobody,
        about: ["một số cán bộ", "", ""],
        place: "",
        text: "Cán bộ bây giờ nhiều người giàu lên rất nhanh, nhà to xe đẹp mà lương thì có bao nhiêu. Ai cũng biết nhưng không \
               ai nói. Đề nghị trên kiểm tra hết một lượt từ trên xuống dưới.",
        received: 46,
        ending: Scenario::Recorded {
            why: RecordReason::AnonymousWithoutFacts,
            note: "Không nêu người, nơi, thời gian hay việc cụ thể để kiểm tra. Nếu người gửi bổ sung, xem lại ngay.",
            review_in_days: Some(90),
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("daimo-15", Title::Secretary, 0),
        about: ["ông {ten}", "bí thư chi bộ", "chi bộ 15 Đại Mỗ"],
        place: "Tổ dân phố số 15, phường Đại Mỗ",
        happened: Some(140),
        text: "Tổ 15 không họp dân từ đầu năm, việc gì cũng nhắn trên nhóm điện thoại. Nhà tôi không ai dùng nhóm đó. Rác đầu \
               ngõ để mấy hôm vì không biết giờ lấy mới. Mong được họp dân như trước.",
        received: 80,
        ending: Scenario::Recorded {
            why: RecordReason::Repeat,
            note: "Cùng nội dung với một đơn đã trả lời, không có tình tiết mới; người gửi được gửi lại kết quả.",
            review_in_days: None,
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::BieuDuong,
        target: Target::Member("ytq-01", 3),
        about: ["bác sĩ {ten}", "bác sĩ", "Phòng khám đa khoa số 1"],
        place: "Phòng khám đa khoa số 1",
        happened: Some(21),
        text: "Mẹ tôi ngã ở chợ lúc gần trưa, bác sĩ {ten} đi ngang đã sơ cứu rồi theo xe đưa cụ vào viện. Hôm sau bác sĩ còn \
               gọi hỏi thăm và không nhận quà của gia đình. Xin cảm ơn và mong cơ quan ghi nhận một người thầy thuốc tận tâm.",
        reporter: Some(from(
            "Vũ Thị Thu Hằng",
            "Tổ dân phố số 1, phường Mỹ Đình 2",
            "024 0000 2001",
        )),
        received: 17,
        ending: Scenario::Recorded {
            why: RecordReason::Commendation,
            note: "Đã chuyển lời cảm ơn đến chi bộ để nêu gương tại kỳ họp thường kỳ.",
            review_in_days: None,
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::BieuDuong,
        target: Target::Post("phudo-08", Title::ResidentialGroupHead, 0),
        about: ["{ong} {ten}", "tổ trưởng", "tổ 8 Phú Đô"],
        place: "Tổ dân phố số 8, phường Phú Đô",
        happened: Some(12),
        text: "Đêm cháy ở ngõ 21, {ong} {ten} tổ trưởng chạy từng nhà gọi mọi người ra, rồi cùng thanh niên phá khóa dẫn ba bà \
               cháu xuống cầu thang. Sáng hôm sau lại đi quyên góp chăn màn. Cả ngõ chúng tôi cảm ơn và đề nghị khen thưởng.",
        received: 10,
        ending: Scenario::Recorded {
            why: RecordReason::Commendation,
            note: "Đã gửi đảng ủy phường để xét khen thưởng; người gửi được báo.",
            review_in_days: None,
        },
        ..PLAIN
    },
];
