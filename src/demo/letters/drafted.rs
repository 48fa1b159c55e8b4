//! Letters whose conclusion is drafted or under review.

use super::spec::{Letter, PLAIN, Target, from};
use super::{Answer, Conclusion, Kind, Lang, Measure, MeasureKind, Outcome, Scenario};
use crate::demo::Title;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Member("caudien-07", 8),
        about: ["{ong} {ten}", "đảng viên", "tổ 7 Cầu Diễn"],
        place: "Vỉa hè trước số nhà 112",
        happened: Some(50),
        text: "Nhà {ong} {ten} cho thuê mặt trước bán hàng ăn, kê bàn kín vỉa hè từ 4 giờ chiều. Người đi bộ phải xuống \
               đường, tuần rồi có cụ bà bị xe quệt. Tổ đã nhắc ở buổi họp mà chỉ dẹp được hai hôm. Mong chi bộ có ý kiến \
               với đảng viên của mình trước khi phường phải phạt.",
        received: 30,
        ending: Scenario::Drafted(SIDEWALK),
        ..PLAIN
    },
    Letter {
        kind: Kind::KienNghi,
        target: Target::Unit("ytq-05"),
        about: ["", "", "trạm y tế phường"],
        place: "Trạm y tế phường Xuân Phương",
        text: "Trạm y tế chỉ phát thuốc huyết áp vào sáng thứ Tư, người còn đi làm không đến được. Tôi kiến nghị thêm một \
               buổi chiều muộn hoặc sáng thứ Bảy mỗi tháng. Nếu thiếu người trực thì các cụ hội người cao tuổi có thể giúp \
               ghi sổ và xếp hàng.",
        email: Some("huyetap.xp@thu.example"),
        received: 24,
        ending: Scenario::Drafted(MEDICINE),
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Member("thptlt-02", 6),
        about: ["teacher {ten}", "teacher", "Liem Tri High School"],
        place: "Liem Tri High School",
        happened: Some(55),
        text: "My daughter is in grade 11. Since September the teacher has told the class that those who do not join the \
               paid evening lessons at a colleague's house will find the tests hard. Nine families were asked to pay in \
               cash and got no receipt. I know the teacher is a Party member and I was told that the school's Party cell \
               is the right place to write to. I do not want my daughter to be treated differently because of this letter.",
        email: Some("grade11.parent@mail.example"),
        lang: Lang::En,
        received: 33,
        ending: Scenario::Drafted(TUTORING),
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("trungvan-04", Title::DeputySecretary, 0),
        about: ["{hoten}", "phó bí thư chi bộ", "tổ 4 Trung Văn"],
        place: "Tổ dân phố số 4, phường Trung Văn",
        happened: Some(95),
        text: "Tiền ủng hộ quỹ vì người nghèo của tổ thu từ tháng trước nữa đến nay chưa nộp phường. {Ong} {hoten} là người \
               thu và giữ. Danh sách có 86 hộ ký, tổng 21.300.000 đồng. Hỏi phường thì nói tổ 4 chưa nộp. Tôi đề nghị làm \
               rõ tiền ở đâu và vì sao chậm.",
        reporter: Some(from(
            "Quách Khắc Tiến",
            "Tổ dân phố số 4, phường Trung Văn",
            "024 0000 1004",
        )),
        received: 39,
        ending: Scenario::Review(FUND),
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("mydinh1-ca", Title::DeputySecretary, 0),
        about: ["{ong} {ten}", "công an phường", "Mỹ Đình 1"],
        place: "Trụ sở Công an phường Mỹ Đình 1",
        happened: Some(45),
        text: "Tôi đến khai báo tạm trú cho người thuê nhà lúc 14 giờ, phòng mở cửa mà hơn một tiếng không ai tiếp. Khi \
               {ong} {ten} ra thì nói gay gắt rằng sao không khai trên mạng. Mẹ tôi 78 tuổi đi cùng, cụ không biết dùng \
               mạng. Tôi không cần xin lỗi, chỉ mong lần sau có người hướng dẫn cho người già.",
        received: 31,
        ending: Scenario::Review(RECEPTION),
        ..PLAIN
    },
];

