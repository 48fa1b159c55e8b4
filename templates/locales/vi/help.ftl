# Trợ giúp, quyền riêng tư, khả năng tiếp cận.

guide-title = Trợ giúp
guide-kinds = Nên chọn loại nào?
kind-name-gop-y = Góp ý
kind-name-phan-anh = Phản ánh
kind-name-kien-nghi = Kiến nghị
kind-name-khieu-nai = Khiếu nại
kind-name-to-cao = Tố cáo
kind-name-bieu-duong = Biểu dương
guide-gop-y = Nói ý kiến để tổ chức đảng, đảng viên làm tốt hơn. Có trả lời ngắn.
guide-phan-anh = Báo một việc đã xảy ra mà ông/bà thấy chưa đúng. Có trả lời ngắn.
guide-kien-nghi = Đề nghị sửa một quy định hoặc cách làm. Có trả lời ngắn.
guide-khieu-nai = Đề nghị xem lại quyết định, việc làm ảnh hưởng đến chính quyền lợi của ông/bà. Cần có tên và chữ ký.
guide-to-cao = Báo người có hành vi vi phạm. Cần có tên và chữ ký để theo thủ tục của luật.
guide-bieu-duong = Khen người tốt, việc tốt.
guide-after = Sau khi gửi
guide-after-receipt = Ông/bà nhận ngay mã biên nhận 20 số. Hãy giữ kỹ.
guide-after-sorting = Người phân loại xem việc này do ai giải quyết. Người có liên quan không được xem.
guide-after-handling = Nơi được giao kiểm tra, xác minh. Nếu cần, cán bộ hỏi thêm trên trang hồ sơ.
guide-after-answer = Kết quả hiện trên trang hồ sơ, với cách làm nếu ông/bà không đồng ý.
guide-words = Các bước của hồ sơ

privacy-kept = Chúng tôi lưu gì
privacy-letter = Nội dung ông/bà viết, được khóa bằng mã khi lưu.
privacy-identity = Tên, nơi ở, điện thoại, nếu ông/bà cho biết. Phần này cất riêng, chỉ mở khi hai người giữ chìa khóa đồng ý, và ông/bà được biết nơi nào đã hỏi.
privacy-email = Địa chỉ thư điện tử, nếu ông/bà ghi. Chỉ dùng để báo có tin mới.
privacy-receipt = Dấu vết một chiều của mã biên nhận, không phải chính mã đó.
privacy-not-kept = Chúng tôi không lưu gì
privacy-address = Không lưu địa chỉ mạng, loại máy, trang đã xem trước đó.
privacy-draft = Không lưu gì trước khi ông/bà bấm Gửi.
privacy-third = Không gửi gì cho bên thứ ba. Trang không tải gì từ nơi khác.
privacy-cookies = Cookie
privacy-cookies-which = Trang chỉ dùng cookie cần thiết: giữ phiên xem hồ sơ, chống giả mạo biểu mẫu và nhớ ngôn ngữ đã chọn.
privacy-careful = Ông/bà nên cẩn thận
privacy-machine = Đừng dùng máy hoặc mạng của cơ quan nếu việc liên quan đến cơ quan đó.
privacy-words = Cách kể và chi tiết chỉ mình ông/bà biết có thể cho biết ai đã viết.
privacy-history = Nút Thoát nhanh đóng phiên xem. Lịch sử của trình duyệt, ông/bà phải tự xóa.

access-aim = Chúng tôi muốn ai cũng dùng được trang này, theo chuẩn WCAG 2.2 mức AA.
access-keyboard = Dùng được hoàn toàn bằng bàn phím và trình đọc màn hình.
access-size = Phóng chữ đến 200 % vẫn đọc được, trên màn hình nhỏ cũng không phải kéo ngang.
access-script = Không cần JavaScript.
access-colour = Không có thông tin nào chỉ thể hiện bằng màu.
access-untested = Trang chưa được người khiếm thị dùng thử. Có chỗ chưa tốt, xin cho biết.
access-tell = Không dùng được trang này? Hãy gọi hoặc đến nơi tiếp công dân. Cán bộ viết giúp và đọc lại cho ông/bà nghe.
