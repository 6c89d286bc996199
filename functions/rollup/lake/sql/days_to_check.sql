/* days_to_check: the sealed days whose rows have not been counted for the longest time */
SELECT app_id, day, rows FROM spoor.lake_days
WHERE sealed_at IS NOT NULL AND checked_at < %(before)s::timestamptz
ORDER BY checked_at
LIMIT %(most)s
