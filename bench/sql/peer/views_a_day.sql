/* peer/views_a_day */
SELECT to_char(date_trunc('day', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:00:00') AS day, count(*) AS views
FROM peer.website_event
WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_type = 1
GROUP BY 1 ORDER BY 1
