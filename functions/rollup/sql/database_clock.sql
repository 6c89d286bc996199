/* database_clock */
SELECT now() AS now
