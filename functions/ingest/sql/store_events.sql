/* store_events: one statement, so nothing can be left half done; ids in order, so two copies of a batch cannot deadlock.
   The key is joined again: a rotated key stores nothing from that moment on. */
INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT (row ->> 0)::uuid, app.id, row ->> 1, row ->> 2, row -> 3, (row ->> 4)::timestamptz
FROM public.tracked_apps AS app, jsonb_array_elements(%(rows)s::jsonb) AS row
WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
ORDER BY 1
ON CONFLICT DO NOTHING
