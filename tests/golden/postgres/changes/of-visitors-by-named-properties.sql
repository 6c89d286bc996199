-- {"question": {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "timezone": "Europe/Berlin", "series": [{"event": "open", "measure": "visitors"}]}, "compare": {"from": "2026-09-01", "to": "2026-09-03"}, "properties": ["$device_type", "plan", "utm.source"]}

/* changes */ WITH units AS
(SELECT left(CAST(jsonb_build_array(coalesce(public.events.properties -> %(param_4)s::VARCHAR, CAST(%(param_5)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), coalesce(coalesce(public.events.properties -> %(param_8)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_9)s::VARCHAR AS JSONB))) AS TEXT), %(left_1)s::INTEGER) COLLATE "C" AS told, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS day, count(*) AS events
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.name = %(name_1)s::VARCHAR AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY told, visitor, day
 LIMIT %(param_10)s::INTEGER),
numbers AS
(SELECT everybody.visitor AS visitor, CAST(row_number() OVER () AS BIGINT) AS number
FROM (SELECT DISTINCT units.visitor AS visitor
FROM units) AS everybody)
 SELECT units.told, CAST(count(*) AS INTEGER) AS units, string_agg(int8send(numbers.number), %(param_1)s) AS visitors, string_agg(int8send(CAST(units.day AS BIGINT)), %(param_2)s) AS days, string_agg(int8send(units.events), %(param_3)s) AS events
FROM units JOIN numbers ON numbers.visitor = units.visitor GROUP BY units.told

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-09-06T22:00:00+00:00, 2026-09-07T22:00:00+00:00, 2026-09-08T22:00:00+00:00]
-- end = 2026-09-09T22:00:00+00:00
-- jsonb_extract_path_1 = 'utm'
-- jsonb_extract_path_2 = 'source'
-- left_1 = 8000
-- name_1 = 'open'
-- param_1 = b''
-- param_10 = 600001
-- param_2 = b''
-- param_3 = b''
-- param_4 = '$device_type'
-- param_5 = 'null'
-- param_6 = 'plan'
-- param_7 = 'null'
-- param_8 = 'utm.source'
-- param_9 = 'null'
-- places = [0, 1, 2]
-- start = 2026-09-06T22:00:00+00:00
