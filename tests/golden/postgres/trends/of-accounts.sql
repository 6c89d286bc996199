-- {"from": "2026-11-02", "to": "2026-11-04", "interval": "day", "group": "company", "series": [{"event": "signed up", "measure": "visitors"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, account_1.anonymous_id AS anonymous_id
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
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR),
ids AS
(SELECT chosen.anonymous_id AS anonymous_id, bit_or(%(param_3)s::BIGINT << chosen.bucket) AS bits_0
FROM chosen
WHERE chosen.anonymous_id IS NOT NULL GROUP BY chosen.anonymous_id),
seen AS
(SELECT lines.visitor AS visitor, lines.bits AS bits
FROM (SELECT %(param_2)s::INTEGER AS series, visitors.visitor AS visitor, visitors.bits_0 AS bits
FROM (SELECT ids.anonymous_id AS visitor, bit_or(ids.bits_0) AS bits_0
FROM ids GROUP BY ids.anonymous_id) AS visitors) AS lines
WHERE lines.bits IS NOT NULL)
 SELECT %(param_1)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, each_bit.bit AS bucket, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT count(*) AS visitors
FROM seen
WHERE ((seen.bits >> each_bit.bit) & %(param_3)s::BIGINT) = %(param_3)s::BIGINT) AS there ON true UNION ALL SELECT %(param_20)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, %(param_21)s AS is_now, count(*) AS visitors
FROM (SELECT seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_22)s::BIGINT) AS once

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_now = 3
-- edges = [2026-11-02T00:00:00+00:00, 2026-11-03T00:00:00+00:00]
-- end = 2026-11-04T00:00:00+00:00
-- generate_series_1 = 0
-- jsonb_typeof_1 = 'string'
-- jsonb_typeof_2 = 'array'
-- jsonb_typeof_3 = 'string'
-- jsonb_typeof_4 = 'string'
-- jsonb_typeof_5 = 'array'
-- jsonb_typeof_6 = 'string'
-- last_bit = 1
-- member_since = 2026-08-03T00:00:00+00:00
-- member_until = 2026-11-04T00:00:00+00:00
-- name_1 = 'signed up'
-- param_1 = 0
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
-- param_2 = 0
-- param_20 = 0
-- param_21 = True
-- param_22 = 0
-- param_3 = 1
-- param_4 = '2160 hours'
-- param_5 = '$groups'
-- param_6 = 'company'
-- param_7 = 'null'
-- param_8 = '""'
-- param_9 = []
-- places = [0, 1]
-- start = 2026-11-02T00:00:00+00:00
