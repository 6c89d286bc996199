/* list_sealed_days: the days of a range that the manifest has, a hash of all that it says of each, and whether it is right as
   far as anybody knows. What is sealed of a day before the horizon counts until something else does: the table has not all
   of it */
SELECT days.day, days.rows, md5(days::text) AS said,
    CASE WHEN days.day < %(horizon)s::date THEN held.day IS NOT NULL ELSE sealed_at IS NOT NULL AND mark.day IS NULL END AS is_right
FROM spoor.lake_days AS days
LEFT JOIN spoor.lake_held AS held ON held.app_id = days.app_id AND held.day = days.day
LEFT JOIN spoor.lake_marks AS mark ON mark.app_id = days.app_id AND mark.day = days.day
WHERE days.app_id = %(app_id)s::uuid AND days.day >= %(first)s::date AND days.day <= %(last)s::date
ORDER BY days.day
