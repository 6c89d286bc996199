/* peer/top_events */
SELECT event_name, count(*) AS events
FROM peer.website_event
WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_type = 2
GROUP BY 1 ORDER BY 2 DESC LIMIT 500
