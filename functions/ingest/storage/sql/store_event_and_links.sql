/* store_event_and_links: as store_event; what the event says of ids is taken after it, so that the lock for that is short */
WITH event AS MATERIALIZED (
    SELECT spoor.store_event(
        %(app_id)s, %(key)s, %(id)s, %(name)s, %(anonymous_id)s, %(properties)s, %(occurred_at)s,
        %(hour)s, %(sender)s, %(shard)s, %(told)s
    ) AS stored
)
SELECT stored, CASE WHEN stored IS NOT NULL THEN spoor.link(%(app_id)s, %(said)s::jsonb, %(sender)s, %(merging)s) END AS refused
FROM event
