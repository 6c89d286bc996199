/* list_imported_days: what another product counted on each day */
SELECT source, day::text AS day, visitors, visits, pageviews, events, bounces, visit_duration_s, 1 AS days, NULL AS value
FROM spoor.imported_days
WHERE app_id = %(app_id)s AND dimension = '' AND day >= %(start)s::date AND day < %(end)s::date
ORDER BY imported_days.day DESC, source
LIMIT %(most)s
