/* get_earlier: what is sealed of a day before the horizon, of which the table has not all events any more; and which codes
   its new files may not have */
SELECT days.*, ARRAY (SELECT code FROM spoor.lake_erasures WHERE app_id = %(app_id)s::uuid ORDER BY code) AS erased
FROM spoor.lake_days AS days
JOIN spoor.lake_held AS held ON held.app_id = days.app_id AND held.day = days.day
WHERE days.app_id = %(app_id)s::uuid AND days.day = %(day)s::date
