/* peer/totals: page views, visitors, visits, bounces and time, by way of every visit */
SELECT
    sum(views)::bigint AS views,
    count(DISTINCT session_id) AS visitors,
    count(DISTINCT visit_id) AS visits,
    sum(CASE WHEN views = 1 THEN 1 ELSE 0 END) AS bounces,
    sum(extract(epoch FROM last - first)) AS seconds
FROM (
    SELECT session_id, visit_id, count(*) AS views, min(created_at) AS first, max(created_at) AS last
    FROM peer.website_event
    WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s AND event_type <> 2
    GROUP BY session_id, visit_id
) AS visits
