/* set_bounds: how long the report may run and how it is planned, until the end of the transaction. Memory enough to
   group by visitor without going to disk; an index on an SSD or in memory is about as cheap to read as the table; what a
   report groups and then joins is more than the planner believes, and sorting it for a merge costs more than hashing; of an
   app that is younger than the statistics it believes that there is one row, and a loop over all pairs of rows would take
   the square of what there is: `may_loop` is off for what joins many rows; and compiling costs more than a report of this
   size gains from it. Besides, it takes one of its owner's three turns until then, or none where all are taken: `turn` is
   null then */
SELECT
    set_config('statement_timeout', %(limit)s, true),
    set_config('work_mem', '64MB', true),
    set_config('random_page_cost', '1.1', true),
    set_config('enable_mergejoin', 'off', true),
    set_config('enable_nestloop', %(may_loop)s, true),
    set_config('jit', 'off', true),
    CASE
        WHEN pg_try_advisory_xact_lock(730607801, hashtext(%(owner)s)) THEN 1
        WHEN pg_try_advisory_xact_lock(730607802, hashtext(%(owner)s)) THEN 2
        WHEN pg_try_advisory_xact_lock(730607803, hashtext(%(owner)s)) THEN 3
    END AS turn
