/* forget_day: a day that has no events any more is as if it had never been sealed */
WITH held AS (
    DELETE FROM spoor.lake_held WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND EXISTS (
        SELECT FROM spoor.lake_days WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid
    )
)
DELETE FROM spoor.lake_days WHERE app_id = %(app_id)s::uuid AND day = %(day)s::date AND attempt = %(attempt)s::uuid
