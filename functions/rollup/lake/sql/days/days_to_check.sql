/* days_to_check: the sealed days whose rows have not been counted for the longest time; of days before the horizon there is
   nothing to count */
SELECT app_id, day, rows FROM spoor.lake_days AS known
WHERE sealed_at IS NOT NULL AND checked_at < %(before)s::timestamptz
    AND NOT EXISTS (SELECT FROM spoor.lake_horizons AS horizon WHERE horizon.app_id = known.app_id AND known.day < since)
ORDER BY checked_at
LIMIT %(most)s
