-- {"from": "2026-10-01", "to": "2026-10-31", "timezone": "Europe/Berlin", "interval": "week", "filters": [{"property": "$name", "operator": "isNot", "value": "error"}], "series": [{"event": "cart"}, {"event": "purchase", "measure": "perVisitor", "filters": [{"any": [{"property": "plan", "operator": "is", "value": ["pro", "team"]}, {"property": "order.amount", "operator": "gte", "value": 10}]}]}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.anonymous_id AS anonymous_id, public.events.name = %(name_1)s::VARCHAR AS met_0, public.events.name = %(name_2)s::VARCHAR AND (coalesce(nullif(public.events.properties -> %(param_1)s::VARCHAR, CAST(%(param_2)s::VARCHAR AS JSONB)) = ANY (CAST(%(param_3)s::TEXT[] AS JSONB[])), %(coalesce_1)s) OR CASE WHEN (jsonb_typeof(nullif(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB))) = %(jsonb_typeof_1)s::VARCHAR) THEN nullif(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB)) >= CAST(%(param_6)s::VARCHAR AS JSONB) ELSE false END) AS met_1
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name != %(name_3)s::VARCHAR AND (public.events.name = %(name_1)s::VARCHAR OR public.events.name = %(name_2)s::VARCHAR AND (coalesce(nullif(public.events.properties -> %(param_1)s::VARCHAR, CAST(%(param_2)s::VARCHAR AS JSONB)) = ANY (CAST(%(param_3)s::TEXT[] AS JSONB[])), %(coalesce_1)s) OR CASE WHEN (jsonb_typeof(nullif(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB))) = %(jsonb_typeof_1)s::VARCHAR) THEN nullif(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB)) >= CAST(%(param_6)s::VARCHAR AS JSONB) ELSE false END))),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.events AS events
FROM (SELECT line.series AS series, cells.bucket AS bucket, line.events AS events
FROM (SELECT chosen.bucket AS bucket, count(*) FILTER (WHERE chosen.met_0) AS events_0, count(*) FILTER (WHERE chosen.met_1 AND chosen.anonymous_id IS NOT NULL) AS events_1
FROM chosen GROUP BY chosen.bucket) AS cells JOIN LATERAL (VALUES (%(param_7)s::INTEGER, cells.events_0), (%(param_8)s::INTEGER, cells.events_1)) AS line (series, events) ON true) AS lines
WHERE lines.events > %(events_1)s::INTEGER),
ids AS
(SELECT chosen.anonymous_id AS anonymous_id, bit_or(%(param_11)s::BIGINT << chosen.bucket) FILTER (WHERE chosen.met_1) AS bits_1
FROM chosen
WHERE chosen.anonymous_id IS NOT NULL GROUP BY chosen.anonymous_id),
seen AS
(SELECT lines.visitor AS visitor, lines.bits AS bits
FROM (SELECT %(param_10)s::INTEGER AS series, visitors.visitor AS visitor, visitors.bits_1 AS bits
FROM (SELECT coalesce(spoor.identities.visitor_id, ids.anonymous_id) AS visitor, bit_or(ids.bits_1) AS bits_1
FROM ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, ids.anonymous_id)) AS visitors) AS lines
WHERE lines.bits IS NOT NULL)
 SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, counted.bucket AS bucket, CAST(NULL AS BOOLEAN) AS is_now, counted.events AS events, CAST(NULL AS BIGINT) AS visitors
FROM counted UNION ALL SELECT %(param_9)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, each_bit.bit AS bucket, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS events, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT count(*) AS visitors
FROM seen
WHERE ((seen.bits >> each_bit.bit) & %(param_11)s::BIGINT) = %(param_11)s::BIGINT) AS there ON true UNION ALL SELECT %(param_12)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, %(param_13)s AS is_now, CAST(NULL AS BIGINT) AS events, count(*) AS visitors
FROM (SELECT seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_14)s::BIGINT) AS once

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_now = 31
-- coalesce_1 = False
-- edges = [2026-09-30T22:00:00+00:00, … 5 in all …, 2026-10-25T23:00:00+00:00]
-- end = 2026-10-30T23:00:00+00:00
-- events_1 = 0
-- generate_series_1 = 0
-- jsonb_extract_path_1 = 'order'
-- jsonb_extract_path_2 = 'amount'
-- jsonb_typeof_1 = 'number'
-- last_bit = 4
-- name_1 = 'cart'
-- name_2 = 'purchase'
-- name_3 = 'error'
-- param_1 = 'plan'
-- param_10 = 1
-- param_11 = 1
-- param_12 = 1
-- param_13 = True
-- param_14 = 0
-- param_2 = 'null'
-- param_3 = ['"pro"', '"team"']
-- param_4 = 'order.amount'
-- param_5 = 'null'
-- param_6 = '10'
-- param_7 = 0
-- param_8 = 1
-- param_9 = 1
-- places = [0, … 5 in all …, 4]
-- start = 2026-09-30T22:00:00+00:00
