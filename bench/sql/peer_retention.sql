/* peer_retention: daily, every visitor's days joined to his first */
WITH cohort_items AS (
    SELECT session_id, date_trunc('day', created_at AT TIME ZONE 'UTC') AS cohort_date
    FROM peer.session WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s
), user_activities AS (
    SELECT DISTINCT
        website_event.session_id,
        (date_trunc('day', website_event.created_at AT TIME ZONE 'UTC')::date - cohort_items.cohort_date::date)::integer AS day_number
    FROM peer.website_event JOIN cohort_items ON website_event.session_id = cohort_items.session_id
    WHERE website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
), cohort_size AS (
    SELECT cohort_date, count(*) AS visitors FROM cohort_items GROUP BY 1
), cohort_date AS (
    SELECT cohort_items.cohort_date, user_activities.day_number, count(*) AS visitors
    FROM user_activities LEFT JOIN cohort_items ON user_activities.session_id = cohort_items.session_id
    GROUP BY 1, 2
)
SELECT
    cohort_date.cohort_date, cohort_date.day_number, cohort_size.visitors AS visitors, cohort_date.visitors AS returned,
    cohort_date.visitors::float * 100 / cohort_size.visitors AS percentage
FROM cohort_date LEFT JOIN cohort_size ON cohort_date.cohort_date = cohort_size.cohort_date
WHERE cohort_date.day_number <= 31
ORDER BY 1, 2
