-- {"from": "2026-11-02", "to": "2026-11-04", "group": "company", "steps": [{"event": "a"}, {"event": "b"}]}

/* funnel */ SELECT (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask AS part, count(*) AS events, string_agg(timestamptz_send(seen.occurred_at), %(param_3)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS times, string_agg(textsend(seen.visitor), %(param_4)s) FILTER (WHERE seen.mask != %(mask_1)s::INTEGER) AS visitors
FROM (SELECT account_1.anonymous_id AS visitor, (coalesce((%(masks)s::INTEGER[])[array_position(%(names)s::TEXT[], public.events.name)], %(coalesce_1)s::INTEGER)) & CASE WHEN (public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN %(param_5)s::INTEGER ELSE %(param_6)s::INTEGER END AS mask, public.events.occurred_at AS occurred_at
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id LEFT OUTER JOIN (SELECT said_of_members.member AS member, said_of_members.joined_at AS joined_at, least(lead(said_of_members.joined_at) OVER (PARTITION BY said_of_members.member ORDER BY said_of_members.joined_at, CAST(to_jsonb(said_of_members.accounts) AS TEXT) COLLATE "C"), said_of_members.joined_at + CAST(%(param_7)s::VARCHAR AS INTERVAL)) AS left_at, said_of_members.accounts AS accounts
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS member, public.events.occurred_at AS joined_at, CASE WHEN (coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR) = CAST(%(param_11)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) = %(jsonb_typeof_1)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR) #>> %(param_12)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) = %(jsonb_typeof_2)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_13)s::TEXT[]) COLLATE "C")) AS array_agg_1
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_3)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_14)s::VARCHAR AS JSONB)) END AS accounts
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.name = ANY (%(param_15)s::TEXT[]) AND public.events.occurred_at >= %(member_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(member_until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND CASE WHEN (coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR) = CAST(%(param_11)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) = %(jsonb_typeof_1)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR) #>> %(param_12)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) = %(jsonb_typeof_2)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_13)s::TEXT[]) COLLATE "C")) AS array_agg_1
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_8)s::VARCHAR) -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)), public.events.properties -> %(param_9)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_3)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_14)s::VARCHAR AS JSONB)) END IS NOT NULL) AS said_of_members) AS members ON members.member = coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AND public.events.occurred_at >= members.joined_at AND public.events.occurred_at < members.left_at JOIN LATERAL unnest(CAST(coalesce(CASE WHEN (coalesce(nullif((public.events.properties -> %(param_16)s::VARCHAR) -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)), public.events.properties -> %(param_17)s::VARCHAR) = CAST(%(param_19)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_16)s::VARCHAR) -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)), public.events.properties -> %(param_17)s::VARCHAR)) = %(jsonb_typeof_4)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_16)s::VARCHAR) -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)), public.events.properties -> %(param_17)s::VARCHAR) #>> %(param_20)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_16)s::VARCHAR) -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)), public.events.properties -> %(param_17)s::VARCHAR)) = %(jsonb_typeof_5)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_21)s::TEXT[]) COLLATE "C")) AS array_agg_2
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_16)s::VARCHAR) -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)), public.events.properties -> %(param_17)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_6)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_22)s::VARCHAR AS JSONB)) END, members.accounts) AS TEXT[])) AS account_1(anonymous_id) ON true
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(latest)s::TIMESTAMP WITH TIME ZONE AND account_1.anonymous_id IS NOT NULL AND public.events.name = any(%(names)s::TEXT[])
 LIMIT %(param_23)s::INTEGER) AS seen GROUP BY (hashtextextended(seen.visitor, %(param_1)s::BIGINT) & %(param_2)s::BIGINT) * %(width)s::BIGINT + seen.mask

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- end = 2026-11-04T00:00:00+00:00
-- jsonb_typeof_1 = 'string'
-- jsonb_typeof_2 = 'array'
-- jsonb_typeof_3 = 'string'
-- jsonb_typeof_4 = 'string'
-- jsonb_typeof_5 = 'array'
-- jsonb_typeof_6 = 'string'
-- latest = 2026-11-11T00:00:00+00:00
-- mask_1 = 0
-- masks = [1, 2]
-- member_since = 2026-08-03T00:00:00+00:00
-- member_until = 2026-11-11T00:00:00+00:00
-- names = ['a', 'b']
-- param_1 = 0
-- param_10 = 'null'
-- param_11 = '""'
-- param_12 = []
-- param_13 = []
-- param_14 = '""'
-- param_15 = ['$group', '$identify', '$assign_group']
-- param_16 = '$groups'
-- param_17 = 'company'
-- param_18 = 'null'
-- param_19 = '""'
-- param_2 = 127
-- param_20 = []
-- param_21 = []
-- param_22 = '""'
-- param_23 = 5000001
-- param_3 = b''
-- param_4 = b'\x00'
-- param_5 = -1
-- param_6 = -2
-- param_7 = '2160 hours'
-- param_8 = '$groups'
-- param_9 = 'company'
-- start = 2026-11-02T00:00:00+00:00
-- width = 4
