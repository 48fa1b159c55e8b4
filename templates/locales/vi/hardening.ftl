# Khi quá nhiều người dùng cùng lúc, và các trang bảo vệ người gửi.
flaw-busy = Lúc này có quá nhiều người dùng cùng lúc nên chưa lưu gì. Những gì ông/bà viết vẫn còn. Hãy đợi khoảng { $n } giây rồi bấm lại.
told-before = Điều cần biết trước khi viết
told-stored = Chúng tôi lưu thư dưới dạng khóa kín, không lưu địa chỉ mạng hay loại máy của ông/bà. Người giữ máy chủ có thể sửa chương trình và khi đó thấy những gì được gõ từ lúc ấy. Cần kín hơn nữa, hãy gửi thư giấy hoặc đến gặp trực tiếp.
