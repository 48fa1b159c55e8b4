# The page of a case (/noi-bo/hs/…) and a page for each thing done with it.
hs-back = Back to case { $number }
hs-received = received { $day }
hs-named = named, sealed
hs-unnamed = without a name
hs-appeal = review of case { $number }
hs-handler = Lead: { $name }
hs-helper = Co-handler: { $name }
hs-no-handler = Not assigned yet.
hs-returned = { $n ->
    [one] draft returned once
   *[other] draft returned { $n } times
}
hs-next = What comes next
hs-waits = A second person is needed: { $what }.
hs-unheard = Nothing can be drafted yet: the person named must explain, or the time to explain must lapse.
hs-nothing = This account has nothing to do now.
hs-whose = The case waits for: { $what }
hs-ended = Clocks that ended ({ $n })
hs-clocks = Clocks
hs-no-clocks = No deadline runs.
hs-paper = Notices on paper
hs-closed = The contents of this case are closed to this account.
hs-subjects = Persons named
hs-no-subjects = Nobody established yet.
hs-text = Original text
hs-about = The letter names
hs-nobody = Nobody
hs-happened = When it happened
hs-place = Where it happened
hs-match = Whom the letter may mean
hs-no-match = Nobody in the register matches.
hs-route = Suggested office
hs-allegations = Allegations
hs-evidence = Evidence:
hs-conclusion = Conclusion
hs-measures = Measures
hs-messages = Messages with the sender
hs-no-messages = No messages yet.
hs-log = Log
hs-basis = Legal basis: { $text }
day-hint = Day, month, year. For example 15/3/2026

do-thu-ly = Propose to accept
do-khong-thu-ly = Propose not to accept
do-chuyen = Propose to transfer
do-luu = Propose to file for record
do-hoi = Ask the sender
do-hoi-them = Ask the sender more
do-loai = Change the kind
do-nguoi = Add a person named
do-giao = Assign a handler
do-khai = Declare whether a conflict binds you
do-giai-trinh = Request an explanation
do-ghi-giai-trinh = Record the explanation
do-tam-dung = Ask to pause the clock
do-ket-thuc-tam-dung = Let the clock run again
do-gia-han = Ask for an extension
do-du-thao = Draft the conclusion
do-trinh = Send for approval
do-duyet = Approve
do-giao-van-ban = Record a delivery
do-viec-xong = Record a measure as done
do-ket-thuc = Propose to close
do-rut = Deal with the withdrawal
do-noi-khac = Record the other body’s answer
do-propose = Send the proposal
do-record = Record
do-cancel = Cancel
do-note = Note for the approver (optional)
do-note-hint = Do not name the sender.
do-why = Reason
do-why-resident = Explanation for the sender
do-why-resident-hint = The sender reads this once the proposal is approved. Plain words, at least 20 characters.

accept-what = A second person must approve. The time to settle then runs by the rules of the track.
accept-points = Allegations
accept-points-hint = One on each line. Each will get its own outcome.
accept-track = Track
track-hint-party = By the Party’s rules.
track-hint-state = By the laws on complaints and denunciations; needs a signed letter.

refuse-what = A second person must approve. The sender learns the reason and how to ask for review.
refuse-reason = Reason
refuse-why = Explanation for the sender
refuse-why-hint = Why, and what the sender can do next. At least 50 characters. If another body is competent, say which.

transfer-what = A second person must approve. The case is not over until the other body confirms. The sender’s name does not go with it.
transfer-body = To which body
transfer-body-hint = Its full name. Never the body that the letter complains of.

record-what = A second person must approve.
record-reason = Reason
record-review-on = Review on

ask-what = The sender reads the question when looking the case up. The deadline to tell the sender goes on.
ask-more-what = The sender reads the question when looking the case up. No clock stands still.
ask-question = Questions
ask-question-hint = Three at most. Do not name the person: a stranger with the code could read it.
ask-resume-on = Resumes on
ask-resume-hint = Without an answer the case goes on by itself on this day. For example 15/3/2026
ask-send = Send the question

kind-what = The content decides the kind. The deadline is counted again from the day of receipt.
kind-new = Right kind
kind-send = Change the kind

