/* peer/top_paths: visitors of each page */
SELECT url_path, count(DISTINCT session_id) AS visitors
FROM peer.website_event
WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_type = 1
GROUP BY 1 ORDER BY 2 DESC LIMIT 500
