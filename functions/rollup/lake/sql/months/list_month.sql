/* list_month: what is sealed of a month, in order */
SELECT * FROM spoor.lake_days
WHERE app_id = %(app_id)s::uuid AND day >= %(month)s::date AND day < %(month)s::date + interval '1 month' AND sealed_at IS NOT NULL
ORDER BY day
