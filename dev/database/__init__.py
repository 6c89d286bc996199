"""A Postgres and a PgBouncer of one's own."""
