-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": "purchase", "measure": "sum", "property": "amount"}]}

/* trends */ WITH chosen AS
(SELECT looked_up.bucket AS bucket, looked_up.found_0 AS found_0, CASE WHEN (looked_up.found_0 BETWEEN CAST(%(param_3)s::VARCHAR AS JSONB) AND CAST(%(param_4)s::VARCHAR AS JSONB)) THEN CAST(looked_up.found_0 AS NUMERIC) END AS number_0
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.properties -> %(param_5)s::VARCHAR AS found_0
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR
 LIMIT ALL OFFSET %(param_6)s::INTEGER) AS looked_up
 LIMIT ALL OFFSET %(param_7)s::INTEGER),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.events AS events, lines.numbers AS numbers, lines.amount AS amount, lines.skipped AS skipped
FROM (SELECT %(param_1)s::INTEGER AS series, cells.bucket AS bucket, cells.events_0 AS events, cells.numbers_0 AS numbers, cells.amount_0 AS amount, cells.skipped_0 AS skipped
FROM (SELECT chosen.bucket AS bucket, count(*) AS events_0, count(chosen.number_0) AS numbers_0, sum(chosen.number_0) AS amount_0, count(*) FILTER (WHERE chosen.found_0 != CAST(%(param_2)s::VARCHAR AS JSONB) AND chosen.number_0 IS NULL) AS skipped_0
FROM chosen GROUP BY chosen.bucket) AS cells) AS lines
WHERE lines.events > %(events_1)s::INTEGER)
 SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, counted.bucket AS bucket, counted.events AS events, counted.numbers AS numbers, counted.amount AS amount, counted.skipped AS skipped
FROM counted

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 30 in all …, 2026-10-30T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- events_1 = 0
-- name_1 = 'purchase'
-- param_1 = 0
-- param_2 = 'null'
-- param_3 = '-1e+300'
-- param_4 = '1e+300'
-- param_5 = 'amount'
-- param_6 = 0
-- param_7 = 0
-- places = [0, … 30 in all …, 29]
-- start = 2026-10-01T00:00:00+00:00
