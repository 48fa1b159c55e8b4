# Public figures (/thong-ke).

figures-what = Cases of the whole Party Committee, received from { $from } to { $to }. The figures are not split by branch.
figures-kinds = By kind
figures-kind = Kind
figures-received = Received
figures-answered = Answered
figures-total = All
figures-few = not shown
figures-none = No figures yet, or numbers too small to be shown.
figures-small = “Not shown” stands for a number below 5, or one from which such a number could be computed. So nobody can be recognised.
