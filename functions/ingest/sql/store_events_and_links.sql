/* store_events_and_links: as store_events; what the events say of ids is taken after them, so that the lock for that is
   short */
WITH app AS MATERIALIZED (
    SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid AND api_key = %(key)s
), stored AS (
    INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
    SELECT (row ->> 0)::uuid, app.id, row ->> 1, row ->> 2, row -> 3, (row ->> 4)::timestamptz
    FROM app, jsonb_array_elements(%(rows)s::jsonb) AS row
    ORDER BY 1
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM stored) AS new, spoor.link(app.id, %(said)s::jsonb, %(source)s, %(merging)s) AS refused
FROM app
