/* set_bounds: how long the report may run and how it is planned, until the end of the transaction. Memory enough to
   group by visitor without going to disk; an index on an SSD or in memory is about as cheap to read as the table; what a
   report groups and then joins is more than the planner believes, and sorting it for a merge costs more than hashing; and
   compiling costs more than a report of this size gains from it */
SELECT
    set_config('statement_timeout', %(limit)s, true),
    set_config('work_mem', '64MB', true),
    set_config('random_page_cost', '1.1', true),
    set_config('enable_mergejoin', 'off', true),
    set_config('jit', 'off', true)
