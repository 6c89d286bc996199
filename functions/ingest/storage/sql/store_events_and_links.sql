/* store_events_and_links: as store_events; what the events say of ids is taken after them, so that the lock for that is
   short */
WITH events AS MATERIALIZED (
    SELECT spoor.store_events(%(app_id)s, %(key)s, %(rows)s, %(hour)s, %(sender)s, %(shard)s, %(told)s) AS stored
)
SELECT stored, CASE WHEN stored IS NOT NULL THEN spoor.link(%(app_id)s, %(said)s::jsonb, %(sender)s, %(merging)s) END AS refused
FROM events
