# Public figures (/thong-ke).

figures-what = Letters sent to the whole Party Committee in the last four periods. Repeated letters count too. The figures are not split by branch.
figures-quarters = By reporting period
figures-quarter = Period
figures-received = Received
figures-answered = Answered
figures-on-time = On time
figures-kinds = By kind, over the four periods
figures-kind = Kind
figures-few = below 5
figures-none = No figures yet. They will appear when the first reporting period has ended.
figures-small = Numbers below 5 are not shown, so that nobody can be recognised. Kinds with few letters are joined.
