/* store_event_and_links: as store_event; what the event says of ids is taken after it, so that the lock for that is short */
WITH app AS MATERIALIZED (
    SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid AND api_key = %(key)s
), stored AS (
    INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
    SELECT %(id)s::uuid, app.id, %(name)s, %(anonymous_id)s, %(properties)s::jsonb, %(occurred_at)s::timestamptz
    FROM app
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT (SELECT count(*) FROM stored) AS new, spoor.link(app.id, %(said)s::jsonb, %(source)s, %(merging)s) AS refused
FROM app
