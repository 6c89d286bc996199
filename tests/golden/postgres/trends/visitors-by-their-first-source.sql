-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "series": [{"event": "order completed", "measure": "visitors"}], "breakdown": {"property": "$source", "of": "visitor", "limit": 5}}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, coalesce(first_key.key, CAST(%(param_9)s::VARCHAR AS JSONB)) AS key
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id LEFT OUTER JOIN (SELECT DISTINCT ON (coalesce(spoor.identities.visitor_id, ids.anonymous_id)) coalesce(spoor.identities.visitor_id, ids.anonymous_id) AS visitor, ids.key AS key
FROM (SELECT public.events.anonymous_id AS anonymous_id, coalesce(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)) AS key, min(public.events.occurred_at) AS first
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(first_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(first_until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY public.events.anonymous_id, coalesce(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB))) AS ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id ORDER BY coalesce(spoor.identities.visitor_id, ids.anonymous_id), ids.first, ids.key = CAST(%(param_12)s::VARCHAR AS JSONB), CAST(ids.key AS TEXT) COLLATE "C") AS first_key ON first_key.visitor = coalesce(spoor.identities.visitor_id, public.events.anonymous_id)
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR),
seen AS
(SELECT lines.visitor AS visitor, lines.value AS value, lines.bits AS bits
FROM (SELECT %(param_7)s::INTEGER AS series, visitors.visitor AS visitor, visitors.key AS value, visitors.bits_0 AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.key AS key, bit_or(%(param_8)s::BIGINT << chosen.bucket) AS bits_0
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.key) AS visitors) AS lines
WHERE lines.bits IS NOT NULL),
all_ranked AS
(SELECT summed.series AS series, summed.value AS value, summed.total AS total, summed.visitors AS visitors, CAST(row_number() OVER (PARTITION BY summed.series ORDER BY summed.value = CAST(%(param_3)s::VARCHAR AS JSONB), summed.total DESC NULLS LAST, summed.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed.value AS NUMERIC) END, (summed.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) END AS total, CAST(sum(known.visitors) AS BIGINT) AS visitors
FROM (SELECT %(param_6)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, count(*) AS visitors, once.value AS of_value
FROM (SELECT seen.value AS value, seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_13)s::BIGINT) AS once GROUP BY once.value) AS known GROUP BY known.series, known.of_value) AS summed),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.visitors AS visitors, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false),
placed_visitors AS
(SELECT ranked.place AS place, seen.visitor AS visitor, seen.bits AS bits
FROM seen JOIN ranked ON ranked.value = seen.value AND ranked.series = %(param_15)s::INTEGER UNION ALL SELECT %(param_16)s::INTEGER AS place, seen.visitor AS visitor, bit_or(seen.bits) AS bits
FROM seen LEFT OUTER JOIN ranked ON ranked.value = seen.value AND ranked.series = %(param_17)s::INTEGER
WHERE ranked.place IS NULL AND (EXISTS (SELECT *
FROM all_ranked
WHERE all_ranked.place > %(place_2)s::INTEGER OR all_ranked.is_other)) GROUP BY seen.visitor)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS visitors
FROM ranked UNION ALL SELECT %(param_14)s::INTEGER AS series, there.place AS place, each_bit.bit AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT placed_visitors.place AS place, count(*) AS visitors
FROM placed_visitors
WHERE ((placed_visitors.bits >> each_bit.bit) & %(param_8)s::BIGINT) = %(param_8)s::BIGINT GROUP BY placed_visitors.place) AS there ON true UNION ALL SELECT %(param_18)s::INTEGER AS series, once.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_19)s AS is_now, count(*) AS visitors
FROM (SELECT placed_visitors.place AS place, placed_visitors.visitor AS visitor
FROM placed_visitors
WHERE (placed_visitors.bits & %(bits_now)s::BIGINT) != %(param_20)s::BIGINT) AS once GROUP BY once.place

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_now = 2147483647
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- first_since = 2026-07-25T22:00:00+00:00
-- first_until = 2026-11-23T23:00:00+00:00
-- generate_series_1 = 0
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- last_bit = 30
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'order completed'
-- param_1 = []
-- param_10 = '$source'
-- param_11 = 'null'
-- param_12 = 'null'
-- param_13 = 0
-- param_14 = 0
-- param_15 = 0
-- param_16 = 0
-- param_17 = 0
-- param_18 = 0
-- param_19 = True
-- param_2 = '…'
-- param_20 = 0
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = 0
-- param_7 = 0
-- param_8 = 1
-- param_9 = 'null'
-- place_1 = 5
-- place_2 = 5
-- places = [0, … 31 in all …, 30]
-- series_1 = 0
-- start = 2026-10-23T22:00:00+00:00
