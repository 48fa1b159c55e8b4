# Mở danh tính người gửi: đề nghị, ý kiến người giữ khóa, và điều người gửi được biết.

identity-of-sender = Danh tính người gửi
identity-what = Tên người gửi nằm trong két. Muốn biết phải ghi lý do, và hai người giữ khóa đồng ý. Mở trong 24 giờ, chỉ cho người đề nghị. Người gửi được báo.
identity-unnamed = Đơn này không cho biết tên người gửi.
identity-ask = Đề nghị mở danh tính
identity-ask-what = Lý do sẽ được người giữ khóa và chính người gửi đọc. Muốn hỏi thêm người gửi thì nhắn qua cổng, không cần biết tên.
identity-reason = Lý do
identity-reason-hint = Vì sao phải biết tên người gửi để giải quyết đơn này. Ít nhất 20 ký tự.
identity-code-title = Mã đọc danh tính
identity-code-once = Hãy ghi mã này ra giấy ngay. Mã chỉ hiện một lần, mất mã thì phải đề nghị lại. Khi hai người giữ khóa đồng ý, đồng chí nhập mã để đọc.
identity-name-title = Người gửi
identity-name = Họ và tên
identity-address = Địa chỉ
identity-phone = Điện thoại
identity-name-care = Lần đọc này đã được ghi lại. Tiết lộ tên người tố cáo là hành vi bị cấm.
identity-standing-waiting = Đang chờ người giữ khóa
identity-standing-opened = Đã mở
identity-standing-refused = Không mở
identity-standing-lapsed = Hết hạn chờ
identity-asked = { $name } đề nghị { $day }
identity-decided = xong { $day }
identity-agreed = { $n ->
    [0] chưa ai đồng ý
   *[other] { $n } người đã đồng ý
}
identity-refusal = Lý do không đồng ý
identity-until = Đọc được đến { $at } ngày { $day }.
identity-over = Đã đóng lại.
identity-code = Mã đọc danh tính
identity-code-hint = 20 chữ số đã ghi khi đề nghị.
identity-read = Đọc danh tính
identity-tasks = Đề nghị mở danh tính
identity-tasks-what = Những đề nghị đang chờ đồng chí. Đồng chí chỉ thấy số hồ sơ, nơi đề nghị và lý do.
identity-no-tasks = Chưa có đề nghị nào.
identity-task = Đề nghị mở danh tính
identity-case = Hồ sơ
identity-office = Nơi đề nghị
identity-how = Tình hình
identity-lapses = Hết hạn chờ vào { $day }.
identity-said-yes = Đồng chí đã đồng ý.
identity-said-no = Đồng chí đã không đồng ý.
identity-task-what = Cần hai người giữ khóa đồng ý. Người đề nghị đọc được tên trong 24 giờ. Đồng chí không thấy tên.
identity-agree = Đồng ý mở
identity-refuse = Không đồng ý
identity-refusal-hint = Người đề nghị đọc được lý do này. Ít nhất 10 ký tự.

flaw-identity-reason = Hãy ghi rõ lý do, ít nhất 20 ký tự.
flaw-identity-refusal = Hãy ghi lý do không đồng ý, ít nhất 10 ký tự.
flaw-identity-code = Mã không đúng. Hãy xem lại 20 chữ số.
flaw-identity-few = Chưa đủ hai người giữ khóa có thể xét đề nghị này.
flaw-vault-asked = Đã có một đề nghị đang chờ hoặc đang mở.
flaw-vault-unnamed = Đơn này không cho biết tên người gửi.
flaw-vault-shut = Danh tính chưa mở hoặc đã đóng lại.

notice-identity-waiting = Đã ghi ý kiến. Cần thêm người giữ khóa.
notice-identity-opened = Hai người đã đồng ý. Danh tính mở trong 24 giờ cho người đề nghị.
notice-identity-refused = Đã ghi ý kiến. Danh tính không mở.

told-title = Ai đã hỏi tên ông/bà
told-what = Tên ông/bà nằm trong két. Mỗi lần có người đề nghị mở đều ghi ở đây.
told-waiting = { $day }: { $office } đề nghị mở tên người gửi. Chưa quyết định, tên chưa mở.
told-opened = { $day }: { $office } đề nghị mở tên người gửi. Hai người giữ khóa đã đồng ý ngày { $decided }. Nơi đề nghị đọc được trong 24 giờ.
told-refused = { $day }: { $office } đề nghị mở tên người gửi. Người giữ khóa không đồng ý ngày { $decided }, tên không mở.
told-lapsed = { $day }: { $office } đề nghị mở tên người gửi. Hết hạn chờ ngày { $decided }, tên không mở.
told-reason = Lý do: { $text }
