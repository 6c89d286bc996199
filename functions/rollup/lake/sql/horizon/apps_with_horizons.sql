/* apps_with_horizons: the apps whose rows may leave the table, or have left it, how far that has come, and up to which day
   it may go */
SELECT app_id, horizon, (%(now)s::timestamptz AT TIME ZONE 'UTC')::date - retention_days AS until
FROM spoor.settings
WHERE (retention_days IS NOT NULL OR horizon IS NOT NULL) AND (%(app_id)s::uuid IS NULL OR app_id = %(app_id)s::uuid)
ORDER BY app_id
