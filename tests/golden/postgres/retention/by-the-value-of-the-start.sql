-- {"from": "2026-10-26", "to": "2026-11-16", "timezone": "Europe/Berlin", "interval": "week", "periods": 4, "startEvent": "signed up", "breakdown": {"property": "plan"}}

/* retention */ WITH devices AS
(SELECT public.events.anonymous_id AS anonymous_id, bit_or(%(param_8)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE public.events.name = %(name_1)s::VARCHAR) AS started_0, bit_or(%(param_9)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE) AS returned_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND (public.events.name = %(name_1)s::VARCHAR OR true AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE) GROUP BY public.events.anonymous_id),
visitors AS
(SELECT coalesce(spoor.identities.visitor_id, devices.anonymous_id) AS visitor, coalesce(bit_or(devices.started_0), %(coalesce_2)s::INTEGER) AS started_0, coalesce(bit_or(devices.returned_0), %(coalesce_3)s::INTEGER) AS returned_0
FROM devices LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = devices.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, devices.anonymous_id)),
told AS
(SELECT visitors.started_0 AS started_0, visitors.returned_0 AS returned_0, coalesce(by_value.told_0, %(coalesce_1)s::INTEGER) AS told_0, by_value.value AS value
FROM visitors JOIN (SELECT first_starts.visitor AS visitor, first_starts.value AS value, bit_or(%(param_10)s::BIGINT << width_bucket(first_starts.at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true) AS told_0
FROM (SELECT DISTINCT ON (starts.visitor, (CAST(%(told_places)s::INTEGER[] AS INTEGER[]))[width_bucket(starts.at, CAST(%(told_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))]) starts.visitor AS visitor, starts.key AS value, starts.at AS at
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.occurred_at AS at, coalesce(public.events.properties -> %(param_11)s::VARCHAR, CAST(%(param_12)s::VARCHAR AS JSONB)) AS key
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.name = %(name_2)s::VARCHAR AND public.events.occurred_at >= %(told_from)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_to)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL) AS starts ORDER BY starts.visitor, (CAST(%(told_places)s::INTEGER[] AS INTEGER[]))[width_bucket(starts.at, CAST(%(told_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))], starts.at, starts.key = CAST(%(param_13)s::VARCHAR AS JSONB), CAST(starts.key AS TEXT) COLLATE "C") AS first_starts GROUP BY first_starts.visitor, first_starts.value) AS by_value ON by_value.visitor = visitors.visitor),
alike AS
(SELECT told.started_0 AS started_0, told.returned_0 AS returned_0, told.told_0 AS told_0, told.value AS value, count(*) AS size
FROM told
WHERE told.told_0 != %(told_0_1)s::INTEGER GROUP BY told.started_0, told.returned_0, told.told_0, told.value ORDER BY count(*) DESC
 LIMIT %(param_14)s::INTEGER)
 SELECT string_agg(int8send(alike.started_0), %(param_1)s) AS started_0, string_agg(int8send(alike.returned_0), %(param_2)s) AS returned_0, string_agg(int8send(alike.told_0), %(param_3)s) AS told_0, string_agg(int8send(alike.size), %(param_4)s) AS size, string_agg(textsend(CASE WHEN (length(CAST(alike.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(alike.value #>> %(param_5)s::TEXT[], %(left_1)s::INTEGER), %(param_6)s::VARCHAR)) AS TEXT) ELSE CAST(alike.value AS TEXT) END), %(param_7)s) AS said
FROM alike

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- coalesce_2 = 0
-- coalesce_3 = 0
-- edges_0 = [2026-10-25T23:00:00+00:00, … 7 in all …, 2026-12-06T23:00:00+00:00]
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'signed up'
-- name_2 = 'signed up'
-- param_1 = b''
-- param_10 = 1
-- param_11 = 'plan'
-- param_12 = 'null'
-- param_13 = 'null'
-- param_14 = 1000001
-- param_2 = b''
-- param_3 = b''
-- param_4 = b''
-- param_5 = []
-- param_6 = '…'
-- param_7 = b'\x00'
-- param_8 = 1
-- param_9 = 1
-- since = 1970-01-01T00:00:00+00:00
-- start = 2026-10-25T23:00:00+00:00
-- told_0_1 = 0
-- told_edges = [1970-01-01T00:00:00+00:00, … 8 in all …, 2026-12-06T23:00:00+00:00]
-- told_from = 2026-10-26T00:00:00+01:00
-- told_places = [None, … 8 in all …, 6]
-- told_to = 2026-11-15T23:00:00+00:00
-- until = 2026-12-13T23:00:00+00:00
