# Niêm yết kết quả.
clock-posted = Thời gian niêm yết liên tục
posting-again-what = Chỉ dùng khi niêm yết bị gián đoạn (mất, rách, bị gỡ, trang ngừng) và hôm nay đã niêm yết lại. Số ngày liên tục được tính lại từ hôm nay; những ngày trước vẫn còn trong lịch sử hồ sơ.
posting-again-why = Bị gián đoạn thế nào, đã niêm yết lại ở đâu
posting-again-send = Tính lại từ hôm nay
do-niem-yet-lai = Niêm yết lại sau gián đoạn
event-post_again = Niêm yết lại từ đầu
