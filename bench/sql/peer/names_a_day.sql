/* peer/names_a_day */
SELECT
    event_name,
    to_char(date_trunc('day', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:00:00') AS day,
    count(*) AS events
FROM peer.website_event
WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_type = 2
GROUP BY 1, 2 ORDER BY 2
