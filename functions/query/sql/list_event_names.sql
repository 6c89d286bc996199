/* list_event_names: of the newest `most` events of a range, by how often they happened; the index holds all of it */
WITH newest AS (
    SELECT name, occurred_at FROM events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
)
SELECT name, count(*) AS count, max(occurred_at) AS last_seen_at, min(occurred_at) AS first_counted_at
FROM newest
GROUP BY name
ORDER BY count DESC, name
