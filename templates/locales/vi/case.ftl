# Tra cứu và hồ sơ (/tra-cuu, /m, /ho-so).

track-title = Tra cứu
track-ended = Phiên xem hồ sơ đã hết. Hãy ghi lại mã biên nhận.
track-code = Mã biên nhận (20 số)
track-code-hint = Gõ liền hay có dấu cách đều được.
track-open = Xem hồ sơ
track-lost = Tôi mất mã
track-lost-more = Cần làm gì khi mất mã
track-qr = Tôi có giấy biên nhận có mã QR
track-qr-how = Mở máy ảnh của điện thoại, hướng vào mã QR rồi mở trang hiện ra. Không phải gõ mã.
qr-title = Mở hồ sơ
qr-open = Mở hồ sơ

lost-nobody = Không ai mở lại được hồ sơ bằng tên hay số điện thoại – để người khác không giả làm ông/bà.
lost-named = Nếu đã cho biết tên: mang căn cước đến nơi tiếp công dân. Cán bộ hướng dẫn cách nhận tin tiếp theo.
lost-unnamed = Nếu không cho biết tên: hãy gửi lại và ghi “đã gửi khoảng ngày …”. Chúng tôi sẽ ghép hai lần gửi.

status-received = Đã nhận
status-received-means = Chúng tôi đã nhận. Đang chuyển đến người phân loại.
status-screening = Đang xem xét
status-screening-means = Đang xem đây là loại việc gì và ai có trách nhiệm giải quyết.
status-handling = Đang giải quyết
status-handling-means = Đã nhận giải quyết (thụ lý). Đang kiểm tra, xác minh.
status-answered = Đã có kết quả
status-answered-means = Đã có thông báo dành cho ông/bà.
status-finished = Đã kết thúc
status-finished-means = Việc đã kết thúc. Ông/bà vẫn xem lại được.

case-title = Hồ sơ của ông/bà
case-number = Số hồ sơ
case-sent = gửi ngày { $day }
case-can = Việc ông/bà có thể làm
case-reply = Trả lời câu hỏi của cán bộ
case-add = Bổ sung thông tin
case-appeal = Đề nghị xem lại
case-withdraw = Xin rút
case-retaliation = Báo bị gây khó dễ
case-news = Tin từ nơi giải quyết
case-today = Hôm nay: { $day }
case-no-news = Chưa có tin mới.
case-history = Quá trình
case-leave = Thoát
case-cancel = Về hồ sơ

promise-notice = Chậm nhất { $day }: cho biết việc này do ai giải quyết, hoặc vì sao không nhận
promise-answer = Hạn trả lời: { $day }
promise-overdue = Đã quá hạn { $n } ngày. Chúng tôi xin lỗi.
promise-provisional = Ngày này có thể đổi khi lịch nghỉ được công bố.
promise-why = Vì sao là ngày này?

promise-target = Dự kiến trả lời: { $day }
why-term-wd = { $n } ngày làm việc kể từ ngày { $day }.
why-term-cal = { $n } ngày kể từ ngày { $day }.
why-extended-wd = Đã gia hạn thêm { $n } ngày làm việc.
why-extended-cal = Đã gia hạn thêm { $n } ngày.
why-skipped = Không đếm { $n } ngày thứ Bảy, Chủ nhật.
why-off = Không đếm các ngày nghỉ:
why-worked = Có đếm ngày { $day }: { $label }.
why-held-days = Không đếm { $n } ngày tạm dừng.
why-rolled = Ngày cuối rơi vào ngày nghỉ nên chuyển sang ngày làm việc tiếp theo.
why-held = Đang tạm dừng tính hạn từ ngày { $day }. Hạn sẽ được tính lại khi hết tạm dừng.
why-basis = Căn cứ:
why-unconfirmed = Cách tính này đang chờ cơ quan có trách nhiệm xác nhận.

case-outcomes = Kết quả từng nội dung
outcome-upheld = Đúng
outcome-partly = Đúng một phần
outcome-not-upheld = Sai
outcome-insufficient = Chưa đủ căn cứ
case-measures = Việc phải làm sau kết luận
measure-due = chưa làm xong, hạn { $day }
measure-done = đã làm ngày { $day }
case-reply-until = Cần trước { $day }
case-appeal-until = Đến hết { $day }

answer-checked = Chúng tôi đã kiểm tra
answer-found = Kết quả
answer-done = Đã làm và sẽ làm
answer-next = Nếu ông/bà không đồng ý

message-yours = Ông/bà viết
message-text = Cán bộ viết
message-question = Cán bộ hỏi
message-notice = Thông báo
message-answer = Kết quả

write-title = Bổ sung thông tin
write-asked = Cán bộ hỏi
write-more = Ông/bà muốn nói thêm gì?
write-answer = Trả lời
write-hint = Tối đa 5.000 chữ cái.
write-silence = Không trả lời cũng không sao: chúng tôi sẽ giải quyết với những gì đã có.
write-finished = Hồ sơ đã kết thúc. Thông tin này sẽ được xem có phải tình tiết mới không.
write-send = Gửi thêm

appeal-title = Đề nghị xem lại
appeal-who = Nơi xem lại là cấp trên. Người đã giải quyết lần đầu không tham gia.
appeal-why = Ông/bà không đồng ý điểm nào? Vì sao?
appeal-why-hint = Nếu có chứng cứ mới, xin ghi rõ là gì và ở đâu.
appeal-send = Gửi đề nghị

withdraw-title = Xin rút
withdraw-goes-on = Rút rồi, nơi giải quyết vẫn có thể tiếp tục nếu thấy dấu hiệu vi phạm.
withdraw-paper = Với khiếu nại và tố cáo, luật yêu cầu đơn rút có chữ ký. Cán bộ sẽ hướng dẫn cách ký.
withdraw-pressed = Có ai ép, dọa hoặc hứa hẹn để ông/bà rút không?
withdraw-pressed-no = Không
withdraw-pressed-yes = Có
withdraw-pressed-unsaid = Không muốn nói
withdraw-why = Vì sao ông/bà xin rút? (không bắt buộc)
withdraw-send = Gửi đề nghị rút

retaliation-title = Báo bị gây khó dễ
retaliation-who = Chỉ cấp trên đọc phần này. Người đang giải quyết hồ sơ không thấy.
retaliation-what = Ông/bà có đang bị gây khó dễ vì đã gửi ý kiến không? Hãy kể chuyện gì đang xảy ra.
retaliation-hint = Ai làm gì, từ khi nào. Nếu cần gọi cho ông/bà, xin ghi số điện thoại.
retaliation-send = Gửi cấp trên

# Đề nghị thay người (/ho-so/thay-nguoi).
case-challenge = Đề nghị thay người giải quyết
challenge-title = Đề nghị thay người giải quyết
challenge-what = Nếu ông/bà có lý do để không tin người nào đó giải quyết đúng, hãy cho biết. Người đó thôi xem hồ sơ ngay; một người khác quyết định và trả lời ông/bà.
challenge-who = Người đó là ai?
challenge-who-hint = Họ tên, chức vụ hoặc đơn vị.
challenge-why = Vì sao?
challenge-why-hint = Ví dụ: là người nhà của người bị nêu trong đơn.
challenge-send = Gửi đề nghị
flaw-challenge-who = Hãy ghi tên người ông/bà muốn thay.
flaw-challenge-why = Hãy ghi lý do.
