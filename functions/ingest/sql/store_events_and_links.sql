/* store_events_and_links: as store_events, and joins the ids of one visitor. */
WITH linked AS MATERIALIZED (
    SELECT spoor.link_visitors(app.id, %(groups)s::jsonb)
    FROM public.tracked_apps AS app
    WHERE app.id = %(app_id)s::uuid AND app.api_key = %(key)s
)
SELECT spoor.store_events(%(app_id)s, %(key)s, %(rows)s, %(hour)s, %(sender)s, %(shard)s, %(told)s) AS stored
FROM linked
