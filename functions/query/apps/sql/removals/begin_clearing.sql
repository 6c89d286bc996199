/* begin_clearing: no row where the app has gone. What has not happened yet is not meant, but for clocks that are fast. */
INSERT INTO spoor.clearings (app_id, names, property, value, since, until, done_to)
SELECT app.id, %(names)s::text[], %(property)s::text, %(value)s::jsonb, %(since)s, %(until)s, %(until)s
FROM public.tracked_apps AS app
WHERE app.id = %(app_id)s
RETURNING id, asked_at, names, property, since, until, events, ended_at
