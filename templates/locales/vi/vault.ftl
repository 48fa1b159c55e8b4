# Két danh tính: người giữ khóa, chìa khóa, cụm mật khẩu.

vault-title = Két danh tính
vault-what = Két giữ tên, địa chỉ và điện thoại của người gửi. Không ai mở được một mình, kể cả người quản trị máy chủ: phải có hai người giữ khóa, mỗi người một cụm mật khẩu, cho từng hồ sơ.
vault-none = Chưa lập két. Tên người gửi đang tạm niêm phong bằng khóa của máy chủ. Cần ít nhất ba người giữ khóa tạo chìa khóa, rồi một người bấm lập két.
vault-since = Đã lập két từ { $day }.
vault-again-needed = Danh sách người giữ khóa đã thay đổi. Hai người đang giữ phần khóa cần lần lượt chia lại.
vault-again-begun = Một người đã bắt đầu chia lại phần khóa. Cần thêm một người nữa.
vault-again-begun-by-me = Đồng chí đã bắt đầu chia lại phần khóa. Cần thêm một người khác.
vault-my-key = Chìa khóa của đồng chí
vault-key-since = Tạo { $day }. Dấu nhận biết:
vault-no-key = Đồng chí chưa có chìa khóa.
vault-no-share = Chìa khóa này chưa mở được phần nào của két. Hai người giữ khóa khác cần chia lại.
vault-lost = Quên cụm mật khẩu, tạo chìa khóa khác
vault-people = Người giữ khóa
vault-marks = Hãy đọc dấu nhận biết cho nhau nghe khi gặp mặt, trước khi lập két.
vault-me = (đồng chí)
vault-holds = Đang giữ một phần khóa
vault-keyed = Có chìa khóa, chưa có phần khóa
vault-keyless = Chưa có chìa khóa
vault-gone = Tài khoản đã khóa, phần khóa còn lại đến khi chia lại

vault-do-khoa = Tạo chìa khóa
vault-do-cum-tu = Đổi cụm mật khẩu
vault-do-lap = Lập két
vault-do-chia = Chia lại phần khóa
vault-why-khoa = Chìa khóa được niêm phong bằng cụm mật khẩu chỉ đồng chí biết. Không ai đặt lại hay tra ra được cụm này. Hãy ghi ra giấy và cất ở nơi có khóa.
vault-why-cum-tu = Chìa khóa và phần khóa giữ nguyên, chỉ cụm mật khẩu đổi.
vault-why-lap = Két chỉ lập một lần. Khóa của két được chia ngay cho những người dưới đây rồi xóa đi. Hãy chắc rằng đã đọc dấu nhận biết cho nhau.
vault-why-chia = Mỗi người đang giữ phần khóa chia phần của mình cho những người dưới đây. Khi người thứ hai chia xong, phần khóa cũ hết giá trị. Yêu cầu đang chờ phải được đồng ý lại.
vault-replaces = Chìa khóa đang có sẽ mất, phần khóa của đồng chí cũng mất. Hai người giữ khóa khác phải chia lại thì đồng chí mới giữ phần khóa.
vault-for-whom = Phần khóa chia cho:
vault-password = Mật khẩu đăng nhập
vault-passphrase = Cụm mật khẩu giữ khóa
vault-new = Cụm mật khẩu mới
vault-new-hint = Ít nhất 15 ký tự, ví dụ năm sáu từ không liên quan. Khác mật khẩu đăng nhập, không có tên đồng chí.
vault-again = Gõ lại cụm mật khẩu mới

flaw-vault-wrong = Mật khẩu hoặc cụm mật khẩu không đúng.
flaw-vault-short = Cụm mật khẩu cần ít nhất 15 ký tự.
flaw-vault-guessable = Cụm mật khẩu này dễ đoán. Hãy chọn cụm khác mật khẩu đăng nhập, không phải cụm nhiều người dùng, và không có tên đăng nhập hay họ tên.
flaw-vault-unlike = Hai lần gõ không giống nhau.
flaw-vault-few = Cần ít nhất ba người giữ khóa đã có chìa khóa.
flaw-vault-made = Két đã lập rồi.
flaw-vault-no-share = Chìa khóa của đồng chí chưa có phần khóa nào của két.

notice-vault-key = Đã tạo chìa khóa.
notice-vault-words = Đã đổi cụm mật khẩu.
notice-vault-made = Đã lập két. Tên người gửi đang chờ được chuyển vào két.
notice-vault-shared = Đã chia lại phần khóa.
notice-vault-begun = Đã chia phần của đồng chí. Cần thêm một người giữ khóa nữa.

red-vault-missing = Két danh tính chưa lập, hoặc không còn đủ hai người giữ khóa. Tên người gửi chưa được bảo vệ khỏi người giữ máy chủ.{ $job }

# Among the mails of a case.
paper-custody = Việc của người giữ khóa
addressee-custodian = người giữ khóa
