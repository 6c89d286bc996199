/* list_days: what there is to seal: days that were marked long enough ago, or at all where a visitor was erased; days given
   up half way; and those that are over and have events and no row yet. The last days come first. */
WITH RECURSIVE days (app_id, day) AS (
    SELECT app.id, ((
        SELECT min(occurred_at) FROM public.events
        WHERE app_id = app.id AND occurred_at >= '1970-01-01 00:00+00' AND occurred_at < %(closed)s::timestamptz
    ) AT TIME ZONE 'UTC')::date
    FROM public.tracked_apps AS app
    WHERE %(app_id)s::uuid IS NULL OR app.id = %(app_id)s::uuid
    UNION ALL
    SELECT days.app_id, ((
        SELECT min(occurred_at) FROM public.events
        WHERE app_id = days.app_id
            AND occurred_at >= (days.day + 1)::timestamp AT TIME ZONE 'UTC' AND occurred_at < %(closed)s::timestamptz
    ) AT TIME ZONE 'UTC')::date
    FROM days WHERE days.day IS NOT NULL
)
SELECT app_id, day, 'closed' AS why
FROM days
WHERE day IS NOT NULL
    AND NOT EXISTS (SELECT FROM spoor.lake_days AS known WHERE known.app_id = days.app_id AND known.day = days.day)
UNION ALL
SELECT known.app_id, known.day, CASE WHEN known.sealed_at IS NULL THEN 'given up' ELSE 'changed' END
FROM spoor.lake_days AS known
LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = known.app_id AND mark.day = known.day
WHERE (%(app_id)s::uuid IS NULL OR known.app_id = %(app_id)s::uuid)
    AND (mark.marked_at <= %(rested)s::timestamptz
        OR (mark.day IS NOT NULL AND EXISTS (SELECT FROM spoor.lake_erasures AS erased WHERE erased.app_id = known.app_id))
        OR (known.sealed_at IS NULL AND known.begun_at <= %(rested)s::timestamptz))
ORDER BY day DESC, app_id
