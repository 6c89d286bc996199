/* set_limit: how long the next statement of the transaction may run, in milliseconds, and whether it may loop */
SELECT set_config('statement_timeout', %(limit)s, true) AS set_to, set_config('enable_nestloop', %(may_loop)s, true)
