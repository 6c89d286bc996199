/* set_limit: how long the next statement of the transaction may run, in milliseconds */
SELECT set_config('statement_timeout', %(limit)s, true) AS set_to
