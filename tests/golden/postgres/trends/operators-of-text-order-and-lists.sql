-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "week", "weekStart": "sunday", "filters": [{"property": "path", "operator": "matches", "value": "^/(products|shop)/\\d+\\b"}, {"property": "path", "operator": "endsWith", "value": [".html", "/"]}, {"property": "query", "operator": "endsWith", "value": "=1"}, {"property": "price", "operator": "between", "value": [10, 20.5]}, {"property": "at", "operator": "between", "value": ["2026-10-01", "2026-10-05"]}, {"property": "tags", "operator": "has", "value": ["new", 1]}], "series": [{"event": "purchase"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_2)s::VARCHAR, CAST(%(param_3)s::VARCHAR AS JSONB))) = %(jsonb_typeof_1)s::VARCHAR) THEN (nullif(public.events.properties -> %(param_2)s::VARCHAR, CAST(%(param_3)s::VARCHAR AS JSONB)) #>> %(param_4)s::TEXT[]) COLLATE "C" ~ %(param_5)s::VARCHAR ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB))) = %(jsonb_typeof_2)s::VARCHAR) THEN (nullif(public.events.properties -> %(param_6)s::VARCHAR, CAST(%(param_7)s::VARCHAR AS JSONB)) #>> %(param_8)s::TEXT[]) LIKE ANY (%(param_9)s::TEXT[]) ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB))) = %(jsonb_typeof_3)s::VARCHAR) THEN right(nullif(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)) #>> %(param_12)s::TEXT[], %(right_1)s::INTEGER) = %(right_2)s::VARCHAR ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB))) = %(jsonb_typeof_4)s::VARCHAR) THEN nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB)) >= CAST(%(param_15)s::VARCHAR AS JSONB) ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB))) = %(jsonb_typeof_5)s::VARCHAR) THEN nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB)) <= CAST(%(param_16)s::VARCHAR AS JSONB) ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB))) = %(jsonb_typeof_6)s::VARCHAR) THEN ((nullif(public.events.properties -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)) #>> %(param_19)s::TEXT[]) COLLATE "C") >= %(param_20)s::VARCHAR ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB))) = %(jsonb_typeof_7)s::VARCHAR) THEN ((nullif(public.events.properties -> %(param_17)s::VARCHAR, CAST(%(param_18)s::VARCHAR AS JSONB)) #>> %(param_21)s::TEXT[]) COLLATE "C") <= %(param_22)s::VARCHAR ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_23)s::VARCHAR, CAST(%(param_24)s::VARCHAR AS JSONB))) = %(jsonb_typeof_8)s::VARCHAR) THEN nullif(public.events.properties -> %(param_23)s::VARCHAR, CAST(%(param_24)s::VARCHAR AS JSONB)) @> ANY (CAST(%(param_25)s::TEXT[] AS JSONB[])) ELSE false END AND public.events.name = %(name_1)s::VARCHAR),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.events AS events
FROM (SELECT %(param_1)s::INTEGER AS series, cells.bucket AS bucket, cells.events_0 AS events
FROM (SELECT chosen.bucket AS bucket, count(*) AS events_0
FROM chosen GROUP BY chosen.bucket) AS cells) AS lines
WHERE lines.events > %(events_1)s::INTEGER)
 SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, counted.bucket AS bucket, counted.events AS events
FROM counted

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 5 in all …, 2026-10-25T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- events_1 = 0
-- jsonb_typeof_1 = 'string'
-- jsonb_typeof_2 = 'string'
-- jsonb_typeof_3 = 'string'
-- jsonb_typeof_4 = 'number'
-- jsonb_typeof_5 = 'number'
-- jsonb_typeof_6 = 'string'
-- jsonb_typeof_7 = 'string'
-- jsonb_typeof_8 = 'array'
-- name_1 = 'purchase'
-- param_1 = 0
-- param_10 = 'query'
-- param_11 = 'null'
-- param_12 = []
-- param_13 = 'price'
-- param_14 = 'null'
-- param_15 = '10'
-- param_16 = '20.5'
-- param_17 = 'at'
-- param_18 = 'null'
-- param_19 = []
-- param_2 = 'path'
-- param_20 = '2026-10-01'
-- param_21 = []
-- param_22 = '2026-10-05'
-- param_23 = 'tags'
-- param_24 = 'null'
-- param_25 = ['["new"]', '[1]']
-- param_3 = 'null'
-- param_4 = []
-- param_5 = '^\\/(?:products|shop)\\/(?:[0-9])+(?:(?<![0-9A-Z\\_a-z])(?=[0-9A-Z\\_a-z])|(?<=[0-9A-Z\\_a-z])(?![0-9A-Z\\_a-z]))'
-- param_6 = 'path'
-- param_7 = 'null'
-- param_8 = []
-- param_9 = ['%.html', '%/']
-- places = [0, … 5 in all …, 4]
-- right_1 = 2
-- right_2 = '=1'
-- start = 2026-10-01T00:00:00+00:00
