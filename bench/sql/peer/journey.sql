/* peer/journey: the first five events of every visit, counted as sequences */
WITH numbered AS (
    SELECT DISTINCT
        visit_id, referrer_path, coalesce(nullif(event_name, ''), url_path) AS event,
        row_number() OVER (PARTITION BY visit_id ORDER BY created_at) AS event_number
    FROM peer.website_event
    WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s
), sequences AS (
    SELECT steps.e1, steps.e2, steps.e3, steps.e4, steps.e5, count(*) AS count
    FROM (
        SELECT
            visit_id,
            max(CASE WHEN event_number = 1 THEN event END) AS e1,
            max(CASE WHEN event_number = 2 THEN event END) AS e2,
            max(CASE WHEN event_number = 3 THEN event END) AS e3,
            max(CASE WHEN event_number = 4 THEN event END) AS e4,
            max(CASE WHEN event_number = 5 THEN event END) AS e5
        FROM numbered GROUP BY visit_id
    ) AS steps
    GROUP BY 1, 2, 3, 4, 5
)
SELECT * FROM sequences ORDER BY count DESC LIMIT 100
