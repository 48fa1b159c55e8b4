# Opening who wrote: requests, what custodians say, and what the sender is told.

identity-of-sender = Who sent it
identity-what = The sender’s name lies in the vault. To learn it, give a reason in writing; two custodians must agree. It is open for 24 hours, to the one who asked alone. The sender is told.
identity-unnamed = This letter does not say who sent it.
identity-ask = Ask for the name
identity-ask-what = The custodians read the reason, and so does the sender. To ask the sender something, write through the portal; that needs no name.
identity-reason = Reason
identity-reason-hint = Why this case cannot be settled without the sender’s name. At least 20 characters.
identity-code-title = Code to read the name
identity-code-once = Write this code down now. It is shown once; if it is lost, ask again. When two custodians have agreed, enter it to read the name.
identity-name-title = Sender
identity-name = Full name
identity-address = Address
identity-phone = Telephone
identity-name-care = This reading has been recorded. To disclose the name of a person who denounces is forbidden.
identity-standing-waiting = Waiting for the custodians
identity-standing-opened = Opened
identity-standing-refused = Not opened
identity-standing-lapsed = Lapsed
identity-asked = asked by { $name } on { $day }
identity-decided = decided { $day }
identity-agreed = { $n ->
    [0] nobody has agreed yet
    [one] one custodian has agreed
   *[other] { $n } custodians have agreed
}
identity-refusal = Why not
identity-until = Can be read until { $at } on { $day }.
identity-over = Closed again.
identity-code = Code to read the name
identity-code-hint = The 20 digits that you wrote down when you asked.
identity-read = Read the name
identity-tasks = Requests for names
identity-tasks-what = Requests that wait for you. You see the case number, the office that asks and the reason, nothing else.
identity-no-tasks = There is no request.
identity-task = Request for a name
identity-case = Case
identity-office = Who asks
identity-how = How it stands
identity-lapses = Lapses on { $day }.
identity-said-yes = You have agreed.
identity-said-no = You have refused.
identity-task-what = Two custodians must agree. Whoever asked can read the name for 24 hours. You do not see it.
identity-agree = Agree
identity-refuse = Refuse
identity-refusal-hint = Whoever asked reads this reason. At least 10 characters.

flaw-identity-reason = Give the reason, at least 20 characters.
flaw-identity-refusal = Say why not, in at least 10 characters.
flaw-identity-code = The code is wrong. Check the 20 digits.
flaw-identity-few = There are not two custodians who could decide this.
flaw-vault-asked = There is a request already that waits or is open.
flaw-vault-unnamed = This letter does not say who sent it.
flaw-vault-shut = The name is not open, or closed again.

notice-identity-waiting = Noted. One more custodian is needed.
notice-identity-opened = Two have agreed. The name is open to the one who asked for 24 hours.
notice-identity-refused = Noted. The name stays shut.

told-title = Who asked for your name
told-what = Your name lies in the vault. Every request to open it is listed here.
told-waiting = { $day }: { $office } asked for the sender’s name. Not decided yet; the name is shut.
told-opened = { $day }: { $office } asked for the sender’s name. Two custodians agreed on { $decided }. The office can read it for 24 hours.
told-refused = { $day }: { $office } asked for the sender’s name. The custodians refused on { $decided }; the name stayed shut.
told-lapsed = { $day }: { $office } asked for the sender’s name. It lapsed on { $decided }; the name stayed shut.
told-reason = Reason: { $text }
