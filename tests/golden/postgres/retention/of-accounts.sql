-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "periods": 2, "group": "company"}

/* retention */ WITH devices AS
(SELECT account_1.anonymous_id AS anonymous_id, bit_or(%(param_3)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true) AS started_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id LEFT OUTER JOIN (SELECT said_of_members.member AS member, said_of_members.joined_at AS joined_at, least(lead(said_of_members.joined_at) OVER (PARTITION BY said_of_members.member ORDER BY said_of_members.joined_at, CAST(to_jsonb(said_of_members.accounts) AS TEXT) COLLATE "C"), said_of_members.joined_at + CAST(%(param_4)s::VARCHAR AS INTERVAL)) AS left_at, said_of_members.accounts AS accounts
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS member, public.events.occurred_at AS joined_at, CASE WHEN (coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR) = CAST(%(param_8)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) = %(jsonb_typeof_1)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR) #>> %(param_9)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) = %(jsonb_typeof_2)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_10)s::TEXT[]) COLLATE "C")) AS array_agg_1
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_3)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_11)s::VARCHAR AS JSONB)) END AS accounts
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.name = ANY (%(param_12)s::TEXT[]) AND public.events.occurred_at >= %(member_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at <= %(member_until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND CASE WHEN (coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR) = CAST(%(param_8)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) = %(jsonb_typeof_1)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR) #>> %(param_9)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) = %(jsonb_typeof_2)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_10)s::TEXT[]) COLLATE "C")) AS array_agg_1
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_5)s::VARCHAR) -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)), public.events.properties -> %(param_6)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_3)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_11)s::VARCHAR AS JSONB)) END IS NOT NULL) AS said_of_members) AS members ON members.member = coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AND public.events.occurred_at >= members.joined_at AND public.events.occurred_at < members.left_at JOIN LATERAL unnest(CAST(coalesce(CASE WHEN (coalesce(nullif((public.events.properties -> %(param_13)s::VARCHAR) -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), public.events.properties -> %(param_14)s::VARCHAR) = CAST(%(param_16)s::VARCHAR AS JSONB)) THEN NULL WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_13)s::VARCHAR) -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), public.events.properties -> %(param_14)s::VARCHAR)) = %(jsonb_typeof_4)s::VARCHAR) THEN ARRAY[coalesce(nullif((public.events.properties -> %(param_13)s::VARCHAR) -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), public.events.properties -> %(param_14)s::VARCHAR) #>> %(param_17)s::TEXT[]] WHEN (jsonb_typeof(coalesce(nullif((public.events.properties -> %(param_13)s::VARCHAR) -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), public.events.properties -> %(param_14)s::VARCHAR)) = %(jsonb_typeof_5)s::VARCHAR) THEN (SELECT array_agg(DISTINCT ((CAST(each.value AS JSONB) #>> %(param_18)s::TEXT[]) COLLATE "C")) AS array_agg_2
FROM jsonb_array_elements(coalesce(nullif((public.events.properties -> %(param_13)s::VARCHAR) -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)), public.events.properties -> %(param_14)s::VARCHAR)) AS each(value)
WHERE jsonb_typeof(CAST(each.value AS JSONB)) = %(jsonb_typeof_6)s::VARCHAR AND CAST(each.value AS JSONB) != CAST(%(param_19)s::VARCHAR AS JSONB)) END, members.accounts) AS TEXT[])) AS account_1(anonymous_id) ON true
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND account_1.anonymous_id IS NOT NULL AND true GROUP BY account_1.anonymous_id),
visitors AS
(SELECT coalesce(bit_or(devices.started_0), %(coalesce_1)s::INTEGER) AS started_0
FROM devices GROUP BY devices.anonymous_id),
alike AS
(SELECT visitors.started_0 AS started_0, count(*) AS size
FROM visitors
WHERE visitors.started_0 != %(started_0_1)s::INTEGER GROUP BY visitors.started_0 ORDER BY count(*) DESC
 LIMIT %(param_20)s::INTEGER)
 SELECT string_agg(int8send(alike.started_0), %(param_1)s) AS started_0, string_agg(int8send(alike.size), %(param_2)s) AS size
FROM alike

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- edges_0 = [2026-09-07T00:00:00+00:00, … 5 in all …, 2026-09-11T00:00:00+00:00]
-- jsonb_typeof_1 = 'string'
-- jsonb_typeof_2 = 'array'
-- jsonb_typeof_3 = 'string'
-- jsonb_typeof_4 = 'string'
-- jsonb_typeof_5 = 'array'
-- jsonb_typeof_6 = 'string'
-- member_since = 1969-10-02T00:00:00+00:00
-- member_until = 2026-09-12T00:00:00+00:00
-- param_1 = b''
-- param_10 = []
-- param_11 = '""'
-- param_12 = ['$group', '$identify', '$assign_group']
-- param_13 = '$groups'
-- param_14 = 'company'
-- param_15 = 'null'
-- param_16 = '""'
-- param_17 = []
-- param_18 = []
-- param_19 = '""'
-- param_2 = b''
-- param_20 = 1000001
-- param_3 = 1
-- param_4 = '2160 hours'
-- param_5 = '$groups'
-- param_6 = 'company'
-- param_7 = 'null'
-- param_8 = '""'
-- param_9 = []
-- since = 1970-01-01T00:00:00+00:00
-- started_0_1 = 0
-- until = 2026-09-12T00:00:00+00:00
