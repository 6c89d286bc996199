-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "steps": [{"event": "$pageview"}, {"event": "order completed"}], "breakdown": {"property": "$pathname", "of": "session"}, "compare": "previousMonth"}

/* funnel */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS visitors, string_agg(textsend(CASE WHEN ((seen.mask & %(mask_2)s::INTEGER) = %(param_5)s::INTEGER) THEN CASE WHEN (length(CAST(seen.said AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(seen.said #>> %(param_6)s::TEXT[], %(left_1)s::INTEGER), %(param_7)s::VARCHAR)) AS TEXT) ELSE CAST(seen.said AS TEXT) END ELSE %(param_8)s::VARCHAR END), %(param_9)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS said
FROM (SELECT of_ends.visitor AS visitor, of_ends.mask AS mask, of_ends.occurred_at AS occurred_at, of_ends.said AS said
FROM (SELECT cut.visitor AS visitor, cut.mask AS mask, cut.occurred_at AS occurred_at, coalesce(CASE WHEN (cut.whose IS NOT NULL) THEN first_value(cut.said) OVER (PARTITION BY cut.whose, cut.began ORDER BY cut.happened_at, cut.said = CAST(%(param_10)s::VARCHAR AS JSONB), CAST(cut.said AS TEXT) COLLATE "C") END, CAST(%(param_11)s::VARCHAR AS JSONB)) AS said, cut.is_wanted AS is_wanted
FROM (SELECT beside.visitor AS visitor, beside.mask AS mask, beside.occurred_at AS occurred_at, beside.said AS said, beside.whose AS whose, beside.happened_at AS happened_at, beside.is_wanted AS is_wanted, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.happened_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.happened_at END) OVER (PARTITION BY beside.whose ORDER BY beside.happened_at) AS began
FROM (SELECT wide.visitor AS visitor, wide.mask AS mask, wide.occurred_at AS occurred_at, wide.said AS said, wide.whose AS whose, wide.happened_at AS happened_at, wide.is_wanted AS is_wanted, lag(wide.happened_at) OVER (PARTITION BY wide.whose ORDER BY wide.happened_at) AS before
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER)) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_12)s::INTEGER ELSE %(param_13)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at, coalesce(public.events.properties -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)) AS said, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS whose, public.events.occurred_at AS happened_at, public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND public.events.name = any(%(names)s::TEXT[]) AS is_wanted
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(told_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_until)s::TIMESTAMP WITH TIME ZONE) AS wide) AS beside) AS cut) AS of_ends
WHERE of_ends.is_wanted
 LIMIT %(param_16)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-11-23T23:00:00+00:00
-- latest = 2026-11-30T23:00:00+00:00
-- left_1 = 500
-- length_1 = 500
-- mask_1 = 0
-- mask_2 = 1
-- masks = [1, 2]
-- names = ['$pageview', 'order completed']
-- param_1 = 0
-- param_10 = 'null'
-- param_11 = 'null'
-- param_12 = -1
-- param_13 = -2
-- param_14 = '$pathname'
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
-- session_gap = datetime.timedelta(seconds=1800)
-- start = 2026-10-23T22:00:00+00:00
-- told_since = 2026-10-22T22:00:00+00:00
-- told_until = 2026-12-01T23:00:00+00:00
-- width = 4
