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

# What may betray the sender in a text that leaves the house.

note-keep-hint = What is noted here may stand in minutes or reach others. Give a reason only where the page has told of words that may reveal the sender and that must stay. It stands in the history of the case.
draft-keep-hint = The person complained of gets a copy of the conclusion. Give a reason only where the page has told of words that may reveal the sender and that must stay. The approver reads it.
transfer-keep-hint = The name of the receiving body is printed on the paper of the transfer. Give a reason only where the page has told of words in it that may reveal the sender and that must stay. The approver reads it.
identity-keep-hint = Custodians know nothing of the letter but the reason above. Give one here only where the page has told of words that may reveal the sender and that must stay. Custodians read it.
breach-keep-hint = Administrators read this, and the authority is told from it. Give a reason only where the page has told of words that may reveal a sender and that must stay.
risk-address = “{ $fragment }” leads to one door and may be the sender’s address. Leave it out, or give the reason to keep it.
risk-paper = “{ $fragment }” looks like the number of an identity card, an account or a vehicle. Leave it out, or give the reason to keep it.
risk-relation = “{ $fragment }” tells who the sender is, or whose relative. Leave it out, or give the reason to keep it.
risk-detail = “{ $fragment }” stands in the letter too; perhaps only the sender knew it. Say it more generally, or give the reason to keep it.
risk-place = The place “{ $fragment }” stands in the letter too; perhaps only the sender knew it. Say it more generally, or give the reason to keep it.

# Who knew when (/noi-bo/hs/{number}/da-doc).

knew-title = Who knew what, when
knew-what = Made from the portal’s own books: who must keep away, who has read, who was told, and who may open the case now.
knew-today = Made on
knew-out = Who must keep away
knew-out-since = since { $day }
knew-admitted-on = let in by two people on { $day }
knew-told = Staff told by mail
knew-unsent = not sent, or never to be
knew-names = Who asked for the sender’s name, and who opened it
knew-name-asked = asked for the name
knew-name-agreed = agreed, as a custodian
knew-name-refused = refused, as a custodian
knew-deed = What
knew-on = On
knew-able = Who may open the case now
knew-nobody = Nobody.
knew-name = Name
knew-since = Since
knew-admitted = Exception
knew-when = When
knew-read = What
knew-mail = Mail
knew-owed = Owed on
knew-sent = Sent on
knew-role = Role
