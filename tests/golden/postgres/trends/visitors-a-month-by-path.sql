-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "month", "series": [{"event": "page_view", "measure": "visitors"}], "breakdown": {"property": "path", "limit": 50}}

/* trends */ WITH chosen AS
(SELECT %(param_9)s::INTEGER AS bucket, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, coalesce(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)) AS key
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR),
seen AS
(SELECT lines.visitor AS visitor, lines.value AS value
FROM (SELECT %(param_7)s::INTEGER AS series, visitors.visitor AS visitor, visitors.key AS value, visitors.bits_0 AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.key AS key, %(param_8)s::BIGINT AS bits_0
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.key) AS visitors) AS lines
WHERE lines.bits IS NOT NULL),
all_ranked AS
(SELECT summed.series AS series, summed.value AS value, summed.total AS total, summed.visitors AS visitors, CAST(row_number() OVER (PARTITION BY summed.series ORDER BY summed.value = CAST(%(param_3)s::VARCHAR AS JSONB), summed.total DESC NULLS LAST, summed.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed.value AS NUMERIC) END, (summed.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) END AS total, CAST(sum(known.visitors) AS BIGINT) AS visitors
FROM (SELECT %(param_6)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, count(*) AS visitors, once.value AS of_value
FROM (SELECT seen.value AS value, seen.visitor AS visitor
FROM seen) AS once GROUP BY once.value) AS known GROUP BY known.series, known.of_value) AS summed),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.visitors AS visitors, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false),
others AS
(SELECT %(param_15)s::INTEGER AS place, seen.visitor AS visitor
FROM seen LEFT OUTER JOIN ranked ON ranked.value = seen.value AND ranked.series = %(param_16)s::INTEGER
WHERE ranked.place IS NULL AND (EXISTS (SELECT *
FROM all_ranked
WHERE all_ranked.place > %(place_2)s::INTEGER OR all_ranked.is_other)) GROUP BY seen.visitor)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS visitors
FROM ranked UNION ALL SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_12)s AS is_now, ranked.visitors AS visitors
FROM ranked
WHERE ranked.visitors IS NOT NULL UNION ALL SELECT %(param_13)s::INTEGER AS series, once.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_14)s AS is_now, count(*) AS visitors
FROM (SELECT others.place AS place, others.visitor AS visitor
FROM others) AS once GROUP BY once.place

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- end = 2026-10-31T00:00:00+00:00
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'page_view'
-- param_1 = []
-- param_10 = 'path'
-- param_11 = 'null'
-- param_12 = True
-- param_13 = 0
-- param_14 = True
-- param_15 = 0
-- param_16 = 0
-- param_2 = '…'
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = 0
-- param_7 = 0
-- param_8 = 1
-- param_9 = 0
-- place_1 = 50
-- place_2 = 50
-- series_1 = 0
-- start = 2026-10-01T00:00:00+00:00
