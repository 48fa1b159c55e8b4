# Các trang gửi ý kiến (/gui).

kind-title = Ông/bà muốn làm gì?
kind-gop-y = Góp ý với tổ chức đảng hoặc đảng viên (góp ý)
kind-phan-anh = Báo một việc chưa đúng, chưa tốt (phản ánh)
kind-kien-nghi = Đề nghị sửa một quy định, cách làm (kiến nghị)
kind-khieu-nai = Đề nghị xem lại một quyết định, việc làm ảnh hưởng đến chính quyền lợi của tôi (khiếu nại)
kind-to-cao = Báo người có hành vi vi phạm (tố cáo)
kind-bieu-duong = Khen người tốt, việc tốt (biểu dương)
kind-khong-chac = Tôi không chắc – cán bộ sẽ xếp giúp

told-khieu-nai-title = Khiếu nại: điều cần biết trước khi viết
told-khieu-nai-state = Khiếu nại về quyết định hành chính của cơ quan nhà nước do cơ quan đó giải quyết. Nếu ông/bà gửi ở đây, chúng tôi sẽ chỉ nơi nhận đúng.
told-khieu-nai-where = Nơi nhận đúng thường là cơ quan đã ra quyết định: Ủy ban nhân dân, sở, phòng hoặc cơ quan ghi ở đầu văn bản.
told-khieu-nai-continue = Vẫn tiếp tục
told-to-cao-title = Tố cáo: điều cần biết trước khi viết
told-to-cao-law = Luật yêu cầu đơn tố cáo có họ tên, địa chỉ và chữ ký (hoặc điểm chỉ), hoặc trình bày trực tiếp. Vì vậy:
told-to-cao-signed = Viết ở đây và cho biết tên: chúng tôi nhận ngay. Sau đó ông/bà đến nơi tiếp công dân ký đơn.
told-to-cao-unsigned = Không ký, không cho biết tên: chúng tôi vẫn đọc. Nếu có thông tin rõ về người vi phạm và chứng cứ cụ thể, có thể dùng để kiểm tra. Nhưng sẽ không có thủ tục và thời hạn của đơn tố cáo.
told-to-cao-secret = Tên, địa chỉ, chữ viết của ông/bà được giữ bí mật theo luật.
told-to-cao-false = Cố ý tố cáo sai sự thật là vi phạm pháp luật.
told-to-cao-machine = Đừng viết trên máy hoặc mạng của cơ quan. Cách kể chuyện cũng có thể cho biết ai đã viết.
told-to-cao-continue = Tôi đã hiểu, tiếp tục

identity-title = Ông/bà muốn gửi như thế nào?
identity-anonymous = Không cho biết tên
identity-anonymous-hint = Chỉ tra cứu được bằng mã biên nhận. Chúng tôi không biết gọi ai nếu cần hỏi thêm.
identity-named = Cho biết tên, và giữ kín với người bị phản ánh
identity-named-hint = Chỉ người được giao giải quyết biết. Nên chọn nếu khiếu nại hoặc tố cáo.
identity-machine = Chúng tôi có biết máy nào gửi không?
identity-machine-answer = Máy chủ không lưu địa chỉ mạng cùng với nội dung. Nhưng nhà mạng, chủ máy hoặc người dùng chung máy có thể biết ông/bà đã vào trang này.

story-title = Chuyện gì đã xảy ra?
story-hint = Kể theo thứ tự, như đang nói chuyện: việc gì, ai làm, có ai biết không. Đừng ghi số căn cước, số tài khoản của ai.
story-hint-unnamed = Đừng ghi tên ông/bà ở đây.
story-unnamed-complaint = Khiếu nại không có tên sẽ không nhận giải quyết (thụ lý) được, vì phải biết quyền lợi của ai bị ảnh hưởng.
story-limit = Tối đa 10.000 chữ cái, khoảng 4 trang giấy.
story-example = Xem một ví dụ
story-example-text =
    Sáng 12/3/2026, tại nhà văn hóa tổ dân phố số 5, người thu quỹ thu mỗi nhà 500.000 đồng để sửa ngõ.
    Tôi xin phiếu thu nhưng không được. Đến nay ngõ chưa sửa. Bà con trong ngõ đều biết.
story-speak = Tôi muốn nói thay vì viết
story-speak-how = Ông/bà có thể gọi hoặc đến nơi tiếp công dân. Cán bộ ghi lại lời ông/bà và đọc lại cho ông/bà nghe.

