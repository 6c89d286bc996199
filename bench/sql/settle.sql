/* settle: what autovacuum would have done by now */
VACUUM ANALYZE
