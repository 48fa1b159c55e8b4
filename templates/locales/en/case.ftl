# Look-up and case (/tra-cuu, /m, /ho-so).

track-title = Look up
track-ended = The session has ended. Enter your receipt code again.
track-code = Receipt code (20 digits)
track-code-hint = With or without blanks.
track-open = Open my case
track-lost = I lost the code
track-lost-more = What to do when the code is lost
track-qr = My paper has a QR code
track-qr-how = Open the phone’s camera, point it at the QR code and open the page that appears. No typing needed.
qr-title = Open my case
qr-open = Open my case

lost-nobody = Nobody can reopen a case by name or phone number – so that nobody can pretend to be you.
lost-named = If you gave your name: bring your ID card to the reception office. Staff will tell you how to get further news.
lost-unnamed = If you did not: send it again and write “already sent around …”. We will join the two.

status-received = Received
status-received-means = We have received it. It is on its way to the person who sorts letters.
status-screening = Being reviewed
status-screening-means = We are finding out what kind of matter this is and who is responsible.
status-handling = Being handled
status-handling-means = Accepted. Being checked and verified.
status-answered = Result ready
status-answered-means = There is a notice for you.
status-finished = Finished
status-finished-means = The matter is finished. You can still read it.

case-title = Your case
case-number = Case number
case-sent = sent on { $day }
case-can = What you can do
case-reply = Answer the officer’s question
case-add = Add information
case-appeal = Ask for a review
case-withdraw = Withdraw
case-retaliation = Report harassment
case-news = News from the office
case-today = Today: { $day }
case-no-news = No news yet.
case-history = History
case-leave = Leave
case-cancel = Back to the case

promise-notice = By { $day } at the latest: who handles this, or why it is not accepted
promise-answer = Answer due: { $day }
promise-overdue = This is { $n ->
    [one] one day
   *[other] { $n } days
} late. We are sorry.
promise-provisional = This day may change when the holiday calendar is published.
promise-why = Why this date?

promise-target = Expected answer: { $day }
why-term-wd = { $n ->
    [one] One working day
   *[other] { $n } working days
} counted from { $day }.
why-term-cal = { $n ->
    [one] One day
   *[other] { $n } days
} counted from { $day }.
why-extended-wd = Extended by { $n ->
    [one] one working day
   *[other] { $n } working days
}.
why-extended-cal = Extended by { $n ->
    [one] one day
   *[other] { $n } days
}.
why-skipped = Not counted: { $n ->
    [one] one day of a weekend
   *[other] { $n } days of weekends
}.
why-off = Not counted, as days off:
why-worked = Counted all the same: { $day }, { $label }.
why-held-days = Not counted: { $n ->
    [one] one day
   *[other] { $n } days
} on which the clock stood still.
why-rolled = The last day is a day off, so the next working day counts.
why-held = The clock has stood still since { $day }. The date is computed anew when it runs again.
why-basis = Basis:
why-unconfirmed = This way of counting still waits to be confirmed by the responsible body.

case-outcomes = Result of each point
outcome-upheld = Substantiated
outcome-partly = Partly substantiated
outcome-not-upheld = Not substantiated
outcome-insufficient = Insufficient grounds
case-measures = What must be done
measure-due = not done yet, due { $day }
measure-done = done on { $day }
case-reply-until = Needed before { $day }
case-appeal-until = Until { $day }

answer-checked = What we checked
answer-found = What we found
answer-done = What was and will be done
answer-next = If you disagree

message-yours = You wrote
message-text = The officer wrote
message-question = The officer asks
message-notice = Notice
message-answer = Result

write-title = Add information
write-asked = A question from the officer
write-more = What would you like to add?
write-answer = Your answer
write-hint = At most 5,000 characters.
write-silence = You need not answer: we will then decide with what we have.
write-finished = The case is finished. We will check whether this is new evidence.
write-send = Send it

appeal-title = Ask for a review
appeal-who = The level above reviews it. Those who decided first take no part.
appeal-why = Which points do you disagree with, and why?
appeal-why-hint = If there is new evidence, say what it is and where.
appeal-send = Ask for it

withdraw-title = Withdraw
withdraw-goes-on = The office may go on after you withdraw if it sees signs of a violation.
withdraw-paper = For complaints and denunciations the law asks for a signed withdrawal. Staff will tell you how to sign.
withdraw-pressed = Did anyone press, threaten or promise you something?
withdraw-pressed-no = No
withdraw-pressed-yes = Yes
withdraw-pressed-unsaid = I prefer not to say
withdraw-why = Why do you withdraw? (optional)
withdraw-send = Ask to withdraw

retaliation-title = Report harassment
retaliation-who = Only the level above reads this. Those who handle the case do not see it.
retaliation-what = Are you being harassed because you wrote to us? Tell us what is happening.
retaliation-hint = Who does what, since when. If we should call you, write your phone number.
retaliation-send = Send to the level above

# Asking for another officer (/ho-so/thay-nguoi).
case-challenge = Ask for another officer
challenge-title = Ask for another officer
challenge-what = If you have a reason not to trust somebody to handle this fairly, tell us. That person stops seeing your case at once; somebody else decides and answers you.
challenge-who = Who is it?
challenge-who-hint = Name, post or unit.
challenge-why = Why?
challenge-why-hint = For example: a relative of the person the letter is about.
challenge-send = Send
flaw-challenge-who = Write whom you want to be replaced.
flaw-challenge-why = Write the reason.
