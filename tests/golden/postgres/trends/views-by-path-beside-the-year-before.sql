-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "series": [{"event": "$pageview", "measure": "total"}], "breakdown": {"property": "$pathname"}, "compare": "previousYear"}

/* trends */ WITH chosen AS
(SELECT (CAST(%(apart_places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(apart_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(public.events.properties -> %(param_7)s::VARCHAR, CAST(%(param_8)s::VARCHAR AS JSONB)) AS key
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(apart_end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(apart_start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR UNION ALL SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(public.events.properties -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)) AS key
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_2)s::VARCHAR),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.value AS value, lines.events AS events
FROM (SELECT %(param_6)s::INTEGER AS series, cells.bucket AS bucket, cells.value AS value, cells.events_0 AS events
FROM (SELECT chosen.bucket AS bucket, chosen.key AS value, count(*) AS events_0
FROM chosen GROUP BY chosen.bucket, chosen.key) AS cells) AS lines
WHERE lines.events > %(events_1)s::INTEGER),
all_ranked AS
(SELECT summed.series AS series, summed.value AS value, summed.total AS total, CAST(row_number() OVER (PARTITION BY summed.series ORDER BY summed.value = CAST(%(param_3)s::VARCHAR AS JSONB), summed.total DESC NULLS LAST, summed.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed.value AS NUMERIC) END, (summed.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.events) AS DOUBLE PRECISION) END AS total
FROM (SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, counted.events AS events, counted.value AS of_value
FROM counted
WHERE counted.bucket >= %(first)s::INTEGER) AS known GROUP BY known.series, known.of_value) AS summed),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BIGINT) AS events
FROM ranked UNION ALL SELECT counted.series AS series, coalesce(ranked.place, %(param_11)s::INTEGER) AS place, counted.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(sum(counted.events) AS BIGINT) AS events
FROM counted LEFT OUTER JOIN ranked ON ranked.value = counted.value AND ranked.series = counted.series GROUP BY counted.series, coalesce(ranked.place, %(param_11)s::INTEGER), counted.bucket

-- apart_edges = [2025-10-23T22:00:00+00:00, … 31 in all …, 2025-11-22T23:00:00+00:00]
-- apart_end = 2025-11-23T23:00:00+00:00
-- apart_places = [0, … 31 in all …, 30]
-- apart_start = 2025-10-23T22:00:00+00:00
-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- events_1 = 0
-- first = 31
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- left_1 = 500
-- length_1 = 500
-- name_1 = '$pageview'
-- name_2 = '$pageview'
-- param_1 = []
-- param_10 = 'null'
-- param_11 = 0
-- param_2 = '…'
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = 0
-- param_7 = '$pathname'
-- param_8 = 'null'
-- param_9 = '$pathname'
-- place_1 = 10
-- places = [31, … 31 in all …, 61]
-- series_1 = 0
-- start = 2026-10-23T22:00:00+00:00
