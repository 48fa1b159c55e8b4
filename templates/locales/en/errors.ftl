# Flaws of fields (flaw-…) and error pages (error-…). Every sentence says what to do.

flaw-kind = Choose what you want to do. If unsure, choose “I am not sure”.
flaw-told = Read this part, then press the button below.
flaw-identity = Choose whether to give your name.
flaw-when = Choose when. If unsure choose “I do not remember”.
flaw-day-empty = Enter day, month and year. If unsure choose “I do not remember”.
flaw-day-shape = Write the date as day, month, year. For example 15/3/2026.
flaw-not-a-day = This is not a real date. Check the day and month.
flaw-when-text = This is too long or has characters we cannot read. Keep it below 200 characters.
flaw-contact = Choose one way. To look it up yourself choose “Do not contact me”.
flaw-contact-both = You gave an email address but chose “Do not contact me”. Choose “Email” or delete the address.
flaw-email-empty = Enter your email address or choose “Do not contact me”.
flaw-truth = Tick the declaration before sending.
flaw-expired = This page was open too long and expired. What you wrote is still below. Press the button again.
flaw-misshapen = The form carried something we did not ask for, so nothing was stored. What you wrote is still below. Press the button again.
flaw-sent-before = You have already sent a letter from this page. If you want to send a new one as shown below, press Send again.
flaw-too-often = There were too many attempts from this network. Wait about { $n } { $n ->
    [one] minute
   *[other] minutes
 } and press the button again, or call the number at the foot of the page.
flaw-not-now = This can no longer be done at this stage of the case. Go back to the case to see.

flaw-unknown-kind = Choose one of the options.
flaw-empty = This part is empty. Fill it in.
flaw-too-short = Tell us a little more, at least { $n } characters.
flaw-too-long = This is longer than { $n } characters. Shorten it.
flaw-too-many = At most { $n } can be listed. Put some of them together.
flaw-future = This date is in the future. Enter when it happened.
flaw-too-old = This date lies too far back. Enter a day from 1945 on.
flaw-unreadable = There are characters we cannot read. Type this again.
flaw-phone = A mobile number has 10 digits, for example 0912 345 678. Landlines need the area code, for example 024 3826 1234.
flaw-email = An email address needs an @, for example name@gmail.com.
flaw-text-empty = Tell us what happened.
flaw-text-too-short = Tell us a little more so that we can understand.
flaw-reporter-name-empty = Enter your full name.
flaw-reporter-address-empty = Enter where you live so that we can send the written answer.

flaw-receipt-empty = Enter your receipt code.
flaw-receipt-length = The code has 20 digits. You entered { $n }.
flaw-receipt-check-digit = One digit is wrong. Compare with your receipt, four digits at a time.
flaw-receipt-unknown = We cannot find this code. Compare it with your receipt or call the number at the foot of the page.
flaw-receipt-is-case-number = This is the case number. You need the 20-digit receipt code on the same paper.
flaw-message-empty = Write something before sending.
flaw-appeal = Say which points you disagree with, and why.
flaw-retaliation = Tell us what is happening, or call the number at the foot of the page.
flaw-pressed = Choose one: no, yes, or prefer not to say.

error-home = Go to the start page
error-id = If you call us, please read out the problem number { $id }.
error-400-title = We cannot read this request
error-400-text = It was not in the form we expect, so nothing was stored. Go back and try again.
error-403-title = This cannot be done
error-403-text = Nothing was stored. Go back to the page before and try again.
error-404-title = Page not found
error-404-text = The address may be mistyped. Go to the start page, or look up with your code.
error-405-title = This page does not take that method
error-405-text = Nothing was stored. Go to the start page and begin from there.
error-408-title = The connection is too slow
error-408-text = The text did not arrive completely, so nothing was stored. Go back and send it again.
error-409-title = The case has just changed
error-409-text = This could not be done because the case has just changed. Open the case again and retry.
error-413-title = The text is too long
error-413-text = What was sent is longer than we accept, so nothing was stored. Go back, shorten it and send it again.
error-429-title = Too many attempts
error-429-text = There were too many attempts from this network. Try again in a few minutes or call the number at the foot of the page.
error-500-title = Sorry, there is a problem
error-500-text = What you saved is kept. Try again in a few minutes. If urgent, call the number at the foot of the page.
error-503-title = Closed for a short while
error-503-text = What you saved is kept. Try again in a few minutes. If urgent, call the number at the foot of the page.
error-expired-title = The page has expired
error-expired-text = The page was open too long, so nothing was done. Go back, reload the page and press again.
