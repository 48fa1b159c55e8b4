# The paper with which a matter goes to another body.
paper-transfer = Transfer paper
addressee-other_body = the body it was transferred to
addressee-duty_mailbox = the duty mailbox of the level above
outgoing-paper = Transfer paper
outgoing-open = Look and print
outgoing-pdf = Get the PDF
outgoing-body = To
outgoing-number = Case number
outgoing-kind = Kind
outgoing-received = Received on
outgoing-on = Transferred on
outgoing-answer = Please confirm receipt by
outgoing-about = About
outgoing-place = Where it happened
outgoing-happened = When it happened
outgoing-contact = Contact
outgoing-points = What is transferred
outgoing-no-points = The matter was not split into points yet; a summary of its own goes with this paper.
outgoing-left-out = { $n ->
    [one] One point may betray who wrote and is not printed here; please word it neutrally again.
   *[other] { $n } points may betray who wrote and are not printed here; please word them neutrally again.
}
outgoing-why = The matter falls within your competence. Please note your number and the day of receipt, and send both back under the case number above.
outgoing-nobody-named = This paper does not say who wrote. Please do not look for them; whatever is to be said to them goes through this portal.
outgoing-print = This print is for handing over on paper. Once the other body gives its number, record it in the case.
