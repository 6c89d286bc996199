/* list_event_names: of the newest `most` events of a range, by how often they happened; the index holds all of it.
   However many names there are, no more than `names` leave the database. */
WITH newest AS (
    SELECT name, occurred_at FROM events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
)
SELECT name, count(*) AS count, max(occurred_at) AS last_seen_at,
       sum(count(*)) OVER () AS counted, min(min(occurred_at)) OVER () AS counted_from
FROM newest
GROUP BY name
ORDER BY count DESC, name
LIMIT %(names)s
