/* peer/retention: daily, every event's day as text, joined to the first of its visitor */
WITH cohort_items AS (
    SELECT
        session_id,
        min(to_char(date_trunc('day', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:00:00')) AS cohort_date
    FROM peer.website_event
    WHERE website_id = %(app_id)s AND created_at BETWEEN %(start)s AND %(end)s
    GROUP BY session_id
), user_activities AS (
    SELECT DISTINCT
        website_event.session_id,
        to_char(date_trunc('day', website_event.created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD HH24:00:00')::date
            - cohort_items.cohort_date::date AS day_number
    FROM peer.website_event JOIN cohort_items ON website_event.session_id = cohort_items.session_id
    WHERE website_event.website_id = %(app_id)s AND website_event.created_at BETWEEN %(start)s AND %(end)s
), cohort_size AS (
    SELECT cohort_date, count(*) AS visitors FROM cohort_items GROUP BY 1
), cohort_date AS (
    SELECT cohort_items.cohort_date, user_activities.day_number, count(*) AS visitors
    FROM user_activities JOIN cohort_items ON user_activities.session_id = cohort_items.session_id
    GROUP BY 1, 2
)
SELECT
    cohort_date.cohort_date, cohort_date.day_number, cohort_size.visitors AS visitors, cohort_date.visitors AS returned,
    cohort_date.visitors::float * 100 / cohort_size.visitors AS percentage
FROM cohort_date JOIN cohort_size ON cohort_date.cohort_date = cohort_size.cohort_date
WHERE cohort_date.day_number <= 31
ORDER BY 1, 2
