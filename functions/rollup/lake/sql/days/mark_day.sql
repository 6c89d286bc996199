/* mark_day */
SELECT spoor.mark_days(%(app_id)s::uuid, ARRAY[%(day)s::date])