person-what = Search the register, then choose. Nobody is chosen beforehand.
person-search = Name, post or unit
person-search-hint = With or without accents. For example: ông Hùng bí thư chi bộ 5
person-find = Search
person-choose = Choose the person
person-nobody = Nothing found. Try without accents or the given name only.
person-effect = Whoever has a link to this person will no longer see the case. The present handler may lose it at once.
person-add = Add to the case

assign-what = Only those who need not be kept out are listed.
assign-search = Search by unit or name
assign-search-hint = With or without accents.
assign-officer = Lead
assign-suggested = Suggested
assign-load = has { $n ->
    [one] one case
   *[other] { $n } cases
}
assign-more = { $n } more. Search by unit or name.
assign-nobody = Nobody free of conflict is left. The case must go up.
assign-helper = Coordinating unit (optional)
assign-helper-hint = As a rule the branch of residence.
assign-no-helper = None
assign-send = Assign

declare-subject = This case names:
declare-no-subject = Nobody is established as named in this case.
declare-text =
    I am not a husband, wife, parent, child, brother or sister (in-laws and adopted included) of the person named.
    I have no interest in it, am neither the sender nor a witness, and did not handle this matter before.
declare-late = If you have only now learned of a conflict, declare it here. The case is passed on at once; no clock stops.
declare-why = What conflict (optional)
declare-why-hint = Only if there is one.
declare-clear = No conflict, open
declare-bound = Conflict, do not handle

hear-what = This summary is handed to the person named once a second person approves.
hear-summary = Summary
hear-summary-hint = Write it yourself, do not copy the letter. No names, phone numbers, rare dates or details only the sender knows.
hear-keep = Reason to keep what was pointed out (optional)
hear-keep-hint = Only if the page points to something that must stay all the same. The approver reads this reason.
reply-what = Record what the person named explained. The paper stays on file.
reply-reply = Explanation
reply-hint = With the day it was received, and how.

pause-what = To be asked for before the deadline. Each type of pause has a maximum of its own.
pause-type = Why it is paused
pause-until = Until
resume-what = The days that were left are kept and run on from today.
resume-send = Run again
extend-what = To be asked for and agreed before the due day. The first time needs one criterion of complexity, the second two.
extend-now = Due now: { $day }.
extend-used = { $n ->
    [one] Extended once.
   *[other] Extended { $n } times.
}
extend-most = At most { $term } may be added.
extend-unstated = The rule does not say how many days may be added.
extend-days = How many days more
extend-days-hint = In the unit of this deadline.
extend-criteria = Complexity criteria

draft-what = Each allegation needs an outcome and evidence. A saved draft can be changed until it is sent for approval.
draft-point = Allegation { $n }
draft-outcome = Outcome
draft-choose = Choose an outcome
draft-evidence = Evidence and grounds
draft-answer = Answer to the sender
draft-answer-hint = The sender reads these four parts. Name nobody else. Say what was done, with dates.
draft-measures-hint = Leave empty if nothing must be done.
draft-measure = Measure { $n }
draft-measure-text = What, and by whom
draft-measure-due = Due
draft-save = Save the draft
submit-what = Read it again. Once sent it can be changed only if the approver returns it.
submit-send = Send for approval
review-why = Remarks
review-why-hint = Needed when you return it, so that it can be mended.
review-yes = Approve
review-no = Return

deliver-what = Record when the notice has reached its addressee, or the posting is over.
deliver-which = Which notice
deliver-c1 = Notice of acceptance, transfer or non-acceptance
deliver-c6 = Notice of the result
deliver-c7 = The posting is over
deliver-how = How it was handed over
deliver-how-hint = Day, number of the letter, who took it or number of the postal item.
finish-what = Record when it is done.
finish-which = Which measure
finish-minutes = Minutes
finish-minutes-hint = Day of the meeting and number of its minutes.
close-what = To close, nothing may be owed to anyone. A second person must approve.
withdrawn-what = The sender asks to withdraw. That does not end the case by itself.
withdrawn-choose = Decision
withdrawn-on = Go on
withdrawn-on-hint = If there are signs of a violation, or the sender may have been pressed.
withdrawn-end = Propose to end
withdrawn-end-hint = A second person must approve.
elsewhere-what = A transferred case ends only when the other body confirms it.
elsewhere-choose = What the other body answered
elsewhere-receipt = It received the letter
elsewhere-receipt-hint = Enter the number and day of its receipt.
elsewhere-return = It returned the letter
elsewhere-return-hint = The case goes back to triage.
elsewhere-number = Number of its receipt
elsewhere-day = Day of its receipt
elsewhere-why = Why it was returned

