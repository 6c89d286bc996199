/* take_first_turn: the turn of adding the first user, until the transaction ends; a statement of its own, since the next
   one has to see what others committed while this one waited */
SELECT pg_advisory_xact_lock(7306080)
