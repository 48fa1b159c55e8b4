//! Letters that wait: screening, asked for more, accepted, assigned.

use super::spec::{Letter, PLAIN, Target, from};
use super::{Kind, Lang, Scenario};
use crate::demo::Title;
use crate::demo::organisation::INSPECTION;

pub(super) const LETTERS: &[Letter] = &[
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("phudo-05", Title::Secretary, 0),
        about: ["{ong} {ten}", "bí thư chi bộ", "chi bộ 5 Phú Đô"],
        place: "Nhà văn hóa tổ dân phố số 5, phường Phú Đô",
        happened: Some(3),
        text: "Tối thứ Năm vừa rồi {ong} {ten} bí thư chi bộ 5 cùng tổ trưởng đi từng nhà thu 500.000 đồng để làm lại \
               ngõ. Không có phiếu thu, cũng không thấy đưa biên bản họp tổ dân phố. Mấy hộ hỏi dự toán thì được trả \
               lời là làm xong sẽ công khai. Gia đình tôi không tiếc tiền làm đường chung, nhưng muốn biết tổng thu \
               bao nhiêu, ai giữ tiền, ai giám sát. Đề nghị cấp ủy kiểm tra và cho dán bảng thu chi ở nhà văn hóa.",
        received: 0,
        ending: Scenario::Screening,
        ..PLAIN
    },
    Letter {
        kind: Kind::BieuDuong,
        target: Target::Post("metri-07", Title::Secretary, 0),
        about: ["bà {ten}", "bí thư", "tổ 7 Mễ Trì"],
        place: "Tổ dân phố số 7, phường Mễ Trì",
        happened: Some(6),
        text: "Đợt mưa to tuần trước nhà cụ hàng xóm của tôi bị nước tràn vào mà con cháu đi làm xa. Bà {ten} bí thư chi \
               bộ đã gọi mấy anh em dân quân đến kê đồ, đưa cụ sang nhà văn hóa nghỉ tạm. Hôm sau bà còn quay lại cùng \
               chị em phụ nữ quét bùn đến trưa. Tôi viết mấy dòng này để cấp ủy biết và động viên bà.",
        reporter: Some(from(
            "Tạ Quang Lợi",
            "Số 18, tổ dân phố số 7, phường Mễ Trì",
            "024 0000 0107",
        )),
        received: 0,
        ending: Scenario::Screening,
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post(INSPECTION, Title::InspectionMember, 0),
        about: ["{hoten}", "ủy viên ủy ban kiểm tra", "Quận ủy"],
        place: "Chợ Phú Liêm",
        happened: Some(40),
        text: "Tôi là tiểu thương ở chợ Phú Liêm. Hơn một tháng trước {ong} {hoten}, cán bộ kiểm tra của Quận ủy, nhận \
               của người nhà một hộ kinh doanh hai thùng hàng khi đang xem đơn của chính chợ này. Việc diễn ra trước \
               cửa ki-ốt dãy B, có hai người cùng bán hàng nhìn thấy. Sau đó đơn của chúng tôi về việc chia lại chỗ \
               ngồi không được trả lời. Tôi đề nghị việc này do nơi khác xem xét, không phải chính ủy ban kiểm tra. \
               Tôi sẵn sàng ký vào đơn gốc và làm việc trực tiếp.",
        reporter: Some(from("Đào Thị Thơm", "Ki-ốt 14 dãy B, chợ Phú Liêm", "024 0000 0114")),
        email: Some("daothom@thu.example"),
        received: 1,
        ending: Scenario::Screening,
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Nobody,
        about: ["cô Lan", "", "ở tổ 5"],
        place: "Sân chơi đầu ngõ 32",
        happened: Some(2),
        text: "Sân chơi của trẻ con đầu ngõ 32 nay bị căng bạt bán nước cả ngày lẫn tối. Người bán nói đã xin phép cô \
               Lan ở tổ rồi. Bàn ghế, bếp than để sát cầu trượt, hôm kia một cháu bị bỏng nhẹ ở tay. Tôi không rõ cô \
               Lan làm chức gì, chỉ nghe mọi người gọi vậy. Mong có người xuống xem.",
        received: 2,
        ending: Scenario::Screening,
        ..PLAIN
    },
    Letter {
        kind: Kind::GopY,
        target: Target::Unit("caudien-03"),
        about: ["", "", "chi bộ tổ 3 Cầu Diễn"],
        place: "",
        text: "Chi bộ nên cho dân dự buổi sinh hoạt chuyên đề khi bàn việc của tổ, như quy chế dân chủ ở cơ sở đã nói. \
               Mấy năm nay nghị quyết của chi bộ chúng tôi chỉ biết qua loa phường, nghe câu được câu mất. Nếu in một \
               tờ A4 dán ở bảng tin thì ai cũng đọc được. Người già chúng tôi đọc bảng tin nhiều hơn xem điện thoại.",
        received: 3,
        ending: Scenario::Screening,
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Unit("daimo"),
        about: ["cán bộ tiếp dân", "", "phường Đại Mỗ"],
        place: "Bộ phận một cửa phường Đại Mỗ",
        happened: Some(9),
        text: "Tôi đi xác nhận giấy tờ cho con nhập học ba lần mới xong. Lần nào cán bộ cũng nói thiếu một thứ khác, \
               không ghi ra giấy. Lần cuối còn bảo tôi về hỏi lại tổ trưởng rồi hẵng lên. Xin cho biết cần những giấy \
               gì và ai chịu trách nhiệm hướng dẫn một lần cho đủ.",
        email: Some("phuhuynh.daimo@thu.example"),
        received: 6,
        ending: Scenario::NeedInfo {
            questions: &[
                "Ông/bà đến bộ phận một cửa vào những ngày nào (gần đúng cũng được)?",
                "Người tiếp ngồi ở quầy số mấy, là nam hay nữ, đeo thẻ tên gì?",
            ],
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Member("taymo-08", 12),
        about: ["{ong} {ten}", "", "Tây Mỗ"],
        place: "Cánh đồng cuối phường Tây Mỗ",
        happened: Some(75),
        text: "{Ong} {ten} là đảng viên, từ đầu vụ đã đổ đất san lấp mương tiêu nước chung để làm bãi để xe. Ruộng của \
               mấy nhà phía trên ngập úng, lúa chết một nửa. Chúng tôi nói thì {ong} bảo đất này trước đây là của nhà \
               mình. Tôi có ảnh chụp nhưng chưa biết cách gửi lên.",
        received: 8,
        ending: Scenario::NeedInfo {
            questions: &[
                "Người ông/bà nêu ở tổ dân phố nào? Tây Mỗ có nhiều đảng viên cùng tên.",
                "Mương bị lấp ở đoạn nào: gần cống, cột điện hay thửa ruộng của nhà nào?",
                "Ông/bà gửi giúp ảnh ở mục Bổ sung thông tin, hoặc mang đến nơi tiếp công dân.",
            ],
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Unit("mydinh2"),
        about: ["", "", "My Dinh 2 ward"],
        place: "Lane 89, near the primary school",
        happened: Some(11),
        text: "I rent a flat in My Dinh 2 and work from home. The building site next to the primary school pours \
               concrete until two in the morning, four nights a week. I asked the guard for a permit and he told me \
               that the ward's people had agreed. My neighbours are afraid to complain because one of the owners is \
               said to be an official. Please tell me what the permitted hours are and who checks them.",
        email: Some("tenant.mydinh@mail.example"),
        lang: Lang::En,
        received: 9,
        ending: Scenario::NeedInfo {
            questions: &[
                "Could you tell us the name on the site's notice board, or the number of the nearest house?",
                "Do you know the name or the post of the official you mention? It is fine if you do not.",
            ],
        },
        ..PLAIN
    },
    Letter {
        kind: Kind::KienNghi,
        target: Target::Unit("trungvan"),
        about: ["", "", "Đảng ủy phường Trung Văn"],
        place: "Ngã ba chợ tạm, phường Trung Văn",
        text: "Ngã ba cạnh chợ tạm sáng nào cũng tắc vì xe hàng đỗ hai bên. Phụ huynh đưa con đến trường phải đi xuống \
               lòng đường. Tôi kiến nghị cho xe hàng dừng ở bãi đất trống phía sau nhà văn hóa từ 5 giờ đến 6 giờ rưỡi, \
               rồi để chợ họp đi bộ. Tổ dân phố đã bàn và nhiều người đồng ý, chỉ chờ phường có ý kiến.",
        reporter: Some(from(
            "Nghiêm Xuân Luận",
            "Tổ dân phố số 9, phường Trung Văn",
            "024 0000 0209",
        )),
        received: 8,
        ending: Scenario::Accepted,
        ..PLAIN
    },
    Letter {
        kind: Kind::ToCao,
        target: Target::Post("phuongcanh", Title::WardChair, 0),
        about: ["{hoten}", "chủ tịch phường", "Phương Canh"],
        place: "Khu đất công cạnh ao làng, phường Phương Canh",
        happened: Some(190),
        text: "Khu đất công cạnh ao làng được cho một cửa hàng vật liệu thuê làm bãi từ đầu năm, không đấu giá, không \
               thông báo cho dân. Chủ cửa hàng là em vợ của người ký hợp đồng. {Ong} {hoten} biết việc này vì đã xuống \
               kiểm tra hai lần. Tiền thuê không thấy trong báo cáo thu chi niêm yết ở phường. Tôi gửi kèm ảnh bảng niêm \
               yết quý trước. Tôi đề nghị làm rõ hợp đồng, tiền thuê và trách nhiệm của người đứng đầu.",
        reporter: Some(from(
            "Khuất Duy Thìn",
            "Tổ dân phố số 4, phường Phương Canh",
            "024 0000 0304",
        )),
        received: 10,
        ending: Scenario::Accepted,
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("trungvan-12", Title::Secretary, 0),
        about: ["anh {ten}", "bí thư", "tdp 12 Trung Văn"],
        place: "Nhà văn hóa tổ dân phố số 12, phường Trung Văn",
        happened: Some(20),
        text: "Nhà văn hóa tổ 12 tối nào cũng cho thuê dạy nhảy, loa mở đến hơn 10 giờ. Các cụ muốn họp hội người cao \
               tuổi phải đăng ký trước cả tuần mà vẫn bị từ chối. Hỏi anh {ten} thì anh nói tiền thuê để trả tiền điện. \
               Chúng tôi chưa thấy sổ thu chi lần nào. Mong chi bộ cho biết ai được dùng nhà văn hóa và tiền đi đâu.",
        received: 12,
        ending: Scenario::Assigned,
        ..PLAIN
    },
    Letter {
        kind: Kind::GopY,
        target: Target::Member("mydinh1-04", 10),
        about: ["{ong} {ten}", "đảng viên", "chi bộ 4 Mỹ Đình 1"],
        place: "Ngõ 15, tổ dân phố số 4",
        happened: Some(30),
        text: "{hoten} là đảng viên nhưng nuôi bốn con chó thả ra ngõ, không rọ mõm. Trẻ con đi học phải vòng ngõ \
               khác. Bà con ngại không dám nói thẳng vì tình làng nghĩa xóm. Nhờ chi bộ góp ý nhẹ nhàng để gia đình giữ \
               chó trong nhà, chúng tôi không muốn làm to chuyện.",
        received: 11,
        ending: Scenario::Assigned,
        ..PLAIN
    },
    Letter {
        kind: Kind::PhanAnh,
        target: Target::Post("xuanphuong-th", Title::Headteacher, 0),
        about: ["{ong} {ten}", "hiệu trưởng", "Trường Tiểu học Xuân Phương"],
        place: "Trường Tiểu học Xuân Phương",
        happened: Some(60),
        text: "Đầu năm học nhà trường thông báo hết chỉ tiêu lớp 1 cho trẻ tạm trú, nhưng sau đó vẫn có cháu ở phường \
               khác được nhận. Phụ huynh hỏi thì {ong} {ten} trả lời là trường hợp đặc biệt, không giải thích thêm. \
               Danh sách trúng tuyển dán hai ngày đã gỡ. Chúng tôi đề nghị công khai số chỗ, tiêu chí và danh sách các \
               trường hợp nhận thêm.",
        email: Some("lop1.xuanphuong@thu.example"),
        received: 14,
        ending: Scenario::Assigned,
        ..PLAIN
    },
];
