# A rule that was edited after the slip was printed.
slip-edited = The rule { $rule } has been edited since this slip was made. With the slip's term ({ $term }) the day is { $day }; with the term in the table today ({ $now }) it would be { $today }. What was promised stays with the slip's term.
