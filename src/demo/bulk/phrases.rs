//! Sentences from which bulk letters are put together. `#` stands for a number from 2 to 98, `@` for one from 2 to 9.

use crate::demo::letters::Kind;

/// Sentences for one matter; one of each list is used.
pub(super) struct Topic {
    pub(super) openings: &'static [&'static str],
    pub(super) events: &'static [&'static str],
    pub(super) details: &'static [&'static str],
    pub(super) requests: &'static [&'static str],
}

const OPENINGS: &[&str] = &[
    "Tôi ở tổ dân phố số @, xin phản ánh một việc như sau.",
    "Gia đình tôi ở ngõ # đã lâu, nay viết thư này mong được xem xét.",
    "Chúng tôi là # hộ cùng ngõ, cử tôi viết thay.",
    "Tôi đã hỏi ở phường # ngày trước mà chưa được trả lời.",
    "Việc này diễn ra khoảng # ngày nay, hàng xóm ai cũng thấy.",
    "Tôi cân nhắc @ hôm mới viết, vì cũng ngại va chạm.",
    "Sáng hôm họp tổ có # người dự, nhiều người nêu chuyện này.",
    "Tôi đã về hưu # tháng, chỉ mong khu phố yên ổn.",
];

const DETAILS: &[&str] = &[
    "Có # người cùng chứng kiến và sẵn sàng nói lại.",
    "Tôi còn giữ @ tấm ảnh chụp lúc đó.",
    "Việc lặp lại @ lần từ đầu quý đến giờ.",
    "Nhà số # ngay bên cạnh cũng gặp chuyện tương tự.",
    "Hỏi thì chỉ được hẹn @ hôm nữa.",
    "Tổ hòa giải đã đến, nhưng @ ngày sau đâu lại vào đấy.",
    "Trong nhóm của tổ có # người cùng ý kiến.",
    "Biển báo ở đầu ngõ # vẫn còn mà không ai để ý.",
];

pub(super) const CLOSINGS: &[&str] = &[
    "Mong sớm nhận được trả lời.",
    "Tôi xin chịu trách nhiệm về điều đã viết.",
    "Xin giữ kín tên tôi với tổ dân phố.",
    "Cảm ơn đã đọc thư.",
    "Nếu cần hỏi thêm, xin nhắn qua mã biên nhận.",
    "Tôi có thể đến gặp trực tiếp vào buổi chiều.",
];

const CONDUCT: Topic = Topic {
    openings: OPENINGS,
    events: &[
        "Khoản thu #0.000 đồng mỗi hộ để sửa ngõ không có phiếu và chưa công khai.",
        "Vỉa hè trước số nhà # bị chiếm để bán hàng từ chiều đến khuya.",
        "Nhà số # xây lấn ra ngõ chung gần một mét.",
        "Nhà văn hóa cho thuê mỗi tuần @ buổi mà tiền không thấy vào sổ.",
        "Người tiếp dân trả hồ sơ @ lần, mỗi lần nói thiếu một thứ.",
        "Danh sách hỗ trợ có @ hộ không còn ở đây.",
        "Rác đổ trộm ở bãi đất trống đầu ngõ #, gọi mãi không ai dọn.",
        "Quỹ khuyến học của @ năm gần đây chưa được quyết toán.",
        "Loa kéo ở ngõ # hát đến gần nửa đêm dù đã nhắc @ lần.",
        "Đất công cạnh ao được cho làm bãi xe, mỗi xe #0.000 đồng một tháng.",
        "Nước thải của xưởng ở ngõ # chảy thẳng ra mương.",
        "Có @ cháu ở phường khác được nhận học trong khi trẻ trong phường phải chờ.",
    ],
    details: DETAILS,
    requests: &[
        "Đề nghị kiểm tra và cho biết ai chịu trách nhiệm.",
        "Mong chi bộ nhắc nhở đảng viên của mình.",
        "Đề nghị công khai sổ thu chi ở nhà văn hóa.",
        "Đề nghị xuống xem tận nơi vào buổi tối.",
        "Đề nghị trả lời bằng văn bản.",
        "Mong có hạn cụ thể để khắc phục.",
    ],
};

