/* next_to_go: the first day from the horizon on that has rows; what is sealed of it, where that is right and holds as many;
   nothing where an app's clock went so wrong that rows lie before all days */
WITH first AS (
    SELECT (min(occurred_at) AT TIME ZONE 'UTC')::date AS day FROM public.events
    WHERE app_id = %(app_id)s::uuid AND occurred_at >= coalesce(%(horizon)s::date, '1970-01-01')::timestamp AT TIME ZONE 'UTC'
)
SELECT known.*
FROM first JOIN spoor.lake_days AS known ON known.app_id = %(app_id)s::uuid AND known.day = first.day
WHERE first.day < %(until)s::date AND known.sealed_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM spoor.lake_marks AS mark WHERE mark.app_id = known.app_id AND mark.day <= known.day
        AND mark.day >= coalesce(%(horizon)s::date, '1970-01-01'))
    AND (%(horizon)s::date IS NOT NULL OR NOT EXISTS (
        SELECT FROM public.events WHERE app_id = %(app_id)s::uuid AND occurred_at < '1970-01-01 00:00+00'
    ))
    AND known.rows = (
        SELECT count(*) FROM public.events
        WHERE app_id = %(app_id)s::uuid AND occurred_at >= known.day::timestamp AT TIME ZONE 'UTC'
            AND occurred_at < (known.day + 1)::timestamp AT TIME ZONE 'UTC'
    )
