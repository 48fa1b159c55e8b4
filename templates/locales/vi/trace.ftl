# Mốc nhật ký (/nhat-ky).

frame-heads = Mốc nhật ký
heads-title = Mốc nhật ký
heads-what = Mỗi việc làm trên cổng này được ghi vào một nhật ký chỉ ghi thêm, không sửa, không xóa. Mỗi ngày một lần, nhật ký được chốt bằng một mốc. Mốc có chữ ký được gửi cho người ngoài cơ quan giữ.
heads-keep = Ông/bà có thể chép lại hoặc chụp lại các mốc dưới đây. Nếu sau này mốc của một ngày đã qua bị đổi, nhật ký đã bị viết lại.
heads-list = Các mốc gần đây
heads-day = Ngày
heads-hash = Mốc
heads-none = Chưa có mốc nào.
heads-silent = Mốc không cho biết có hồ sơ nào, hay có bao nhiêu việc đã làm.
paper-head = Mốc nhật ký
addressee-witness = người giữ mốc ở ngoài

# Chỗ có thể làm lộ người gửi trong văn bản gửi ra ngoài.

note-keep-hint = Lời ghi ở đây có thể vào biên bản hoặc đến tay người khác. Chỉ ghi lý do khi trang báo có chỗ có thể làm lộ người gửi mà vẫn phải giữ. Lý do nằm trong quá trình giải quyết.
draft-keep-hint = Người bị khiếu nại, tố cáo nhận bản sao kết luận. Chỉ ghi khi trang báo có chỗ có thể làm lộ người gửi mà vẫn phải giữ. Người duyệt sẽ đọc lý do này.
transfer-keep-hint = Tên nơi nhận được in trên giấy chuyển. Chỉ ghi lý do khi trang báo tên ấy có chỗ có thể làm lộ người gửi mà vẫn phải giữ. Người duyệt sẽ đọc lý do này.
identity-keep-hint = Người giữ khóa không biết gì về đơn, ngoài lý do ở trên. Chỉ ghi khi trang báo có chỗ có thể làm lộ người gửi mà vẫn phải giữ. Người giữ khóa sẽ đọc lý do này.
breach-keep-hint = Người quản trị đọc phần này, cơ quan chuyên trách được báo theo đó. Chỉ ghi lý do khi trang báo có chỗ có thể làm lộ người gửi đơn mà vẫn phải giữ.
risk-address = “{ $fragment }” là địa chỉ cụ thể, có thể là nơi ở của người gửi. Hãy bỏ đi, hoặc ghi lý do giữ.
risk-paper = “{ $fragment }” giống số giấy tờ, tài khoản hoặc biển số xe. Hãy bỏ đi, hoặc ghi lý do giữ.
risk-relation = “{ $fragment }” cho biết người gửi là ai hoặc có quan hệ với ai. Hãy bỏ đi, hoặc ghi lý do giữ.
risk-detail = “{ $fragment }” cũng có trong đơn; có thể chỉ người gửi mới biết chi tiết này. Hãy viết chung hơn, hoặc ghi lý do giữ.
risk-place = Nơi “{ $fragment }” cũng có trong đơn; có thể chỉ người gửi mới biết. Hãy viết chung hơn, hoặc ghi lý do giữ.

# Ai biết gì, khi nào (/noi-bo/hs/{số}/da-doc).

knew-title = Ai biết gì, khi nào
knew-what = Danh sách này lập từ sổ của cổng: người phải tránh, người đã đọc, người đã được báo và người đang được mở hồ sơ.
knew-today = Lập ngày
knew-out = Người phải tránh
knew-out-since = phải tránh từ { $day }
knew-admitted-on = hai người cho phép ngoại lệ ngày { $day }
knew-told = Cán bộ đã được báo qua thư
knew-unsent = chưa gửi hoặc không gửi
knew-names = Ai đã hỏi, ai đã mở tên người gửi
knew-name-asked = đề nghị mở tên
knew-name-agreed = người giữ khóa, đồng ý mở
knew-name-refused = người giữ khóa, không đồng ý
knew-deed = Việc
knew-on = Ngày
knew-able = Người đang được mở hồ sơ
knew-nobody = Không có ai.
knew-name = Tên
knew-since = Từ ngày
knew-admitted = Ngoại lệ
knew-when = Lúc
knew-read = Được đọc
knew-mail = Thư
knew-owed = Ngày báo
knew-sent = Đã gửi
knew-role = Vai trò
