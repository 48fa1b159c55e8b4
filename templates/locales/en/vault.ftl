# The vault: custodians, keys, passphrases.

vault-title = Identity vault
vault-what = The vault keeps names, addresses and phone numbers of senders. Nobody opens it alone, not even who runs the server: two custodians are needed, each with a passphrase, for each single case.
vault-none = There is no vault yet. Senders’ names are sealed with the server’s own key for the time being. At least three custodians must make a key, then one of them makes the vault.
vault-since = There has been a vault since { $day }.
vault-again-needed = The custodians have changed. Two who hold a share must deal anew, one after the other.
vault-again-begun = One custodian has begun to deal the shares anew. One more is needed.
vault-again-begun-by-me = You have begun to deal the shares anew. One other custodian is needed.
vault-my-key = Your key
vault-key-since = Made { $day }. Its mark:
vault-no-key = You have no key yet.
vault-no-share = This key opens no share of the vault yet. Two other custodians must deal anew.
vault-lost = Passphrase forgotten: make another key
vault-people = Custodians
vault-marks = Read the marks out to each other in person before the vault is made.
vault-me = (you)
vault-holds = Holds a share
vault-keyed = Has a key, no share
vault-keyless = Has no key yet
vault-gone = Account closed; the share stays until they are dealt anew

vault-do-khoa = Make a key
vault-do-cum-tu = Change the passphrase
vault-do-lap = Make the vault
vault-do-chia = Deal the shares anew
vault-why-khoa = The key is sealed with a passphrase that only you know. Nobody can set it back or look it up. Write it down and lock it away.
vault-why-cum-tu = Key and share stay as they are; only the passphrase changes.
vault-why-lap = The vault is made once. Its key is dealt out to the people below at once and then erased. Be sure that you have read the marks out to each other.
vault-why-chia = Each who holds a share deals it out to the people below. When the second has done so, the old shares are worth nothing. Requests that wait must be agreed to again.
vault-replaces = The key you have will be lost, and your share with it. Two other custodians must deal anew before you hold a share again.
vault-for-whom = Shares go to:
vault-password = Sign-in password
vault-passphrase = Custodian’s passphrase
vault-new = New passphrase
vault-new-hint = At least 15 characters, such as five or six unrelated words. Not your password, and without your name.
vault-again = New passphrase again

flaw-vault-wrong = The password or passphrase is wrong.
flaw-vault-short = The passphrase needs at least 15 characters.
flaw-vault-guessable = The passphrase is easy to guess. It must differ from the sign-in password, not be one that many choose, and hold neither login nor name.
flaw-vault-unlike = The two are not alike.
flaw-vault-few = At least three custodians must have a key.
flaw-vault-made = There is a vault already.
flaw-vault-no-share = Your key has no share of the vault yet.

notice-vault-key = Your key is made.
notice-vault-words = Your passphrase is changed.
notice-vault-made = The vault is made. The names that waited are moving into it.
notice-vault-shared = The shares are dealt anew.
notice-vault-begun = Your share is dealt out. One more custodian is needed.

red-vault-missing = There is no identity vault, or fewer than two custodians hold a share. Senders’ names are not safe from whoever holds the server.{ $job }

# Among the mails of a case.
paper-custody = A task of the custodians
addressee-custodian = the custodians