intake-title = Letters on paper and by word of mouth
intake-closed = Once registered, the text is locked and cannot be opened here. Print the receipt at once.
intake-source = How it arrived
intake-received-on = Received on
intake-kind = Kind (as the sender calls it)
intake-about = Person or office named
intake-about-name = Name, or how they are called
intake-about-position = Post
intake-about-unit = Where they work or are a member
intake-happened-on = When it happened, if the letter says
intake-place = Where it happened
intake-text = Content
intake-text-hint = Copied or summed up. Do not name the sender here. At least 20 characters.
intake-reporter = Sender
intake-vault = This part is sealed apart; handlers do not see it.
intake-anonymous = Without a name
intake-reporter-name = Full name
intake-reporter-address = Where they live
intake-reporter-phone = Phone
intake-email = Email, if they want to be told of news
intake-email-hint = The message says only “there is news” and the case number.
intake-register = Register and make the receipt
intake-print = Print this page and hand it to the sender. Once you leave it the code cannot be seen again.
intake-next = Enter the next letter
paper-received-on = received { $day }

flaw-stale = The case changed after you opened this page. What you wrote is still below. Look at the new version, change what is needed and press again.
flaw-step-gone = The case has moved on, so this can no longer be done. What you wrote is still below to be copied.
flaw-track = Choose the track.
flaw-points = Enter at least one allegation.
flaw-points-many = One letter has at most { $n } allegations. Join lines that say the same.
flaw-reason = Choose a reason.
flaw-refusal-why = Write at least 50 characters so that the sender understands why and what to do next.
flaw-why = Give the reason.
flaw-why-plain = Explain it to the sender in at least 20 characters.
flaw-body = Enter the name of the body.
flaw-question = Write the question.
flaw-questions-many = Ask at most { $n } questions at a time. Choose those that matter most.
flaw-kind-same = This is the present kind. Choose another one, or press Cancel.
flaw-member = Search, then choose a person.
flaw-officer = Choose a lead from the list.
flaw-helper = Choose a coordinating unit from the list, or “None”.
flaw-declare = Press one of the two buttons.
flaw-summary = Write the summary yourself, at least 20 characters. Do not copy the letter.
flaw-reply = Enter the explanation.
flaw-hold = Choose why it is paused.
flaw-days = Enter a number of days, 1 or more.
flaw-criteria = Tick at least { $n } criteria of complexity.
flaw-outcome = Allegation { $n } has no outcome. Choose one.
flaw-evidence = Allegation { $n } has no evidence. Name at least one piece.
flaw-checked = Say what was checked.
flaw-found = Say what was found.
flaw-done = Say what was done and will be done.
flaw-next = Say what the sender can do who disagrees.
flaw-vague = The answer is only general (“{ $text }”). Say what was done, with dates.
flaw-measure = Say what must be done, or delete the date.
flaw-day-ahead = This day must lie ahead. Choose another.
flaw-day-past = This day cannot lie ahead. Check it.
flaw-paper = Choose which notice was handed over.
flaw-paper-how = Say when, to whom, and the number of the letter.
flaw-measure-which = Choose the measure that is done.
flaw-minutes = Enter the day of the meeting and the number of its minutes.
flaw-return-why = Say why you return it, so that it can be mended.
flaw-go = Press Approve or Return.
flaw-withdrawn = Choose whether it goes on or ends.
flaw-elsewhere = Choose whether the body received or returned the letter.
flaw-number = Enter the number of the other body’s receipt.
flaw-source = Choose how it arrived.
flaw-received-on = The day of receipt cannot lie ahead. Check it.
flaw-registered-before = A letter from this page was registered before. If this is another one, press again to register it.
