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
