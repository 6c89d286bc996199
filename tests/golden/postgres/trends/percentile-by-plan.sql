-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": "purchase", "measure": "p90", "property": "amount"}], "breakdown": {"property": "plan"}}

/* trends */ WITH chosen AS
(SELECT looked_up.bucket AS bucket, looked_up.key AS key, looked_up.found_0 AS found_0, CASE WHEN (looked_up.found_0 BETWEEN CAST(%(param_11)s::VARCHAR AS JSONB) AND CAST(%(param_12)s::VARCHAR AS JSONB)) THEN CAST(looked_up.found_0 AS NUMERIC) END AS number_0
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB)) AS key, public.events.properties -> %(param_15)s::VARCHAR AS found_0
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR
 LIMIT ALL OFFSET %(param_16)s::INTEGER) AS looked_up
 LIMIT ALL OFFSET %(param_17)s::INTEGER),
spread AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.value AS value, lines.met AS met, lines.fraction AS fraction, lines.number AS number, lines.skipped AS skipped
FROM (SELECT %(param_6)s::INTEGER AS series, chosen.bucket AS bucket, chosen.key AS value, true AS met, %(param_7)s AS fraction, CASE WHEN (abs(chosen.number_0) < %(param_8)s) THEN %(param_9)s ELSE CAST(chosen.number_0 AS DOUBLE PRECISION) END AS number, chosen.found_0 != CAST(%(param_10)s::VARCHAR AS JSONB) AND chosen.number_0 IS NULL AS skipped
FROM chosen) AS lines
WHERE lines.met),
all_ranked AS
(SELECT summed.series AS series, summed.value AS value, summed.total AS total, CAST(row_number() OVER (PARTITION BY summed.series ORDER BY summed.value = CAST(%(param_3)s::VARCHAR AS JSONB), summed.total DESC NULLS LAST, summed.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed.value AS NUMERIC) END, (summed.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN max(known.quantile) END AS total
FROM (SELECT spread.series AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS skipped, percentile_cont(spread.fraction) WITHIN GROUP (ORDER BY spread.number) AS quantile, spread.value AS of_value
FROM spread
WHERE spread.bucket >= %(first)s::INTEGER GROUP BY spread.series, spread.fraction, spread.value) AS known GROUP BY known.series, known.of_value) AS summed),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS skipped, CAST(NULL AS DOUBLE PRECISION) AS quantile
FROM ranked UNION ALL SELECT placed_numbers.series AS series, placed_numbers.place AS place, placed_numbers.bucket AS bucket, CAST(NULL AS TEXT) AS value, placed_numbers.is_now AS is_now, count(*) FILTER (WHERE placed_numbers.skipped) AS skipped, percentile_cont(placed_numbers.fraction) WITHIN GROUP (ORDER BY placed_numbers.number) AS quantile
FROM (SELECT spread.series AS series, coalesce(ranked.place, %(param_18)s::INTEGER) AS place, spread.bucket >= %(first)s::INTEGER AS is_now, spread.bucket AS bucket, spread.fraction AS fraction, spread.number AS number, spread.skipped AS skipped
FROM spread LEFT OUTER JOIN ranked ON ranked.value = spread.value AND ranked.series = spread.series) AS placed_numbers GROUP BY GROUPING SETS((placed_numbers.series, placed_numbers.fraction, placed_numbers.place, placed_numbers.is_now), (placed_numbers.series, placed_numbers.fraction, placed_numbers.place, placed_numbers.is_now, placed_numbers.bucket))

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 30 in all …, 2026-10-30T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- first = 0
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'purchase'
-- param_1 = []
-- param_10 = 'null'
-- param_11 = '-1e+300'
-- param_12 = '1e+300'
-- param_13 = 'plan'
-- param_14 = 'null'
-- param_15 = 'amount'
-- param_16 = 0
-- param_17 = 0
-- param_18 = 0
-- param_2 = '…'
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = 0
-- param_7 = 0.9
-- param_8 = Decimal('1E-300')
-- param_9 = 0.0
-- place_1 = 10
-- places = [0, … 30 in all …, 29]
-- series_1 = 0
-- start = 2026-10-01T00:00:00+00:00
