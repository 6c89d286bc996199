-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": "page_view"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.events AS events
FROM (SELECT %(param_1)s::INTEGER AS series, cells.bucket AS bucket, cells.events_0 AS events
FROM (SELECT chosen.bucket AS bucket, count(*) AS events_0
FROM chosen GROUP BY chosen.bucket) AS cells) AS lines
WHERE lines.events > %(events_1)s::INTEGER)
 SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, counted.bucket AS bucket, counted.events AS events
FROM counted

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 30 in all …, 2026-10-30T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- events_1 = 0
-- name_1 = 'page_view'
-- param_1 = 0
-- places = [0, … 30 in all …, 29]
-- start = 2026-10-01T00:00:00+00:00
