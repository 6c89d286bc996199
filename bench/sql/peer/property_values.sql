/* peer/property_values */
SELECT event_data.string_value AS value, count(*) AS events
FROM peer.event_data
JOIN peer.website_event ON website_event.event_id = event_data.website_event_id
    AND website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
WHERE event_data.website_id = %(app_id)s AND event_data.created_at BETWEEN %(start)s AND %(end)s
    AND event_data.data_key = 'plan'
GROUP BY 1 ORDER BY 2 DESC LIMIT 100
