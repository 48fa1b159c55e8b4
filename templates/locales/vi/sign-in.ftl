# Signing in with two factors, and proving anew that it is really them.

code-title = Mã xác thực
code-what = Bước đầu đã xong. Mở ứng dụng xác thực trên điện thoại và ghi 6 số đang hiện.
code-label = Mã xác thực
code-hint = 6 số, đổi sau mỗi 30 giây. Không có điện thoại thì ghi một mã dự phòng trên giấy.
code-open = Vào
code-back = Làm lại từ đầu
code-lost = Mất cả điện thoại lẫn giấy ghi mã dự phòng: gặp quản trị để được cấp đường dẫn thiết lập lại.
flaw-code = Mã này chưa đúng hoặc đã dùng rồi. Hãy đợi mã mới hiện ra rồi ghi lại.
flaw-password = Mật khẩu chưa đúng. Hãy ghi lại.

enrol-title = Thiết lập mã xác thực
enrol-why = Mỗi lần đăng nhập cần mật khẩu và một mã do điện thoại tính ra. Ai biết mật khẩu mà không có điện thoại thì không vào được.
enrol-app = Cài một ứng dụng xác thực trên điện thoại (Google Authenticator, Microsoft Authenticator, Aegis…). Ứng dụng không cần mạng.
enrol-scan = Trong ứng dụng, chọn thêm tài khoản rồi quét hình dưới đây.
enrol-type = Ghi 6 số mà ứng dụng đang hiện vào ô cuối trang.
enrol-qr = Hình để ứng dụng xác thực quét
enrol-by-hand = Không quét được thì ghi tay khóa này vào ứng dụng:
enrol-on-this-phone = Ứng dụng ở ngay trên máy này: mở ứng dụng
enrol-hint = 6 số, đổi sau mỗi 30 giây.
enrol-done = Xong, vào

recovery-title = Mã dự phòng
recovery-what = Khi không có điện thoại, mỗi mã dưới đây thay được một lần cho mã 6 số.
recovery-once = Trang này chỉ hiện một lần. Hãy in hoặc chép ra giấy ngay.
recovery-keep = Cất giấy ở chỗ có khóa, không để cùng điện thoại, không chụp ảnh. Lập mã mới thì các mã này hết dùng.
recovery-go-on = Đã cất, đi tiếp

proof-title = Xác nhận lại
proof-what = Việc này cần chắc chắn là chính quý vị đang làm:
proof-go-on = Xác nhận
proof-cancel = Thôi
proof-counts = Xác nhận có giá trị 5 phút, chỉ cho việc này.
purpose-open_identity = mở danh tính người gửi
purpose-share_key = giao hoặc nhận phần khóa của két danh tính
purpose-change_account = thay đổi tài khoản và vai trò
purpose-own_sign_in = thay đổi cách đăng nhập của mình
purpose-export = tải danh sách hoặc tệp ra ngoài
purpose-delete = xóa dữ liệu
purpose-restore = khôi phục từ bản sao lưu

provider-leading = Đang chuyển sang { $provider }
provider-leading-what = Trang đăng nhập mở ra ngay. Nếu không thấy mở, hãy bấm nút dưới đây.
provider-go-on = Tiếp tục
flaw-provider-lost = Lần đăng nhập này đã quá lâu, đã dùng rồi hoặc bắt đầu từ trình duyệt khác. Hãy bấm nút đăng nhập lại từ đầu.
flaw-provider-down = Hệ thống đăng nhập của cơ quan đang không trả lời. Hãy đăng nhập bằng mật khẩu và mã xác thực, hoặc thử lại sau ít phút.
flaw-provider-refused = Hệ thống đăng nhập của cơ quan không xác nhận. Hãy thử lại, hoặc đăng nhập bằng mật khẩu và mã xác thực.
flaw-provider-unknown = Chưa có tài khoản nào ở đây liên kết với người vừa đăng nhập. Hãy đăng nhập bằng mật khẩu và mã xác thực, rồi liên kết ở trang “Đăng nhập và phiên làm việc”. Chưa có tài khoản: gặp quản trị.
flaw-provider-no-factor = Tài khoản chưa có mã xác thực. Hãy đăng nhập bằng mật khẩu để thiết lập.
flaw-provider-taken = Người này ở hệ thống đăng nhập của cơ quan đã liên kết với một tài khoản khác. Nếu không phải do quý vị, hãy báo quản trị.

problem-code-needed-title = Cần mã xác thực
problem-code-needed = Mật khẩu đúng. Hãy gửi lại kèm code: 6 số của ứng dụng xác thực, hoặc một mã dự phòng.
problem-enrolment-needed-title = Chưa thiết lập mã xác thực
problem-enrolment-needed = Mật khẩu đúng, nhưng tài khoản chưa có mã xác thực. Hãy đăng nhập một lần ở trang /noi-bo để thiết lập.
problem-step-up-title = Cần xác nhận lại
problem-step-up = Việc này cần mật khẩu và mã xác thực một lần nữa. Hãy gọi POST /api/v1/session/proof rồi gửi lại bằng mã phiên mới.
