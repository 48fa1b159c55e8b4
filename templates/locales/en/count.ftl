# The slip of a deadline: on a page, on paper, and when anybody counts again (/tinh-han).
slip-title = Deadline slip
slip-number = Case number
slip-duty = What is due
slip-result = Result
slip-rule = Rule
slip-term = Term
slip-basis = Legal basis
slip-confidence = How sure
slip-sure = checked against the full text
slip-unsure = awaiting confirmation
slip-from = Counted from
slip-start = { $day } ({ $event })
slip-hold = Paused
slip-extension = Extension
slip-extended = by { $term }, granted on { $day }:
slip-nominal = The term ends on
slip-due = Due
slip-due-firm = end of { $day }
slip-due-provisional = end of { $day } (provisional: may change when the holiday calendar is published)
slip-calendar = Holiday calendar
slip-version = version { $version }
slip-days = Day by day
slip-again = Anybody can count again
slip-check = Scan the code or open this address to count again from the start. The address holds the rule and the days only and leads to no case.
slip-command = Or type this command where the program is installed:
slip-qr = QR code that opens the page on which this deadline is counted again
slip-pdf = Download the slip as PDF
slip-print = To print, use the browser’s print command or download the PDF.
slip-source = [{ $year }] Source of the days off in { $year }: { $text }
slip-undecreed = The holiday calendar of { $year } is not published yet, so the deadline is provisional.
slip-other-calendar = The slip was counted with holiday calendar { $asked }; this page counts with version { $version }, which is in use now. Where the two differ, the day may differ.
slip-moved = Counted again today with holiday calendar { $version } it would be { $day }. The deadline on file stays; only a recorded decision changes it.

result-open = Running, { $n ->
    [one] { $n } day
   *[other] { $n } days
} left (as of { $today })
result-held = Paused, expected until { $until } (as of { $today })
result-late = Overdue since { $since }, by { $n ->
    [one] { $n } day
   *[other] { $n } days
} (as of { $today })
result-kept = Done on { $day }, in time
result-kept-late = Done on { $day }, { $n ->
    [one] { $n } day
   *[other] { $n } days
} late since { $since }
result-lapsed = Ended without being done, noted on { $day }
result-void = No longer applies since { $day }
result-window = Still open, until the end of { $day }
result-over = Closed since the end of { $day }

doubt-not-in-force = Note: this rule was not in force on the first day.
doubt-extension = Note: this rule lays down no such extension.
doubt-hold = Note: this rule lays down no such pause.
doubt-early-hold = Note: a pause does not begin after the first day; all of it is counted.

circumstance-complex = complex case
circumstance-remote = remote area
circumstance-remote-complex = remote area, complex case
circumstance-several-places = checks in several places
circumstance-central = central level
circumstance-higher-level = congress above the grassroots
circumstance-dismissal = dismissal
circumstance-second = second complaint
circumstance-processors = with data processors

count-term = Term: { $term }.
count-order = In the order of days.
count-day = Day
count-number = Number
count-what = Why
count-start = First day, not counted
count-counted = Counted
count-swap = Counted: worked in exchange ({ $label }) [{ $year }]
count-weekend = Not counted: weekend
count-off = Not counted: { $label } [{ $year }]
count-held = Not counted: paused
count-held-why = Not counted: paused – { $why }
count-hold = Paused until { $until }, moves the end by { $term }
count-hold-late = Paused after the end: changes nothing
count-held-before = Paused before the first day: adds { $term }
count-extended = Extended by { $term }
count-nominal = The term ends on a day off and rolls to the next working day
count-hours = { $n } hours have run
count-due = Due: the end of this day

again-title = Count a deadline again
again-what = This page counts day by day from the rule, the first day, the pauses and the extensions that you give. It knows of no case and asks for none.
again-rule = Rule
again-choose = Choose a rule
again-from = First day
again-from-hint = The day on which the event happened; it is not counted. For example 15/3/2026. For a rule in hours add the time: 15/3/2026 16:00.
again-holds = Pauses (if any)
again-holds-hint = The first day of the pause and the day on which it went on, one pause a line. For example 10/6/2026 to 24/6/2026.
again-extensions = Extensions (if any)
again-extensions-hint = One number each, in the unit of the rule. For example 30 30.
again-count = Count
again-result = Due: { $day }
flaw-rule = Choose a rule from the list.
flaw-holds = Each pause needs two days: its first and the one on which it went on. For example 10/6/2026 to 24/6/2026.
flaw-hold-reversed = This pause goes on before it begins. Write its first day first.
flaw-extensions = Extensions are numbers from 0 to 1000 with blanks between them. For example 30 30.
flaw-outside-calendar = This page counts days from 1 January 1990 to 31 December 2100 only.
flaw-too-many-parts = At most 20 pauses and 20 extensions.
flaw-not-holdable = This rule cannot be paused. Leave the pauses empty.
flaw-not-extendable = This rule cannot be extended. Leave the extensions empty.
flaw-not-in-hours = This rule does not count hours. Write the day only.
flaw-too-long-count = This deadline runs over more than ten years. Check the days.

promise-days = See every day, and print
promise-again = Back to the case
promise-keep = This sheet shows what kind of time limit applies. Keep it safe if others should not see it.
