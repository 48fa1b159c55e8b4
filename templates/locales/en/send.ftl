# The pages for sending (/gui).

kind-title = What do you want to do?
kind-gop-y = Suggest something to a Party organisation or member (góp ý)
kind-phan-anh = Report something wrong or poorly done (phản ánh)
kind-kien-nghi = Ask for a rule or practice to change (kiến nghị)
kind-khieu-nai = Ask for a decision or act that affects my own rights to be reconsidered (khiếu nại)
kind-to-cao = Report a person who broke the rules (tố cáo)
kind-bieu-duong = Praise a person or something done well (biểu dương)
kind-khong-chac = I am not sure – staff will sort it

told-khieu-nai-title = Complaint: what to know first
told-khieu-nai-state = A complaint about an administrative decision of a state agency is settled by that agency. If you send it here, we will tell you the right office.
told-khieu-nai-where = The right office is usually the one that made the decision: the People’s Committee, the department, or the body named at the head of the paper.
told-khieu-nai-continue = Continue all the same
told-to-cao-title = Denunciation: what to know first
told-to-cao-law = The law asks for a letter with name, address and signature (or fingerprint), or for a statement in person. So:
told-to-cao-signed = Write here and give your name: we receive it at once. Then come to the reception office to sign it.
told-to-cao-unsigned = Unsigned or without a name we still read it. If it clearly names who did what and gives proof, it can start an inspection. But the procedure and time limits of a denunciation do not apply.
told-to-cao-secret = Your name, address and handwriting are kept secret by law.
told-to-cao-false = Knowingly false denunciation is an offence.
told-to-cao-machine = Do not write on an office computer or network. The way you tell the story may also show who wrote it.
told-to-cao-continue = I understand, continue

identity-title = How do you want to send this?
identity-anonymous = Without my name
identity-anonymous-hint = You can follow it only with the receipt code. We have no way to ask you more unless you look.
identity-named = With my name, hidden from the person named
identity-named-hint = Only those assigned will know. Recommended for complaints and denunciations.
identity-machine = Do you know which device sends this?
identity-machine-answer = The server does not store network addresses with the text. But your network provider, the owner of the device or those who share it may learn that you visited this site.

story-title = What happened?
story-hint = Tell it in order, as if talking: what, who did it, who else knows. Do not write anyone’s ID or bank number.
story-hint-unnamed = Do not write your own name here.
story-unnamed-complaint = A complaint without a name cannot be accepted, because we must know whose rights are affected.
story-limit = At most 10,000 characters, about 4 pages.
story-example = See an example
story-example-text =
    On the morning of 12/3/2026, at the cultural house of residential group 5, the collector took 500,000 dong from each house to repair the lane.
    I asked for a receipt and got none. The lane has not been repaired. All the neighbours know.
story-speak = I would rather speak
story-speak-how = You may call or come to the reception office. Staff write down what you say and read it back to you.

when-title = When and where did it happen?
when-legend = When?
when-day = One day
when-period = Over a period
when-ongoing = Still going on
when-unknown = I do not remember
when-date = If it was one day
when-date-hint = For example 15 3 2026. Leave the day empty if you do not remember it.
when-d = Day
when-m = Month
when-y = Year
when-words = Or in your own words
when-words-hint = For example: the full moon of the seventh lunar month, from March to June
when-place = Where? (optional)
when-place-hint = House number, lane, residential group, or a place easy to recognise

about-title = Who is this about?
about-optional = Optional. Leave it empty if you do not know.
about-name = Name, or what people call them
about-name-hint = For example: ông Hùng
about-position = Post
about-position-hint = For example: secretary of branch 5
about-unit = Where they work or live
about-unit-hint = For example: residential group 5
about-more = If there are others, name them in the story.

reporter-title = About you
reporter-kept = This part is kept apart. It is opened only for a written reason, by two key holders together.
reporter-name = Full name
reporter-address = Where you live
reporter-address-optional = Where you live (optional)
reporter-address-hint = House number, lane, residential group, ward
reporter-phone = Phone (optional)
reporter-phone-hint = For example 0912 345 678

contact-title = How shall we tell you when there is news?
contact-none = Do not contact me. I will look it up with the receipt code
contact-email = Email
contact-email-hint = The message says only “there is news” and the case number. Nothing of the content. To send it the server must be able to open this address by itself; the letter is under another key.
contact-address = Email address (if you chose email)
contact-unnamed = This address may show who you are. It is kept apart; those who handle the case do not see it.
contact-shared = If anyone shares your mailbox, choose “Do not contact me”.

check-title = Check before you send
check-betrays = The story may contain your own name or phone number. If you do not want to give it, press Change and remove it.
check-mend = Change
check-kind = Kind
check-identity = How it is sent
check-story = What happened
check-when = When, where
check-about = Who
check-nobody = Not given
check-reporter = About you
check-contact = News
check-truth = I declare that this is true to the best of my knowledge
check-send = Send

receipt-title = Receipt
receipt-done = ✓ We have received it
receipt-code = Receipt code (secret)
receipt-case-number = Case number (you may say it)
receipt-write-down = Write the code on paper, or take a screenshot if only you use this phone.
receipt-lost = Whoever has this code can read the case. If it is lost nobody can replace it.
receipt-qr = QR code holding the receipt code above
receipt-scan = Scan it to open the look-up page without typing the code.
receipt-print = To print: open the browser’s menu and choose Print. The printout shows neither your name nor the kind.
receipt-next = What happens next
receipt-notice = By { $day } at the latest: who handles this, or why it is not accepted.
receipt-answer = Expected on { $day }: the result.
receipt-thanks = We record your praise and pass it on. Thank you.
receipt-result = When there is news, you see it on the Look up page with your receipt code.
receipt-sign = The law asks for a signed letter. Please come to the reception office and give the case number to sign it.
receipt-noted = I have written the code down
receipt-leave = Finish and leave

noted-title = Have you written the code down?
noted-leave = Yes, leave
