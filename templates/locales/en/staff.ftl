# Frame, entrance and lists of staff (/noi-bo).
staff-intake = Paper intake
staff-inbox = Triage
staff-approvals = To approve
staff-work = Being handled
staff-my-work = My work
staff-done = Finished
staff-operations = Operations
staff-role-page = My account
staff-sign-out = Sign out
staff-logged = What is done on this page is logged. Do not copy the contents of cases elsewhere.

entrance-title = Sign in for staff
entrance-who = This page is for those who handle cases.
entrance-resident = Residents send their opinions here.
entrance-login = Login
entrance-password = Password
entrance-open = Sign in
entrance-provider = Sign in with { $provider }
entrance-forgot = Forgotten password: ask the administrator for a link to choose another. After 30 idle minutes you sign in again.
flaw-sign-in = Login or password is wrong. Check capital letters and the keyboard, then type them again.

role-desk = Reception clerk
role-triage = Triage officer
role-approver = Approver
role-handler = Handler
role-above = Level above
role-custodian = Identity custodian
role-admin = Administrator
role-account = Account { $login } has the role:
role-does-desk = You enter letters on paper and what is said in person, print receipts, hand over notices and record other bodies’ receipts.
role-does-triage = You screen letters, establish whom they name, propose to accept them or not, and assign cases.
role-does-approver = You are the second person: you approve or return proposals and draft conclusions.
role-does-handler = You declare whether a conflict binds you, verify what is assigned to you, draft the conclusion and follow its measures.
role-does-above = You screen and approve cases that the level below must stay out of, requests for review, and letters whose subject is unknown.
role-does-custodian = You hold a part of the key to senders’ identities. It opens only when two custodians agree, for a reason in writing.
role-does-admin = You keep the machine running: backups, days off, rules of deadlines, accounts.
role-not-desk = Once registered, you do not read the letter again.
role-not-triage = You do not approve your own proposals.
role-not-approver = You do not approve what you proposed or handled yourself.
role-not-handler = You see only cases assigned to you, or those your unit helps with.
role-not-above = You do not both propose and approve in one case.
role-not-custodian = You see no case.
role-not-admin = You see no case.
role-excluded = For whoever has a link to a case, that case does not exist. This holds for every role.

list-phan-loai = Letters waiting for triage
list-phan-loai-order = By the date the sender must be told, nearest first.
list-phan-loai-empty = Nothing waits for triage.
list-viec = Cases being handled
list-viec-order = By due date, nearest first.
list-viec-empty = No cases assigned.
list-duyet = Waiting for a second person
list-duyet-order = By the day the wait began, longest first.
list-duyet-empty = No proposal or draft waits for approval.
list-da-xong = Finished cases
list-da-xong-order = Cases with a date still to watch first, the rest in no order of dates.
list-da-xong-empty = No case is finished yet.
list-none-late = Nothing is overdue.
list-no-due = no deadline
list-first = ‹ First page
list-next = Next page ›
list-end = End of the list.
group-late = Overdue
group-soon = Due soon
group-on-time = On time
group-held = Paused
group-done = No deadline running
col-number = Case
col-kind = Kind
col-state = State and next action
col-text = First words
col-received = Received
col-due = Due

standing-late = Overdue by { $n ->
    [one] one day
   *[other] { $n } days
}
standing-soon = Due soon, { $n ->
    [one] one day
   *[other] { $n } days
} left
standing-on-time = On time, { $n ->
    [one] one day
   *[other] { $n } days
} left
standing-held = Paused
standing-done = Done
standing-window = { $n ->
    [one] one day
   *[other] { $n } days
} left
standing-over = Time is over
standing-void = No longer applies

notice-done = Recorded.
notice-gone = That can no longer be done at this stage. See below what can be done.
notice-declared = Thank you for declaring. The case was passed on.

next-received = Waits to enter triage.
next-screening = Screen and decide.
next-need_info = The sender was asked; it resumes by itself on the day set.
next-accepted = Assign a handler.
next-assigned = The handler declares whether a conflict binds them.
next-verifying = Verify, then draft the conclusion.
next-drafted = Read the draft again and submit it.
next-review = The approver reads the draft.
next-concluded = Hand over notices; wait until the time to ask for review is over.
next-monitoring = Follow the measures.
next-closed = The case is closed.
next-not_accepted = Wait until the time to ask for review is over.
next-transferred_out = Wait for the other body’s receipt.
next-withdrawn = Decide whether it goes on or ends.
next-recorded = Look again on the day set.
next-pending = Second person needed: { $what }

ops-red = { $n ->
    [one] One thing
   *[other] { $n } things
} to look at now
ops-fine = Nothing unusual.
ops-database = Database
ops-answers = answers
ops-silent = does not answer
ops-migrations = Database schema
ops-migrated = up to date
ops-behind = behind; run gopy migrate
ops-jobs = Background jobs
ops-jobs-order = Latest run of each job.
ops-job = Job
ops-ran = Ran at
ops-no-jobs = No job has run yet.
red-database = The database does not answer. Check its server.{ $job }
red-migrations = The schema is behind. Run gopy migrate.{ $job }
red-mail-stuck = Mail has waited for more than an hour. Check the mail server.{ $job }
red-lapse-unheard = A deadline lapsed and nobody was told within one working day.{ $job }
red-calendar-ends = The decreed days off end soon. Load the next year on the page Days off.{ $job }
red-job-quiet = The job { $job } has not run for more than 25 hours.

# Declaring ties (/noi-bo/khai-bao).
staff-interests = Declare ties
notice-tie = Saved. This tie counts for every case.
tie-what = Declare your relatives and interests. You will not have to handle matters of the people or units you declare.
tie-basis = Basis: Decree 31/2019/NĐ-CP, art. 5 and 10; Regulation 131-QĐ/TW of 2023.
tie-new = Declare a tie
tie-for-other = Declare for somebody else in the register
tie-search-of = Whose tie it is
tie-choose = Choose
tie-of = Declared for:
tie-of-me = Declare for myself
tie-search = To whom, or to which unit
tie-whom = Choose a person or a unit
tie-unit = unit
tie-kind = What kind of tie
tie-spouse = Husband or wife
tie-parent = Parent, also by adoption
tie-child = Child, also by adoption
tie-sibling = Brother or sister
tie-in_law = Parent, brother or sister of a spouse; a child’s spouse
tie-stake = Direct interest: business, debt, lawsuit
tie-from = From (optional)
tie-from-hint = Leave empty if it has always been so. Example: 02/09/2024
tie-until = Until (optional)
tie-until-hint = Leave empty if it still is so.
tie-send = Declare
tie-declared = Declared so far
tie-since = from { $day }
tie-ended = until { $day }
tie-on = declared on { $day }
tie-end = No longer so
tie-none = Nothing declared yet.
flaw-tie = Choose what kind of tie it is.
flaw-tie-whom = Choose a person or a unit from what the search found.
flaw-tie-unit = To a unit only a direct interest can be declared.
flaw-tie-days = The last day must come after the first.
flaw-tie-self = A tie to oneself cannot be declared. Choose somebody else.
flaw-exception = Say why the exception is needed, in at least 20 letters.
