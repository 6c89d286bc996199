-- {"question": {"from": "2026-09-07", "to": "2026-09-10", "steps": [{"event": "open"}, {"event": "buy"}]}, "compare": "previous"}

/* changes */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS visitors, string_agg(textsend(CASE WHEN ((seen.mask & %(mask_2)s::INTEGER) = %(param_5)s::INTEGER) THEN seen.text ELSE %(param_6)s::VARCHAR END), %(param_7)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS said
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER)) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_8)s::INTEGER ELSE %(param_9)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at, left(CAST(jsonb_build_array(coalesce(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_12)s::VARCHAR, CAST(%(param_13)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_16)s::VARCHAR, CAST(%(param_17)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_18)s::VARCHAR, CAST(%(param_19)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_20)s::VARCHAR, CAST(%(param_21)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_22)s::VARCHAR, CAST(%(param_23)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_24)s::VARCHAR, CAST(%(param_25)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_26)s::VARCHAR, CAST(%(param_27)s::VARCHAR AS JSONB)), coalesce(public.events.properties -> %(param_28)s::VARCHAR, CAST(%(param_29)s::VARCHAR AS JSONB))) AS TEXT), %(left_1)s::INTEGER) COLLATE "C" AS text
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND public.events.name = any(%(names)s::TEXT[])
 LIMIT %(param_30)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-09-10T00:00:00+00:00
-- latest = 2026-09-17T00:00:00+00:00
-- left_1 = 8000
-- mask_1 = 0
-- mask_2 = 1
-- masks = [1, 2]
-- names = ['open', 'buy']
-- param_1 = 0
-- param_10 = '$device_type'
-- param_11 = 'null'
-- param_12 = '$os'
-- param_13 = 'null'
-- param_14 = '$browser'
-- param_15 = 'null'
-- param_16 = '$country'
-- param_17 = 'null'
-- param_18 = '$channel'
-- param_19 = 'null'
-- param_2 = 127
-- param_20 = '$source'
-- param_21 = 'null'
-- param_22 = '$utm_campaign'
-- param_23 = 'null'
-- param_24 = '$app_version'
-- param_25 = 'null'
-- param_26 = '$browser_language'
-- param_27 = 'null'
-- param_28 = '$pathname'
-- param_29 = 'null'
-- param_3 = b''
-- param_30 = 5000001
-- param_4 = b'\x00'
-- param_5 = 1
-- param_6 = ''
-- param_7 = b'\x00'
-- param_8 = -1
-- param_9 = -2
-- start = 2026-09-07T00:00:00+00:00
-- width = 4
