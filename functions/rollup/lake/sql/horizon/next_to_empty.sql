/* next_to_empty: the first day behind another one, before the horizon, that still has rows; what is sealed of it, where that
   is right, and nobody can be reading the rows any more */
WITH horizon AS (
    SELECT since FROM spoor.lake_horizons WHERE app_id = %(app_id)s::uuid AND moved_at < %(before)s::timestamptz
), first AS (
    SELECT (min(event.occurred_at) AT TIME ZONE 'UTC')::date AS day
    FROM horizon JOIN public.events AS event ON event.app_id = %(app_id)s::uuid
        AND event.occurred_at >= coalesce(%(after)s::date + 1, '1970-01-01')::timestamp AT TIME ZONE 'UTC'
        AND event.occurred_at < horizon.since::timestamp AT TIME ZONE 'UTC'
)
SELECT first.day AS first_day, mark.day IS NOT NULL AS is_marked, known.*
FROM first
LEFT JOIN spoor.lake_days AS known ON known.app_id = %(app_id)s::uuid AND known.day = first.day AND known.core IS NOT NULL
LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = %(app_id)s::uuid AND mark.day = first.day
WHERE first.day IS NOT NULL
