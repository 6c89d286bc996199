-- {"from": "2026-01-01", "to": "2026-01-16", "interval": "day", "periods": 52, "timezone": "Europe/Berlin", "startEvent": "signup", "returnEvent": "purchase"}

/* retention */ WITH devices AS
(SELECT public.events.anonymous_id AS anonymous_id, bit_or(%(param_6)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_1)s::VARCHAR AND public.events.occurred_at < %(to_0)s::TIMESTAMP WITH TIME ZONE) AS started_0, bit_or(%(param_7)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_1)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_1)s::VARCHAR AND public.events.occurred_at >= %(from_1)s::TIMESTAMP WITH TIME ZONE) AS started_1, bit_or(%(param_8)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(to_0)s::TIMESTAMP WITH TIME ZONE) AS returned_0, bit_or(%(param_9)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_1)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(from_1)s::TIMESTAMP WITH TIME ZONE) AS returned_1
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND (public.events.name = %(name_1)s::VARCHAR OR public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE) GROUP BY public.events.anonymous_id),
visitors AS
(SELECT coalesce(bit_or(devices.started_0), %(coalesce_1)s::INTEGER) AS started_0, coalesce(bit_or(devices.started_1), %(coalesce_2)s::INTEGER) AS started_1, coalesce(bit_or(devices.returned_0), %(coalesce_3)s::INTEGER) AS returned_0, coalesce(bit_or(devices.returned_1), %(coalesce_4)s::INTEGER) AS returned_1
FROM devices LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = devices.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, devices.anonymous_id)),
alike AS
(SELECT visitors.started_0 AS started_0, visitors.started_1 AS started_1, visitors.returned_0 AS returned_0, visitors.returned_1 AS returned_1, count(*) AS size
FROM visitors
WHERE visitors.started_0 != %(started_0_1)s::INTEGER OR visitors.started_1 != %(started_1_1)s::INTEGER GROUP BY visitors.started_0, visitors.started_1, visitors.returned_0, visitors.returned_1 ORDER BY count(*) DESC
 LIMIT %(param_10)s::INTEGER)
 SELECT string_agg(int8send(alike.started_0), %(param_1)s) AS started_0, string_agg(int8send(alike.started_1), %(param_2)s) AS started_1, string_agg(int8send(alike.returned_0), %(param_3)s) AS returned_0, string_agg(int8send(alike.returned_1), %(param_4)s) AS returned_1, string_agg(int8send(alike.size), %(param_5)s) AS size
FROM alike

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- coalesce_2 = 0
-- coalesce_3 = 0
-- coalesce_4 = 0
-- edges_0 = [2025-12-31T23:00:00+00:00, … 63 in all …, 2026-03-03T23:00:00+00:00]
-- edges_1 = [2026-03-05T23:00:00+00:00, 2026-03-06T23:00:00+00:00, 2026-03-07T23:00:00+00:00]
-- from_1 = 2026-03-04T23:00:00+00:00
-- name_1 = 'signup'
-- name_2 = 'purchase'
-- param_1 = b''
-- param_10 = 1000001
-- param_2 = b''
-- param_3 = b''
-- param_4 = b''
-- param_5 = b''
-- param_6 = 1
-- param_7 = 1
-- param_8 = 1
-- param_9 = 1
-- since = 1970-01-01T00:00:00+00:00
-- start = 2025-12-31T23:00:00+00:00
-- started_0_1 = 0
-- started_1_1 = 0
-- to_0 = 2026-03-04T23:00:00+00:00
-- until = 2026-03-08T23:00:00+00:00
