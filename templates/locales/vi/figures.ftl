# Số liệu công khai (/thong-ke).

figures-what = Số đơn gửi đến toàn Đảng bộ trong bốn kỳ gần nhất. Đơn trùng vẫn được tính. Số liệu không tách theo chi bộ.
figures-quarters = Theo kỳ báo cáo
figures-quarter = Kỳ
figures-received = Đã nhận
figures-answered = Đã trả lời
figures-on-time = Đúng hạn
figures-kinds = Theo loại, trong bốn kỳ
figures-kind = Loại
figures-few = dưới 5
figures-none = Chưa có số liệu. Số liệu sẽ có khi hết kỳ báo cáo đầu tiên.
figures-small = Số nhỏ hơn 5 không được ghi ra, để không ai bị nhận ra. Loại có ít đơn được gộp lại.
