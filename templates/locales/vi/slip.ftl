# Quy tắc đã sửa sau khi in phiếu.
slip-edited = Quy tắc { $rule } đã được sửa từ khi tính phiếu này. Theo thời hạn của phiếu ({ $term }) thì hạn là { $day }; theo thời hạn trong bảng hiện nay ({ $now }) thì ra { $today }. Hạn đã hẹn giữ theo thời hạn của phiếu.