const SIDEWALK: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Chi bộ đã xem thực tế ba buổi chiều, chụp ảnh vỉa hè và gặp gia đình cùng người thuê cửa hàng.",
        found: "Bàn ghế chiếm gần hết vỉa hè từ 16 giờ đến 21 giờ cả ba buổi. Gia đình biết và không nhắc người thuê.",
        done: "Gia đình đã ký cam kết kê bàn trong nhà. Chi bộ nhắc nhở đảng viên tại kỳ họp tháng này, tổ tự quản kiểm tra \
               mỗi tuần một lần trong hai tháng.",
        next: "Nếu vỉa hè lại bị chiếm, ông/bà nhắn ngay bằng mã biên nhận này; không cần gửi lại từ đầu.",
    },
    measures: &[Measure {
        kind: MeasureKind::Reminder,
        what: "Nhắc nhở đảng viên tại kỳ họp chi bộ thường kỳ",
        within_days: 30,
        minutes: None,
    }],
};

const MEDICINE: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Trung tâm Y tế đã xem sổ phát thuốc sáu tháng và hỏi 40 người đang nhận thuốc.",
        found: "17 trong 40 người từng bỏ một lần lấy thuốc vì trùng giờ làm. Trạm có thể xếp người trực sáng thứ Bảy đầu \
                tháng.",
        done: "Từ tháng sau trạm phát thuốc thêm sáng thứ Bảy đầu tháng, từ 7 giờ 30 đến 10 giờ, và dán lịch ở bảng tin các \
               tổ dân phố.",
        next: "Ông/bà có thể đăng ký buổi lấy thuốc tại trạm. Nếu lịch không được thực hiện, hãy nhắn lại bằng mã biên nhận.",
    },
    measures: &[],
};

const TUTORING: Conclusion = Conclusion {
    outcome: Outcome::Partly,
    answer: Answer {
        checked: "The school's Party branch read the test papers of three months, spoke with eleven families and with both \
                  teachers, and looked at the register of private lessons.",
        found: "Nine families paid in cash without a receipt; this is confirmed. Test marks of pupils inside and outside \
                the lessons do not differ.",
        done: "The lessons have stopped and the money is being returned within 20 days. The branch will review the \
               teacher's conduct at its next regular meeting.",
        next: "If the money does not arrive, or your child is treated differently, write to us with the same receipt. You \
               may ask for a review until the date shown on your page.",
    },
    measures: &[
        Measure {
            kind: MeasureKind::ReviewMeeting,
            what: "Kiểm điểm tại kỳ họp chi bộ thường kỳ",
            within_days: 30,
            minutes: None,
        },
        Measure {
            kind: MeasureKind::Task,
            what: "Trả lại tiền cho chín gia đình",
            within_days: 20,
            minutes: None,
        },
    ],
};

const FUND: Conclusion = Conclusion {
    outcome: Outcome::Partly,
    answer: Answer {
        checked: "Đã đối chiếu danh sách 86 hộ, phiếu nộp ở phường và sổ tiết kiệm đứng tên tổ dân phố.",
        found: "Số tiền còn đủ 21.300.000 đồng, gửi ở sổ của tổ từ ngày thu. Việc nộp chậm 61 ngày so với quy định của \
                phường là đúng; không có căn cứ cho thấy tiền bị dùng riêng.",
        done: "Tiền đã nộp phường, có phiếu thu. Người giữ quỹ bị phê bình; từ nay tổ nộp trong 5 ngày sau khi thu xong và \
               dán phiếu thu ở nhà văn hóa.",
        next: "Ông/bà xem phiếu thu tại nhà văn hóa tổ. Nếu không đồng ý, có thể đề nghị xem lại trong thời hạn ghi ở trang \
               hồ sơ.",
    },
    measures: &[Measure {
        kind: MeasureKind::Criticism,
        what: "Phê bình tại kỳ họp chi bộ thường kỳ",
        within_days: 30,
        minutes: None,
    }],
};

const RECEPTION: Conclusion = Conclusion {
    outcome: Outcome::Upheld,
    answer: Answer {
        checked: "Đã xem sổ trực, hình ảnh của phòng tiếp dân chiều hôm đó và nghe người trực trình bày.",
        found: "Phòng không có người tiếp trong 65 phút vì người trực được gọi đi việc khác mà không ai thay. Lời nói gay gắt \
                được người trực thừa nhận.",
        done: "Từ tuần này mỗi buổi có hai người trực. Một bàn hướng dẫn khai tạm trú cho người cao tuổi mở sáng thứ Ba và \
               chiều thứ Năm.",
        next: "Ông/bà có thể đưa cụ đến bàn hướng dẫn, không cần đặt lịch. Nếu lại phải chờ, hãy nhắn bằng mã biên nhận.",
    },
    measures: &[Measure {
        kind: MeasureKind::Reminder,
        what: "Nhắc nhở người trực tại kỳ họp chi bộ",
        within_days: 30,
        minutes: None,
    }],
};
