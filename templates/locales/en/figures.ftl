# Public figures (/thong-ke).

figures-what = Cases of the whole Party Committee, received from { $from } to { $to }. The figures are not split by branch.
figures-kinds = By kind
figures-kind = Kind
figures-received = Received
figures-answered = Answered
figures-total = All
figures-few = not shown
figures-none = No figures yet, or numbers too small to be shown.
figures-small = Every number is rounded to tens, up or down; a very small one is not given; each quarter is published a month after its end at the earliest. Because of the rounding the lines may not add up to the total. This is so that nobody can tell whether there is one case more or less.
