/* take_change: the one turn of a user for a change that may take long, until the transaction's end */
SELECT pg_try_advisory_xact_lock(730607804, hashtext(%(user_id)s)) AS taken
