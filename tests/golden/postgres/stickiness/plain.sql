-- {"from": "2026-09-07", "to": "2026-09-10", "filters": [{"property": "country", "operator": "is", "value": ["DE", "FR"]}]}

/* stickiness */ WITH devices AS
(SELECT public.events.anonymous_id AS anonymous_id, bit_or(%(param_3)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true) AS active_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND coalesce(nullif(public.events.properties -> %(param_4)s::VARCHAR, CAST(%(param_5)s::VARCHAR AS JSONB)) = ANY (CAST(%(param_6)s::TEXT[] AS JSONB[])), %(coalesce_2)s) AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND true GROUP BY public.events.anonymous_id),
visitors AS
(SELECT coalesce(bit_or(devices.active_0), %(coalesce_1)s::INTEGER) AS active_0
FROM devices LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = devices.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, devices.anonymous_id)),
alike AS
(SELECT visitors.active_0 AS active_0, count(*) AS size
FROM visitors
WHERE visitors.active_0 != %(active_0_1)s::INTEGER GROUP BY visitors.active_0 ORDER BY count(*) DESC
 LIMIT %(param_7)s::INTEGER)
 SELECT string_agg(int8send(alike.active_0), %(param_1)s) AS active_0, string_agg(int8send(alike.size), %(param_2)s) AS size
FROM alike

-- active_0_1 = 0
-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- coalesce_2 = False
-- edges_0 = [2026-09-08T00:00:00+00:00, 2026-09-09T00:00:00+00:00]
-- param_1 = b''
-- param_2 = b''
-- param_3 = 1
-- param_4 = 'country'
-- param_5 = 'null'
-- param_6 = ['"DE"', '"FR"']
-- param_7 = 1000001
-- since = 2026-09-07T00:00:00+00:00
-- until = 2026-09-10T00:00:00+00:00
