# Số liệu công khai (/thong-ke).

figures-what = Số hồ sơ của toàn Đảng bộ, nhận từ { $from } đến { $to }. Số liệu không tách theo chi bộ.
figures-kinds = Theo loại
figures-kind = Loại
figures-received = Đã nhận
figures-answered = Đã trả lời
figures-total = Tất cả
figures-few = không ghi
figures-none = Chưa có số liệu, hoặc số quá nhỏ nên không ghi ra.
figures-small = Mọi số đều làm tròn đến hàng chục, lên hoặc xuống; số quá nhỏ thì không ghi; mỗi quý chỉ công bố sau khi kết thúc ít nhất một tháng. Vì làm tròn, các dòng cộng lại có thể khác dòng Tất cả. Làm vậy để không ai biết thêm hay bớt một hồ sơ.
