/* table_size */
SELECT pg_catalog.pg_total_relation_size('public.events') / 1048576 AS megabytes