when-title = Việc xảy ra khi nào, ở đâu?
when-legend = Khi nào?
when-day = Một ngày
when-period = Trong một thời gian
when-ongoing = Đang còn xảy ra
when-unknown = Không nhớ rõ
when-date = Nếu là một ngày
when-date-hint = Ví dụ 15 3 2026. Không nhớ ngày thì để trống ô ngày.
when-d = Ngày
when-m = Tháng
when-y = Năm
when-words = Hoặc ghi theo cách của ông/bà
when-words-hint = Ví dụ: rằm tháng Bảy âm lịch, sáng mùng 3 Tết, từ tháng 3 đến tháng 6
when-place = Ở đâu? (không bắt buộc)
when-place-hint = Số nhà, ngõ, tổ dân phố, hoặc nơi dễ nhận ra

about-title = Việc này liên quan đến ai?
about-optional = Không bắt buộc. Không biết tên thì bỏ trống.
about-name = Tên hoặc cách gọi
about-name-hint = Ví dụ: ông Hùng
about-position = Chức vụ
about-position-hint = Ví dụ: bí thư chi bộ 5
about-unit = Nơi làm việc, sinh hoạt
about-unit-hint = Ví dụ: tổ dân phố số 5
about-more = Còn người khác, xin ghi trong phần kể.

reporter-title = Về ông/bà
reporter-kept = Phần này được cất riêng. Chỉ mở khi có lý do ghi thành văn bản và hai người giữ chìa khóa cùng đồng ý.
reporter-name = Họ và tên
reporter-address = Nơi ở
reporter-address-optional = Nơi ở (không bắt buộc)
reporter-address-hint = Số nhà, ngõ, tổ dân phố, phường
reporter-phone = Điện thoại (không bắt buộc)
reporter-phone-hint = Ví dụ 0912 345 678

contact-title = Khi có tin mới, chúng tôi báo cho ông/bà bằng cách nào?
contact-none = Không báo. Tôi sẽ tự tra cứu bằng mã biên nhận
contact-email = Thư điện tử
contact-email-hint = Thư chỉ ghi “có tin mới” và số hồ sơ. Không ghi nội dung. Để gửi được thư, máy chủ phải tự mở được địa chỉ này; nội dung đơn thì dùng khóa khác.
contact-address = Địa chỉ thư điện tử (nếu chọn thư điện tử)
contact-unnamed = Địa chỉ này có thể cho biết ông/bà là ai. Nó được cất riêng, cán bộ giải quyết không thấy.
contact-shared = Nếu có ai dùng chung hộp thư với ông/bà, nên chọn “Không báo”.

check-title = Kiểm tra lại trước khi gửi
check-betrays = Trong phần kể có thể có tên hoặc số điện thoại của chính ông/bà. Nếu không muốn cho biết, hãy bấm Sửa và xóa đi.
check-mend = Sửa
check-kind = Loại việc
check-identity = Cách gửi
check-story = Chuyện xảy ra
check-when = Khi nào, ở đâu
check-about = Ai
check-nobody = Không ghi
check-reporter = Về ông/bà
check-contact = Báo tin
check-truth = Tôi cam đoan nội dung trên là đúng theo hiểu biết của tôi
check-send = Gửi

receipt-title = Biên nhận
receipt-done = ✓ Đã nhận ý kiến của ông/bà
receipt-code = Mã biên nhận (bí mật)
receipt-case-number = Số hồ sơ (nói được)
receipt-write-down = Ghi mã ra giấy, hoặc chụp màn hình nếu điện thoại này chỉ mình ông/bà dùng.
receipt-lost = Ai có mã này đều đọc được hồ sơ. Mất mã thì không ai cấp lại được.
receipt-qr = Mã QR chứa mã biên nhận ở trên
receipt-scan = Quét để mở trang tra cứu, không phải gõ mã.
receipt-print = Muốn in: mở trình đơn của trình duyệt và chọn In. Bản in không ghi tên và loại việc.
receipt-next = Tiếp theo là gì
receipt-notice = Chậm nhất { $day }: cho biết việc này do ai giải quyết, hoặc vì sao không nhận.
receipt-answer = Dự kiến { $day }: có kết quả.
receipt-thanks = Chúng tôi ghi nhận lời khen và chuyển đến nơi được khen. Cảm ơn ông/bà.
receipt-result = Khi có tin, ông/bà xem tại trang Tra cứu bằng mã biên nhận.
receipt-sign = Luật yêu cầu đơn có chữ ký. Xin đến nơi tiếp công dân, nói số hồ sơ để ký đơn.
receipt-noted = Tôi đã ghi lại mã
receipt-leave = Xong, thoát

noted-title = Ông/bà đã ghi mã chưa?
noted-leave = Đã ghi, thoát
