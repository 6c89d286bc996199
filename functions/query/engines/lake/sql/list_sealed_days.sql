/* list_sealed_days: what the manifest says of the days of a range that are sealed, and right as far as anybody knows */
SELECT days.*
FROM spoor.lake_days AS days
WHERE app_id = %(app_id)s::uuid AND day >= %(first)s::date AND day <= %(last)s::date AND sealed_at IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM spoor.lake_marks AS mark WHERE mark.app_id = days.app_id AND mark.day = days.day
    )
ORDER BY day
