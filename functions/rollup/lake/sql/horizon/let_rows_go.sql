/* let_rows_go: a few at a time, each in a transaction of its own, so that nobody who stores events waits */
SELECT spoor.let_rows_go(%(app_id)s::uuid, %(day)s::date, %(ids)s::uuid[]) AS gone
