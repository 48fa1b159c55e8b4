# When the machine is flooded, and the pages that protect the sender.
flaw-busy = Too many people are here at once, so nothing was saved yet. What you wrote is still here. Wait about { $n } seconds, then press again.
told-before = What to know before you write
told-stored = We keep the letter sealed, and neither your network address nor what device you use. Whoever runs the server could change the program and would then see what is typed from that moment on. If you need more secrecy, send a paper letter or come in person.
