-- {"from": "2026-10-01", "to": "2026-10-15", "interval": "day", "compare": "previous", "series": [{"event": "cart", "measure": "visitors"}, {"event": "purchase", "measure": "visitors"}], "breakdown": {"property": "country"}, "formulas": [{"expression": "B / A * 100", "label": "Conversion"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, coalesce(public.events.properties -> %(param_8)s::VARCHAR, CAST(%(param_9)s::VARCHAR AS JSONB)) AS key, public.events.name = %(name_1)s::VARCHAR AS met_0, public.events.name = %(name_2)s::VARCHAR AS met_1
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND (public.events.name = %(name_1)s::VARCHAR OR public.events.name = %(name_2)s::VARCHAR)),
seen AS
(SELECT lines.series AS series, lines.visitor AS visitor, lines.value AS value, lines.bits AS bits
FROM (SELECT line.series AS series, visitors.visitor AS visitor, visitors.key AS value, line.bits AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.key AS key, bit_or(%(param_7)s::BIGINT << chosen.bucket) FILTER (WHERE chosen.met_0) AS bits_0, bit_or(%(param_7)s::BIGINT << chosen.bucket) FILTER (WHERE chosen.met_1) AS bits_1
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.key) AS visitors JOIN LATERAL (VALUES (%(param_10)s::INTEGER, visitors.bits_0), (%(param_11)s::INTEGER, visitors.bits_1)) AS line (series, bits) ON true) AS lines
WHERE lines.bits IS NOT NULL),
all_ranked AS
(SELECT %(param_3)s::INTEGER AS series, of_first.value AS value, of_first.is_other AS is_other, CAST(row_number() OVER (ORDER BY of_first.is_other, of_first.series, of_first.total DESC NULLS LAST, of_first.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(of_first.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(of_first.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(of_first.value AS NUMERIC) END, (of_first.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(of_first.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place
FROM (SELECT DISTINCT ON (summed.value) summed.series AS series, summed.value AS value, summed.total AS total, summed.visitors AS visitors, summed.value = CAST(%(param_6)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) WHEN (known.series = %(series_2)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) END AS total, CAST(sum(known.visitors) AS BIGINT) AS visitors
FROM (SELECT once.series AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, count(*) AS visitors, once.value AS of_value
FROM (SELECT seen.series AS series, seen.value AS value, seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_12)s::BIGINT) AS once GROUP BY once.series, once.value) AS known GROUP BY known.series, known.of_value) AS summed ORDER BY summed.value, summed.series) AS of_first),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false),
placed_visitors AS
(SELECT ranked.place AS place, seen.series AS series, seen.visitor AS visitor, seen.bits AS bits
FROM seen JOIN ranked ON ranked.value = seen.value UNION ALL SELECT %(param_13)s::INTEGER AS place, seen.series AS series, seen.visitor AS visitor, bit_or(seen.bits) AS bits
FROM seen LEFT OUTER JOIN ranked ON ranked.value = seen.value
WHERE ranked.place IS NULL GROUP BY seen.series, seen.visitor)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS visitors
FROM ranked UNION ALL SELECT there.series AS series, there.place AS place, each_bit.bit AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT placed_visitors.series AS series, placed_visitors.place AS place, count(*) AS visitors
FROM placed_visitors
WHERE ((placed_visitors.bits >> each_bit.bit) & %(param_7)s::BIGINT) = %(param_7)s::BIGINT GROUP BY placed_visitors.series, placed_visitors.place) AS there ON true UNION ALL SELECT once.series AS series, once.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_14)s AS is_now, count(*) AS visitors
FROM (SELECT placed_visitors.series AS series, placed_visitors.place AS place, placed_visitors.visitor AS visitor
FROM placed_visitors
WHERE (placed_visitors.bits & %(bits_before)s::BIGINT) != %(param_15)s::BIGINT) AS once GROUP BY once.series, once.place UNION ALL SELECT once.series AS series, once.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_16)s AS is_now, count(*) AS visitors
FROM (SELECT placed_visitors.series AS series, placed_visitors.place AS place, placed_visitors.visitor AS visitor
FROM placed_visitors
WHERE (placed_visitors.bits & %(bits_now)s::BIGINT) != %(param_17)s::BIGINT) AS once GROUP BY once.series, once.place

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_before = 16383
-- bits_now = 268419072
-- edges = [2026-09-17T00:00:00+00:00, … 28 in all …, 2026-10-14T00:00:00+00:00]
-- end = 2026-10-15T00:00:00+00:00
-- generate_series_1 = 0
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- last_bit = 27
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'cart'
-- name_2 = 'purchase'
-- param_1 = []
-- param_10 = 0
-- param_11 = 1
-- param_12 = 0
-- param_13 = 0
-- param_14 = False
-- param_15 = 0
-- param_16 = True
-- param_17 = 0
-- param_2 = '…'
-- param_3 = 0
-- param_4 = 'null'
-- param_5 = []
-- param_6 = '"$other"'
-- param_7 = 1
-- param_8 = 'country'
-- param_9 = 'null'
-- place_1 = 10
-- places = [0, … 28 in all …, 27]
-- series_1 = 0
-- series_2 = 1
-- start = 2026-09-17T00:00:00+00:00
