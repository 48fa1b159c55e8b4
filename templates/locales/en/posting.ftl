# Posting of the result.
clock-posted = Days of the posting, on end
posting-again-what = Only where the posting was interrupted (lost, torn, taken down, site off line) and the result was posted again today. The days on end are counted anew from today; the earlier ones stay in the history of the case.
posting-again-why = How it was interrupted, and where it was posted again
posting-again-send = Count anew from today
do-niem-yet-lai = Post again after an interruption
event-post_again = Posting begun anew
