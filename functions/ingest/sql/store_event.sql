/* store_event: store_events for a single event, which is cheaper to plan without the recordset. */
INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)
SELECT %(id)s::uuid, app.id, %(name)s, %(anonymous_id)s, %(properties)s::jsonb, %(occurred_at)s::timestamptz
FROM public.tracked_apps AS app
WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
ON CONFLICT DO NOTHING
