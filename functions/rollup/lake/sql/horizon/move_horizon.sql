/* move_horizon: from the moment that this is committed, the day is answered from the lake alone; if it is still what was
   looked at, and nobody marked it or another day before it, or is clearing events away */
WITH day AS (
    SELECT app_id FROM spoor.lake_days
    WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND digest = %(digest)s AND sealed_at IS NOT NULL
    FOR UPDATE
), moved AS (
    INSERT INTO spoor.lake_horizons AS known (app_id, since)
    SELECT day.app_id, %(day)s::date + 1 FROM day
    WHERE NOT EXISTS (
        SELECT FROM spoor.lake_days AS other
        LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = other.app_id AND mark.day = other.day
        WHERE other.app_id = day.app_id AND other.day <= %(day)s::date
            AND other.day >= coalesce(%(horizon)s::date, '1970-01-01')
            AND (mark.day IS NOT NULL OR other.sealed_at IS NULL)
    )
        AND NOT EXISTS (SELECT FROM spoor.clearings WHERE clearings.app_id = day.app_id AND ended_at IS NULL)
    ON CONFLICT (app_id) DO UPDATE SET since = excluded.since, moved_at = now() WHERE known.since < excluded.since
    RETURNING app_id
), held AS (
    INSERT INTO spoor.lake_held (app_id, day)
    SELECT known.app_id, known.day
    FROM moved JOIN spoor.lake_days AS known ON known.app_id = moved.app_id AND known.day <= %(day)s::date
    ON CONFLICT DO NOTHING
)
SELECT app_id FROM moved
