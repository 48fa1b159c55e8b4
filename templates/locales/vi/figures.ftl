# Số liệu công khai (/thong-ke).

figures-what = Số hồ sơ của toàn Đảng bộ, nhận từ { $from } đến { $to }. Số liệu không tách theo chi bộ.
figures-kinds = Theo loại
figures-kind = Loại
figures-received = Đã nhận
figures-answered = Đã trả lời
figures-total = Tất cả
figures-few = không ghi
figures-none = Chưa có số liệu, hoặc số quá nhỏ nên không ghi ra.
figures-small = “Không ghi” là số nhỏ hơn 5, hoặc số giúp tính ra một số nhỏ hơn 5. Làm vậy để không ai bị nhận ra.
