/* peer/countries: visits and time of each country and page, by way of every visit */
SELECT
    sum(views) AS views, count(DISTINCT session_id) AS visitors, count(DISTINCT visit_id) AS visits,
    sum(CASE WHEN views = 1 THEN 1 ELSE 0 END) AS bounces, sum(extract(epoch FROM last - first)) AS seconds,
    country
FROM (
    SELECT
        session.country, website_event.session_id, website_event.visit_id, count(*) AS views,
        min(website_event.created_at) AS first, max(website_event.created_at) AS last
    FROM peer.website_event
    JOIN peer.session ON session.session_id = website_event.session_id AND session.website_id = website_event.website_id
    WHERE website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
    GROUP BY 1, 2, 3
) AS visits
GROUP BY country ORDER BY 1 DESC, 2 DESC LIMIT 500
