-- {"from": "2026-10-01", "to": "2026-10-31", "order": "strict", "conversionWindowSeconds": 3600, "steps": [{"event": "product_viewed"}, {"event": "cart"}]}

/* funnel */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE true) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE true) AS visitors
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER)) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_5)s::INTEGER ELSE %(param_6)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL
 LIMIT %(param_7)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-10-31T00:00:00+00:00
-- latest = 2026-10-31T01:00:00+00:00
-- masks = [1, 2]
-- names = ['product_viewed', 'cart']
-- param_1 = 0
-- param_2 = 127
-- param_3 = b''
-- param_4 = b'\x00'
-- param_5 = -1
-- param_6 = -2
-- param_7 = 5000001
-- start = 2026-10-01T00:00:00+00:00
-- width = 4
