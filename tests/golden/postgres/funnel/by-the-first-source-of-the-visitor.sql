-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "steps": [{"event": "$pageview"}, {"event": "order completed"}], "breakdown": {"property": "$source", "of": "visitor"}}

/* funnel */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS visitors, string_agg(textsend(CASE WHEN ((seen.mask & %(mask_2)s::INTEGER) = %(param_5)s::INTEGER) THEN CASE WHEN (length(CAST(seen.said AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(seen.said #>> %(param_6)s::TEXT[], %(left_1)s::INTEGER), %(param_7)s::VARCHAR)) AS TEXT) ELSE CAST(seen.said AS TEXT) END ELSE %(param_8)s::VARCHAR END), %(param_9)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS said
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER)) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_10)s::INTEGER ELSE %(param_11)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at, coalesce(first_said.key, CAST(%(param_12)s::VARCHAR AS JSONB)) AS said
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id LEFT OUTER JOIN (SELECT DISTINCT ON (coalesce(spoor.identities.visitor_id, ids.anonymous_id)) coalesce(spoor.identities.visitor_id, ids.anonymous_id) AS visitor, ids.key AS key
FROM (SELECT public.events.anonymous_id AS anonymous_id, coalesce(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB)) AS key, min(public.events.occurred_at) AS first
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(first_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(first_until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY public.events.anonymous_id, coalesce(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB))) AS ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id ORDER BY coalesce(spoor.identities.visitor_id, ids.anonymous_id), ids.first, ids.key = CAST(%(param_15)s::VARCHAR AS JSONB), CAST(ids.key AS TEXT) COLLATE "C") AS first_said ON first_said.visitor = coalesce(spoor.identities.visitor_id, public.events.anonymous_id)
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND public.events.name = any(%(names)s::TEXT[])
 LIMIT %(param_16)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-11-23T23:00:00+00:00
-- first_since = 2026-07-25T22:00:00+00:00
-- first_until = 2026-11-30T23:00:00+00:00
-- latest = 2026-11-30T23:00:00+00:00
-- left_1 = 500
-- length_1 = 500
-- mask_1 = 0
-- mask_2 = 1
-- masks = [1, 2]
-- names = ['$pageview', 'order completed']
-- param_1 = 0
-- param_10 = -1
-- param_11 = -2
-- param_12 = 'null'
-- param_13 = '$source'
-- param_14 = 'null'
-- param_15 = 'null'
-- param_16 = 5000001
-- param_2 = 127
-- param_3 = b''
-- param_4 = b'\x00'
-- param_5 = 1
-- param_6 = []
-- param_7 = '…'
-- param_8 = ''
-- param_9 = b'\x00'
-- start = 2026-10-23T22:00:00+00:00
-- width = 4
