# The month by deadline and an officer's own calendar (/noi-bo/lich-han, /noi-bo/lich-ics).
agenda-title = Calendar by deadline
agenda-month = Month { $month }
agenda-months = Other months
agenda-list = List
agenda-feed = Deadlines in your own calendar
agenda-overdue = Overdue from before: { $n ->
    [one] { $n } case
   *[other] { $n } cases
}
agenda-overdue-see = See them in the list
agenda-undecreed = The holiday calendar of this year is not published yet, so deadlines are provisional.
agenda-earlier = Previous month
agenda-later = Next month
agenda-mon = Monday
agenda-tue = Tuesday
agenda-wed = Wednesday
agenda-thu = Thursday
agenda-fri = Friday
agenda-sat = Saturday
agenda-sun = Sunday
agenda-today = today
agenda-off = day off
agenda-worked = worked in exchange
agenda-late = overdue
agenda-soon = due soon
agenda-on-time = on time
agenda-held = paused
agenda-done = done
agenda-more = { $n ->
    [one] { $n } more case
   *[other] { $n } more cases
}
agenda-go = Go to another month
agenda-go-hint = Month and year. For example 11/2026.
agenda-show = Show
agenda-day = Due on { $day }
agenda-none = No case is due on this day.
flaw-month = Write the month and the year, from 1990 to 2100. For example 11/2026.
standing-held-until = paused until { $day }

feed-title = Deadlines in your own calendar
feed-what = A calendar program on a phone or computer can read the days on which cases are due under a secret address. It holds “Hạn hồ sơ” and the case number only, and only cases that you may see at that moment.
feed-secret = Whoever has the address can read the calendar. Give it to nobody; if it may be known, make a new one.
feed-once = Your address, shown only once
feed-how = Copy it into your calendar program where it adds a calendar by address (subscribe). It cannot be shown again once you leave this page.
feed-since = An address is in use, made on { $day }.
feed-read = Last read on { $day }.
feed-unread = No calendar has read it yet.
feed-none = There is no address yet.
feed-make = Make an address
feed-remake = Make a new address
feed-remake-hint = A new address ends the old one.
feed-revoke = Take the address away
notice-feed-revoked = Done. The old address works no more.
