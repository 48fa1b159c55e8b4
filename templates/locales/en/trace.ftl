# Heads of the log (/nhat-ky).

frame-heads = Heads of the log
heads-title = Heads of the log
heads-what = Everything done on this portal is written to a log that is only added to, never changed or deleted. Once a day it is closed with a head. The signed head is sent to people outside this office to keep.
heads-keep = You may copy or photograph the heads below. If the head of a past day is ever another one, the log was rewritten.
heads-list = Recent heads
heads-day = Day
heads-hash = Head
heads-none = There is no head yet.
heads-silent = A head does not tell whether there is any case, or how much was done.
paper-head = Head of the log
addressee-witness = keeper of the heads outside
