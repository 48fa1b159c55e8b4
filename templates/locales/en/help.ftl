# Help, privacy, accessibility.

guide-title = Help
guide-kinds = Which kind should I choose?
kind-name-gop-y = Suggestion (góp ý)
kind-name-phan-anh = Report (phản ánh)
kind-name-kien-nghi = Proposal (kiến nghị)
kind-name-khieu-nai = Complaint (khiếu nại)
kind-name-to-cao = Denunciation (tố cáo)
kind-name-bieu-duong = Praise (biểu dương)
guide-gop-y = Say how a Party organisation or member could do better. You get a short answer.
guide-phan-anh = Report something that happened and seems wrong. You get a short answer.
guide-kien-nghi = Ask for a rule or practice to change. You get a short answer.
guide-khieu-nai = Ask for a decision or act that affects your own rights to be reconsidered. It needs your name and signature.
guide-to-cao = Report a person who broke the rules. It needs your name and signature for the procedure of the law.
guide-bieu-duong = Praise a person or something done well.
guide-after = After sending
guide-after-receipt = You get a 20-digit receipt code at once. Keep it safe.
guide-after-sorting = Someone sorts out who is responsible. Whoever is involved cannot see it.
guide-after-handling = The office in charge checks the facts. If needed, it asks you on the case page.
guide-after-answer = The result appears on the case page, with what to do if you disagree.
guide-words = The steps of a case

privacy-kept = What we store
privacy-letter = What you write, encrypted when stored.
privacy-identity = Your name, address and telephone number, if you give them. They are kept apart, opened only when two custodians agree, and you are told which office asked.
privacy-email = Your email address, if you give it. It is used only to say that there is news.
privacy-receipt = A one-way trace of the receipt code, not the code itself.
privacy-not-kept = What we do not store
privacy-address = No network address, no kind of device, no page you came from.
privacy-draft = Nothing before you press Send.
privacy-third = Nothing goes to third parties. The pages load nothing from elsewhere.
privacy-cookies = Cookies
privacy-cookies-which = We use only what is needed: to keep your case open, to guard the forms against forgery and to remember your language.
privacy-careful = Please be careful
privacy-machine = Do not use an office computer or network if the matter concerns that office.
privacy-words = The way you tell it, and details only you know, may show who wrote it.
privacy-history = Leave quickly closes the session. You must erase the browser’s history yourself.

access-aim = We want everybody to be able to use these pages, following WCAG 2.2 level AA.
access-keyboard = They work by keyboard and screen reader alone.
access-size = Text can grow to 200 % and stays readable, without scrolling sideways on small screens.
access-script = No JavaScript is needed.
access-colour = Nothing is told by colour alone.
access-untested = No blind person has tried them yet. If something does not work well, please tell us.
access-tell = You cannot use these pages? Call or come to the reception office. Staff write for you and read it back.
