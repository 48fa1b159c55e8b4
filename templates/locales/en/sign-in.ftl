# Signing in with two factors, and proving anew that it is really them.

code-title = Code
code-what = The first step is done. Open the authenticator app on your phone and enter the 6 digits it shows.
code-label = Code
code-hint = 6 digits, new every 30 seconds. Without your phone, enter a recovery code from your sheet.
code-open = Enter
code-back = Begin again
code-lost = Lost both the phone and the sheet of recovery codes: ask the administrator for a link to set it up anew.
flaw-code = This code is wrong or was used already. Wait for the next one and enter it.
flaw-password = The password is wrong. Enter it again.

enrol-title = Set up your code
enrol-why = Each sign-in takes the password and a code that your phone works out. Whoever knows the password but lacks the phone stays outside.
enrol-app = Install an authenticator app on your phone (Google Authenticator, Microsoft Authenticator, Aegis…). It needs no network.
enrol-scan = In the app, add an account and scan the picture below.
enrol-type = Enter the 6 digits that the app shows in the field at the end of this page.
enrol-qr = Picture for the authenticator app to scan
enrol-by-hand = If it cannot be scanned, type this key into the app:
enrol-on-this-phone = The app is on this very device: open it
enrol-hint = 6 digits, new every 30 seconds.
enrol-done = Done, enter

recovery-title = Recovery codes
recovery-what = Without your phone, each of these codes replaces the 6 digits once.
recovery-once = This page is shown once. Print it or copy it onto paper now.
recovery-keep = Keep the paper under lock, away from the phone, and take no picture of it. New codes end these.
recovery-go-on = Kept, go on

proof-title = Confirm that it is you
proof-what = This needs certainty that you yourself are doing it:
proof-go-on = Confirm
proof-cancel = Leave it
proof-counts = It counts for 5 minutes, for this alone.
purpose-open_identity = opening who sent a letter
purpose-share_key = giving or taking a share of the key to the identity vault
purpose-change_account = changing accounts and roles
purpose-own_sign_in = changing how you sign in
purpose-export = taking lists or files out
purpose-delete = deleting data
purpose-restore = restoring from a backup

provider-leading = On the way to { $provider }
provider-leading-what = The sign-in page opens by itself. If it does not, press the button.
provider-go-on = Go on
flaw-provider-lost = This sign-in took too long, was used already or began in another browser. Press the sign-in button again.
flaw-provider-down = The sign-in of the office does not answer. Sign in with your password and code, or try again in a few minutes.
flaw-provider-refused = The sign-in of the office did not confirm it. Try again, or sign in with your password and code.
flaw-provider-unknown = No account here is linked to whoever signed in there. Sign in with your password and code, then link it on the page “Sign-in and sessions”. Without an account, ask the administrator.
flaw-provider-no-factor = The account has no code yet. Sign in with your password to set it up.
flaw-provider-taken = Another account here is linked to this person at the sign-in of the office. If it was not you, tell the administrator.

problem-code-needed-title = A code is needed
problem-code-needed = The password is right. Send it again with code: the 6 digits of the authenticator app, or a recovery code.
problem-enrolment-needed-title = No second factor yet
problem-enrolment-needed = The password is right, but the account has no second factor. Sign in once on the page /noi-bo to set it up.
problem-step-up-title = Confirm that it is you
problem-step-up = This needs password and code once more. Call POST /api/v1/session/proof, then send it again with the new token.
