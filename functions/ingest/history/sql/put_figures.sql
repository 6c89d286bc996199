/* put_figures: what another product counted; the same again changes nothing, other figures of the same take its place */
WITH app AS (
    SELECT id FROM public.tracked_apps WHERE id = %(app_id)s::uuid AND api_key = %(key)s
), put AS (
    INSERT INTO spoor.imported_days AS kept (app_id, source, day, dimension, value,
        visitors, visits, pageviews, events, bounces, visit_duration_s)
    SELECT app.id, said.*
    FROM app, jsonb_to_recordset(%(said)s::jsonb) AS said (source text, day date, dimension text, value text,
        visitors bigint, visits bigint, pageviews bigint, events bigint, bounces bigint, visit_duration_s bigint)
    ON CONFLICT (app_id, source, dimension, day, value) DO UPDATE
    SET visitors = excluded.visitors, visits = excluded.visits, pageviews = excluded.pageviews,
        events = excluded.events, bounces = excluded.bounces, visit_duration_s = excluded.visit_duration_s
    WHERE (kept.visitors, kept.visits, kept.pageviews, kept.events, kept.bounces, kept.visit_duration_s)
        IS DISTINCT FROM (excluded.visitors, excluded.visits, excluded.pageviews,
            excluded.events, excluded.bounces, excluded.visit_duration_s)
    RETURNING kept.xmax = 0 AS is_new
)
SELECT EXISTS (SELECT FROM app) AS has_app,
    count(*) FILTER (WHERE is_new) AS new, count(*) FILTER (WHERE NOT is_new) AS replaced
FROM put
