/* peer/funnel: each step's rows joined to all earlier ones of the visitor; the window begins anew at every step */
WITH level1 AS (
    SELECT DISTINCT session_id, created_at FROM peer.website_event
    WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_name = 'product_viewed'
), level2 AS (
    SELECT DISTINCT later.session_id, later.created_at
    FROM level1 JOIN peer.website_event AS later ON later.session_id = level1.session_id
    WHERE later.website_id = %(app_id)s AND later.created_at <= %(end)s AND later.event_name = 'cart'
        AND later.created_at BETWEEN level1.created_at AND level1.created_at + %(window)s
), level3 AS (
    SELECT DISTINCT later.session_id, later.created_at
    FROM level2 JOIN peer.website_event AS later ON later.session_id = level2.session_id
    WHERE later.website_id = %(app_id)s AND later.created_at <= %(end)s AND later.event_name = 'checkout'
        AND later.created_at BETWEEN level2.created_at AND level2.created_at + %(window)s
), level4 AS (
    SELECT DISTINCT later.session_id, later.created_at
    FROM level3 JOIN peer.website_event AS later ON later.session_id = level3.session_id
    WHERE later.website_id = %(app_id)s AND later.created_at <= %(end)s AND later.event_name = 'purchase'
        AND later.created_at BETWEEN level3.created_at AND level3.created_at + %(window)s
)
SELECT 1 AS level, count(DISTINCT session_id) AS visitors FROM level1
UNION SELECT 2, count(DISTINCT session_id) FROM level2
UNION SELECT 3, count(DISTINCT session_id) FROM level3
UNION SELECT 4, count(DISTINCT session_id) FROM level4
ORDER BY level
