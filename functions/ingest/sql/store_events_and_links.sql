/* store_events_and_links: as store_events, and joins the ids of one visitor. */
WITH linked AS MATERIALIZED (
    SELECT spoor.link_visitors(app.id, %(groups)s::jsonb)
    FROM public.tracked_apps AS app
    WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
)
INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT (row ->> 0)::uuid, app.id, row ->> 1, row ->> 2, row -> 3, (row ->> 4)::timestamptz
FROM public.tracked_apps AS app, linked, jsonb_array_elements(%(rows)s::jsonb) AS row
WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
ORDER BY 1
ON CONFLICT DO NOTHING
