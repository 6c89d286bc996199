-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "periods": 2, "cohort": "every", "startEvent": {"event": "signup", "filters": [{"property": "plan", "operator": "is", "value": "pro"}]}, "returnEvent": "purchase"}

/* retention */ WITH devices AS
(SELECT public.events.anonymous_id AS anonymous_id, bit_or(%(param_4)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_1)s::VARCHAR AND nullif(public.events.properties -> %(param_5)s::VARCHAR, CAST(%(param_6)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_7)s::VARCHAR AS JSONB)) AS started_0, bit_or(%(param_8)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE) AS returned_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND (public.events.name = %(name_1)s::VARCHAR AND nullif(public.events.properties -> %(param_5)s::VARCHAR, CAST(%(param_6)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_7)s::VARCHAR AS JSONB) OR public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE) GROUP BY public.events.anonymous_id),
visitors AS
(SELECT coalesce(bit_or(devices.started_0), %(coalesce_1)s::INTEGER) AS started_0, coalesce(bit_or(devices.returned_0), %(coalesce_2)s::INTEGER) AS returned_0
FROM devices LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = devices.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, devices.anonymous_id)),
alike AS
(SELECT visitors.started_0 AS started_0, visitors.returned_0 AS returned_0, count(*) AS size
FROM visitors
WHERE visitors.started_0 != %(started_0_1)s::INTEGER GROUP BY visitors.started_0, visitors.returned_0 ORDER BY count(*) DESC
 LIMIT %(param_9)s::INTEGER)
 SELECT string_agg(int8send(alike.started_0), %(param_1)s) AS started_0, string_agg(int8send(alike.returned_0), %(param_2)s) AS returned_0, string_agg(int8send(alike.size), %(param_3)s) AS size
FROM alike

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- coalesce_2 = 0
-- edges_0 = [2026-09-08T00:00:00+00:00, 2026-09-09T00:00:00+00:00, 2026-09-10T00:00:00+00:00, 2026-09-11T00:00:00+00:00]
-- name_1 = 'signup'
-- name_2 = 'purchase'
-- param_1 = b''
-- param_2 = b''
-- param_3 = b''
-- param_4 = 1
-- param_5 = 'plan'
-- param_6 = 'null'
-- param_7 = '"pro"'
-- param_8 = 1
-- param_9 = 1000001
-- since = 2026-09-07T00:00:00+00:00
-- start = 2026-09-07T00:00:00+00:00
-- started_0_1 = 0
-- until = 2026-09-12T00:00:00+00:00
