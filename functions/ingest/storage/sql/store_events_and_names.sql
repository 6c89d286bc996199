/* store_events_and_names: as store_events_and_links; the names of which an event happened lately are noted last, since others
   may be noting the same. Without anything said of ids, none are taken. */
WITH events AS MATERIALIZED (
    SELECT spoor.store_events(%(app_id)s, %(key)s, %(rows)s, %(hour)s, %(sender)s, %(shard)s, %(told)s) AS stored
),
links AS MATERIALIZED (
    SELECT stored, CASE WHEN stored IS NOT NULL AND %(said)s::jsonb IS NOT NULL
        THEN spoor.link(%(app_id)s, %(said)s::jsonb, %(sender)s, %(merging)s) END AS refused
    FROM events
)
SELECT stored, refused, CASE WHEN stored IS NOT NULL THEN spoor.note_names(%(app_id)s, %(seen)s::jsonb) END AS noted
FROM links
