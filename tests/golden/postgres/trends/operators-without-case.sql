-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": "purchase", "filters": [{"property": "city", "operator": "is", "value": "K\u00f6ln", "ignoreCase": true}, {"property": "city", "operator": "is", "value": ["a", "b", 1], "ignoreCase": true}, {"property": "$name", "operator": "isNot", "value": ["x", "y"], "ignoreCase": true}, {"property": "path", "operator": "contains", "value": "\u00e9", "ignoreCase": true}, {"property": "path", "operator": "startsWith", "value": ["/a", "/b"], "ignoreCase": true}, {"property": "tags", "operator": "has", "value": "new", "ignoreCase": true}, {"property": "agent", "operator": "matches", "value": "bot|crawl", "ignoreCase": true}]}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.name = %(name_1)s::VARCHAR AND (CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_2)s::VARCHAR, CAST(%(param_3)s::VARCHAR AS JSONB))) = %(jsonb_typeof_1)s::VARCHAR) THEN translate(lower((nullif(public.events.properties -> %(param_2)s::VARCHAR, CAST(%(param_3)s::VARCHAR AS JSONB)) #>> %(param_4)s::TEXT[]) COLLATE "C"), %(param_5)s::VARCHAR, %(param_6)s::VARCHAR) = %(translate_1)s::VARCHAR ELSE false END OR false) AND (CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_7)s::VARCHAR, CAST(%(param_8)s::VARCHAR AS JSONB))) = %(jsonb_typeof_2)s::VARCHAR) THEN lower((nullif(public.events.properties -> %(param_7)s::VARCHAR, CAST(%(param_8)s::VARCHAR AS JSONB)) #>> %(param_9)s::TEXT[]) COLLATE "C") = ANY (%(param_10)s::TEXT[]) ELSE false END OR nullif(public.events.properties -> %(param_7)s::VARCHAR, CAST(%(param_8)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_11)s::VARCHAR AS JSONB)) AND NOT (lower(public.events.name COLLATE "C") = ANY (%(param_12)s::TEXT[])) AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB))) = %(jsonb_typeof_3)s::VARCHAR) THEN strpos(translate(lower((nullif(public.events.properties -> %(param_13)s::VARCHAR, CAST(%(param_14)s::VARCHAR AS JSONB)) #>> %(param_15)s::TEXT[]) COLLATE "C"), %(param_16)s::VARCHAR, %(param_17)s::VARCHAR), %(strpos_1)s::VARCHAR) > %(strpos_2)s::INTEGER ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_18)s::VARCHAR, CAST(%(param_19)s::VARCHAR AS JSONB))) = %(jsonb_typeof_4)s::VARCHAR) THEN lower((nullif(public.events.properties -> %(param_18)s::VARCHAR, CAST(%(param_19)s::VARCHAR AS JSONB)) #>> %(param_20)s::TEXT[]) COLLATE "C") LIKE ANY (%(param_21)s::TEXT[]) ELSE false END AND CASE WHEN (jsonb_typeof(CAST(lower(CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_22)s::VARCHAR, CAST(%(param_23)s::VARCHAR AS JSONB))) = %(jsonb_typeof_5)s::VARCHAR) THEN CAST(nullif(public.events.properties -> %(param_22)s::VARCHAR, CAST(%(param_23)s::VARCHAR AS JSONB)) AS TEXT) END COLLATE "C") AS JSONB)) = %(jsonb_typeof_6)s::VARCHAR) THEN CAST(lower(CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_22)s::VARCHAR, CAST(%(param_23)s::VARCHAR AS JSONB))) = %(jsonb_typeof_5)s::VARCHAR) THEN CAST(nullif(public.events.properties -> %(param_22)s::VARCHAR, CAST(%(param_23)s::VARCHAR AS JSONB)) AS TEXT) END COLLATE "C") AS JSONB) @> ANY (CAST(%(param_24)s::TEXT[] AS JSONB[])) ELSE false END AND CASE WHEN (jsonb_typeof(nullif(public.events.properties -> %(param_25)s::VARCHAR, CAST(%(param_26)s::VARCHAR AS JSONB))) = %(jsonb_typeof_7)s::VARCHAR) THEN (nullif(public.events.properties -> %(param_25)s::VARCHAR, CAST(%(param_26)s::VARCHAR AS JSONB)) #>> %(param_27)s::TEXT[]) COLLATE "C" ~ %(param_28)s::VARCHAR ELSE false END),
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
-- jsonb_typeof_1 = 'string'
-- jsonb_typeof_2 = 'string'
-- jsonb_typeof_3 = 'string'
-- jsonb_typeof_4 = 'string'
-- jsonb_typeof_5 = 'array'
-- jsonb_typeof_6 = 'array'
-- jsonb_typeof_7 = 'string'
-- name_1 = 'purchase'
-- param_1 = 0
-- param_10 = ['a', 'b']
-- param_11 = '1'
-- param_12 = ['x', 'y']
-- param_13 = 'path'
-- param_14 = 'null'
-- param_15 = []
-- param_16 = 'É'
-- param_17 = 'é'
-- param_18 = 'path'
-- param_19 = 'null'
-- param_2 = 'city'
-- param_20 = []
-- param_21 = ['/a%', '/b%']
-- param_22 = 'tags'
-- param_23 = 'null'
-- param_24 = ['["new"]']
-- param_25 = 'agent'
-- param_26 = 'null'
-- param_27 = []
-- param_28 = '[Bb][Oo][Tt]|[Cc][Rr][Aa][Ww][Ll]'
-- param_3 = 'null'
-- param_4 = []
-- param_5 = 'KÖ'
-- param_6 = 'kö'
-- param_7 = 'city'
-- param_8 = 'null'
-- param_9 = []
-- places = [0, … 30 in all …, 29]
-- start = 2026-10-01T00:00:00+00:00
-- strpos_1 = 'é'
-- strpos_2 = 0
-- translate_1 = 'köln'
