-- {"from": "2026-10-01", "to": "2026-10-31", "steps": [{"event": "page_view", "filters": [{"property": "path", "operator": "is", "value": "/cart"}]}, {"event": null}, {"event": "purchase"}], "exclusions": [{"event": "error", "fromStep": 1, "toStep": 3}], "filters": [{"property": "country", "operator": "is", "value": "DE"}], "breakdown": {"property": "plan", "limit": 5}}

/* funnel */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS visitors, string_agg(textsend(CASE WHEN ((seen.mask & %(mask_2)s::INTEGER) = %(param_5)s::INTEGER) THEN CASE WHEN (length(CAST(seen.said AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(seen.said #>> %(param_6)s::TEXT[], %(left_1)s::INTEGER), %(param_7)s::VARCHAR)) AS TEXT) ELSE CAST(seen.said AS TEXT) END ELSE %(param_8)s::VARCHAR END), %(param_9)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS said
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER) + CASE WHEN (public.events.name = %(name_1)s::VARCHAR AND nullif(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_12)s::VARCHAR AS JSONB)) THEN %(param_13)s::INTEGER ELSE %(param_14)s::INTEGER END + CASE WHEN true THEN %(param_15)s::INTEGER ELSE %(param_16)s::INTEGER END) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_17)s::INTEGER ELSE %(param_18)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at, coalesce(public.events.properties -> %(param_19)s::VARCHAR, CAST(%(param_20)s::VARCHAR AS JSONB)) AS said
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND nullif(public.events.properties -> %(param_21)s::VARCHAR, CAST(%(param_22)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_23)s::VARCHAR AS JSONB) AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL
 LIMIT %(param_24)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-10-31T00:00:00+00:00
-- latest = 2026-11-07T00:00:00+00:00
-- left_1 = 500
-- length_1 = 500
-- mask_1 = 0
-- mask_2 = 1
-- masks = [0, 4, 8]
-- name_1 = 'page_view'
-- names = ['page_view', 'purchase', 'error']
-- param_1 = 0
-- param_10 = 'path'
-- param_11 = 'null'
-- param_12 = '"/cart"'
-- param_13 = 1
-- param_14 = 0
-- param_15 = 2
-- param_16 = 0
-- param_17 = -1
-- param_18 = -2
-- param_19 = 'plan'
-- param_2 = 127
-- param_20 = 'null'
-- param_21 = 'country'
-- param_22 = 'null'
-- param_23 = '"DE"'
-- param_24 = 5000001
-- param_3 = b''
-- param_4 = b'\x00'
-- param_5 = 1
-- param_6 = []
-- param_7 = '…'
-- param_8 = ''
-- param_9 = b'\x00'
-- start = 2026-10-01T00:00:00+00:00
-- width = 16
