//! The invented work places: agencies, schools and companies with a Party organisation of their own.

/// A grassroots Party organisation outside the wards.
pub(super) struct Workplace {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    /// Names of its branches; empty for a `chi bộ cơ sở`.
    pub(super) branches: &'static [&'static str],
}

const fn place(
    code: &'static str,
    name: &'static str,
    branches: &'static [&'static str],
) -> Workplace {
    Workplace { code, name, branches }
}

/// 18 `đảng bộ cơ sở` with 81 branches.
pub(super) const WITH_BRANCHES: &[Workplace] = &[
    place(
        "cqqu",
        "Cơ quan Quận ủy Liêm Trì",
        &[
            "Văn phòng Quận ủy",
            "Ban Tổ chức",
            "Ban Tuyên giáo",
            "Cơ quan Ủy ban Kiểm tra",
            "Ban Dân vận",
        ],
    ),
    place(
        "cqcq",
        "Cơ quan Chính quyền quận Liêm Trì",
        &[
            "Văn phòng Ủy ban nhân dân quận",
            "Phòng Nội vụ",
            "Phòng Tài chính – Kế hoạch",
            "Phòng Quản lý đô thị",
            "Phòng Tài nguyên và Môi trường",
        ],
    ),
    place(
        "caq",
        "Công an quận Liêm Trì",
        &[
            "Đội Tham mưu",
            "Đội Giao thông trật tự",
            "Đội Quản lý hành chính",
            "Đội Cảnh sát kinh tế",
            "Đội An ninh",
        ],
    ),
    place(
        "qsq",
        "Quân sự quận Liêm Trì",
        &["Ban Tham mưu", "Ban Chính trị", "Ban Hậu cần – Kỹ thuật", "Trung đội thường trực"],
    ),
    place(
        "ytq",
        "Trung tâm Y tế quận Liêm Trì",
        &[
            "Phòng khám đa khoa số 1",
            "Phòng khám đa khoa số 2",
            "Khoa Kiểm soát bệnh tật",
            "Khoa An toàn thực phẩm",
            "Khối trạm y tế phường",
        ],
    ),
    place(
        "gdtx",
        "Trung tâm Giáo dục nghề nghiệp – Giáo dục thường xuyên Liêm Trì",
        &["Khối Văn hóa", "Khối Nghề", "Phòng Đào tạo", "Phòng Hành chính"],
    ),
    place(
        "thue",
        "Chi cục Thuế quận Liêm Trì",
        &["Đội Hành chính", "Đội Kiểm tra số 1", "Đội Kiểm tra số 2", "Đội Quản lý nợ"],
    ),
    place(
        "qlda",
        "Ban Quản lý dự án đầu tư xây dựng Liêm Trì",
        &["Phòng Kế hoạch", "Phòng Kỹ thuật", "Phòng Giải phóng mặt bằng", "Phòng Tài chính"],
    ),
    place(
        "thptlt",
        "Trường THPT Liêm Trì",
        &["Tổ Toán – Tin", "Tổ Ngữ văn – Ngoại ngữ", "Tổ Khoa học tự nhiên", "Tổ Văn phòng"],
    ),
    place(
        "thptpl",
        "Trường THPT Phú Liêm",
        &["Tổ Toán – Tin", "Tổ Ngữ văn – Ngoại ngữ", "Tổ Khoa học tự nhiên", "Tổ Văn phòng"],
    ),
    place(
        "cdcn",
        "Trường Cao đẳng Công nghệ Liêm Trì",
        &["Khoa Cơ khí", "Khoa Điện", "Khoa Kinh tế", "Khoa Cơ bản", "Khối Phòng ban"],
    ),
    place(
        "bvdk",
        "Bệnh viện Đa khoa Liêm Trì",
        &["Khối Nội", "Khối Ngoại", "Khối Cận lâm sàng", "Khoa Khám bệnh", "Khối Hành chính"],
    ),
    place(
        "mtdt",
        "Công ty Cổ phần Môi trường đô thị Liêm Trì",
        &["Văn phòng", "Tổ Thu gom số 1", "Tổ Thu gom số 2", "Đội Xe", "Xưởng Xử lý"],
    ),
    place(
        "xdpl",
        "Công ty Cổ phần Xây dựng Phú Liêm",
        &["Văn phòng", "Đội Thi công số 1", "Đội Thi công số 2", "Xưởng Vật liệu"],
    ),
    place(
        "may",
        "Công ty Cổ phần May Liêm Trì",
        &["Văn phòng", "Xưởng May 1", "Xưởng May 2", "Xưởng Cắt", "Xưởng Hoàn thiện"],
    ),
    place(
        "cvcx",
        "Công ty Công viên cây xanh Liêm Trì",
        &["Văn phòng", "Đội Cây xanh", "Đội Công viên", "Vườn ươm"],
    ),
    place(
        "cho",
        "Công ty Cổ phần Quản lý chợ Liêm Trì",
        &["Văn phòng", "Ban Quản lý chợ Phú Liêm", "Ban Quản lý chợ Liêm Đông", "Đội Dịch vụ"],
    ),
    place(
        "xebus",
        "Xí nghiệp Xe buýt Liêm Trì",
        &["Văn phòng", "Đội Lái xe 1", "Đội Lái xe 2", "Xưởng Sửa chữa", "Trung tâm Điều hành"],
    ),
];

/// 14 `chi bộ cơ sở`.
pub(super) const SINGLE: &[Workplace] = &[
    place("toaan", "Tòa án nhân dân quận Liêm Trì", &[]),
    place("vks", "Viện kiểm sát nhân dân quận Liêm Trì", &[]),
    place("tha", "Chi cục Thi hành án dân sự quận Liêm Trì", &[]),
    place("tke", "Chi cục Thống kê quận Liêm Trì", &[]),
    place("bhxh", "Bảo hiểm xã hội quận Liêm Trì", &[]),
    place("kbac", "Kho bạc Nhà nước Liêm Trì", &[]),
    place("csxh", "Ngân hàng Chính sách xã hội Liêm Trì", &[]),
    place("qltt", "Đội Quản lý thị trường Liêm Trì", &[]),
    place("ttxd", "Đội Quản lý trật tự xây dựng đô thị Liêm Trì", &[]),
    place("vhtt", "Trung tâm Văn hóa – Thông tin và Thể thao Liêm Trì", &[]),
    place("ptqd", "Trung tâm Phát triển quỹ đất Liêm Trì", &[]),
    place("bdien", "Bưu điện Liêm Trì", &[]),
    place("dluc", "Điện lực Liêm Trì", &[]),
    place("nsach", "Công ty Cổ phần Nước sạch Liêm Trì", &[]),
];