const PROPOSAL: Topic = Topic {
    openings: OPENINGS,
    events: &[
        "Ngõ # thiếu đèn, trẻ đi học về rất tối.",
        "Sân chơi cạnh nhà văn hóa nên mở thêm @ buổi tối mỗi tuần.",
        "Nên đặt @ thùng phân loại rác ở đầu các ngõ.",
        "Nên họp dân @ tháng một lần và dán biên bản ở bảng tin.",
        "Bộ phận một cửa nên có ghế cho @ người già ngồi chờ.",
        "Ngã ba gần trường nên kẻ vạch và phân công người trực # phút giờ tan học.",
    ],
    details: &[
        "Tổ tôi đã hỏi # nhà, phần lớn đồng ý.",
        "Nơi khác làm như vậy @ tháng nay thấy tốt.",
        "Chi phí chừng # triệu đồng, dân có thể góp công.",
        "Đoạn này có # cháu nhỏ qua lại mỗi ngày.",
    ],
    requests: &[
        "Kính mong cấp ủy xem xét và trả lời.",
        "Nếu chưa làm được, xin cho biết vì sao.",
        "Tôi xin góp một ngày công nếu được làm.",
    ],
};

const COMPLAINT: Topic = Topic {
    openings: &[
        "Gia đình tôi ở số nhà #, ngõ #.",
        "Tôi đứng tên chủ hộ ở số nhà #, ngõ # đã @ năm.",
        "Tôi đã đến phường @ lần, lần gần nhất cách đây # ngày.",
    ],
    events: &[
        "Tôi nhận quyết định phạt @ triệu đồng vì lỗi không phải của gia đình tôi.",
        "Hồ sơ của tôi bị trả sau # ngày mà không ghi lý do.",
        "Bảng kiểm đếm đền bù ghi thiếu # mét vuông của nhà tôi.",
        "Trợ cấp của tôi bị cắt @ tháng mà không có thông báo.",
    ],
    details: &[
        "Tôi còn giữ giấy hẹn và biên bản của @ lần đến.",
        "Tôi đã nộp đủ @ loại giấy theo hướng dẫn.",
        "Nhà bên cạnh số # có hoàn cảnh như vậy thì được giải quyết.",
    ],
    requests: &[
        "Tôi khiếu nại và đề nghị xem lại quyết định này.",
        "Đề nghị đối thoại và trả lời bằng văn bản.",
        "Đề nghị tính lại có mặt gia đình tôi.",
    ],
};

const PRAISE: Topic = Topic {
    openings: &[
        "Tôi ở ngõ #, muốn kể một việc tốt.",
        "Nhà tôi ở số #, xin viết mấy dòng cảm ơn.",
        "Việc này từ # ngày trước, nay tôi mới có dịp viết.",
    ],
    events: &[
        "Đêm mưa vừa rồi đã giúp @ nhà kê đồ, đưa người già đi tránh.",
        "Đã đứng ra hòa giải @ buổi để hai nhà thôi giận nhau.",
        "Suốt @ tuần dọn sạch bãi rác đầu ngõ cùng bà con.",
        "Đã đưa cháu bé lạc về nhà sau # phút tìm kiếm.",
    ],
    details: &["Có # người trong ngõ cùng biết.", "Làm xong không nhận gì, dù @ nhà mang quà đến."],
    requests: &["Đề nghị nêu gương.", "Xin chuyển lời cảm ơn của chúng tôi."],
};

/// The sentences that suit a kind of letter.
pub(super) fn topic(kind: Kind) -> &'static Topic {
    match kind {
        Kind::GopY | Kind::PhanAnh | Kind::ToCao => &CONDUCT,
        Kind::KienNghi => &PROPOSAL,
        Kind::KhieuNai => &COMPLAINT,
        Kind::BieuDuong => &PRAISE,
    }
}
