# The frame of every page.
frame-site = Receiving people’s opinions
frame-skip = Skip to the main content
frame-nav = Pages
frame-send = Send
frame-track = Look up
frame-help = Help
frame-other-language = Tiếng Việt
frame-leave = Leave quickly
frame-leave-hint = Leave quickly closes the session; it does not erase browsing history.
frame-flaw = Error:
frame-flaws = There is a problem: { $n ->
    [one] one thing to fix
   *[other] { $n } things to fix
}
frame-back = ‹ Back
frame-step = Step { $number } of { $total }
frame-continue = Continue
frame-person = Need a person?
frame-privacy = Privacy
frame-access = Accessibility
frame-figures = Public figures
frame-official = Official site: { $host }. We never call to ask for your receipt code.
frame-page = Page
notice-sent = Sent.
