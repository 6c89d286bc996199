-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "breakdown": {"property": "$pathname"}}

/* sessions */ WITH begun AS
(SELECT sessions.visitor AS visitor, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started_before, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket_before, CAST(sessions.events AS INTEGER) AS events, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_7)s::INTEGER AS BIGINT) AS lasted, sessions.key AS key
FROM (SELECT line.visitor AS visitor, coalesce(lag(line.next, %(lag_1)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), line.first_ever) AS started, CASE WHEN (lag(line.next, %(lag_1)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first) IS NOT NULL) THEN coalesce(lag(line.next, %(lag_2)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), line.first_ever) END AS started_before, line.ended AS ended, line.events - coalesce(lag(line.events, %(lag_3)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), %(coalesce_1)s::INTEGER) AS events, CASE WHEN (lag(line.next, %(lag_1)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first) IS NOT NULL) THEN lag(line.next_key, %(lag_4)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first) ELSE line.first_key END AS key
FROM (SELECT stretches.first AS first, min(stretches.first) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS first_ever, max(stretches.last) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS ended, sum(stretches.events) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS events, lead(stretches.first) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS next, coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" AS visitor, stretches.key AS key, first_value(stretches.key) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS first_key, lead(stretches.key) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first, stretches.key = CAST(%(param_8)s::VARCHAR AS JSONB), CAST(stretches.key AS TEXT) COLLATE "C" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS next_key
FROM (SELECT public.events.occurred_at AS first, public.events.occurred_at AS last, %(param_9)s::INTEGER AS events, public.events.anonymous_id AS anonymous_id, coalesce(public.events.properties -> %(param_10)s::VARCHAR, CAST(%(param_11)s::VARCHAR AS JSONB)) AS key
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL) AS stretches LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = stretches.anonymous_id) AS line
WHERE line.next IS NULL OR line.next - line.ended > %(session_gap)s::INTERVAL) AS sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE),
sessions AS
(SELECT %(param_6)s AS is_now, begun.visitor AS visitor, begun.bucket AS bucket, begun.events AS events, begun.lasted AS lasted, begun.key AS value
FROM begun),
told AS
(SELECT ranked.value AS value, ranked.place AS place
FROM (SELECT totals.value AS value, totals.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other, CAST(row_number() OVER (ORDER BY totals.value = CAST(%(param_3)s::VARCHAR AS JSONB), totals.total DESC, totals.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(totals.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(totals.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(totals.value AS NUMERIC) END, (totals.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(totals.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place
FROM (SELECT sessions.value AS value, count(*) AS total
FROM sessions
WHERE sessions.is_now GROUP BY sessions.value) AS totals) AS ranked
WHERE ranked.place <= %(place_1)s::INTEGER AND ranked.is_other IS false)
 SELECT CAST(NULL AS BOOLEAN) AS is_now, told.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(told.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(told.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(told.value AS TEXT) END AS value, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS visitors, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS lasted, CAST(NULL AS DOUBLE PRECISION) AS median
FROM told UNION ALL SELECT placed.is_now AS is_now, placed.place AS place, placed.bucket AS bucket, CAST(NULL AS TEXT) AS value, count(*) AS sessions, count(DISTINCT placed.visitor) AS visitors, count(*) FILTER (WHERE placed.events = %(events_1)s::INTEGER) AS bounces, sum(placed.events) AS events, CAST(sum(placed.lasted) AS BIGINT) AS lasted, percentile_cont(%(percentile_cont_1)s) WITHIN GROUP (ORDER BY placed.lasted) AS median
FROM (SELECT sessions.is_now AS is_now, sessions.visitor AS visitor, sessions.bucket AS bucket, sessions.events AS events, sessions.lasted AS lasted, coalesce(told.place, %(param_12)s::INTEGER) AS place
FROM sessions LEFT OUTER JOIN told ON told.value = sessions.value) AS placed GROUP BY GROUPING SETS((placed.is_now), (placed.is_now, placed.place), (placed.is_now, placed.bucket), (placed.is_now, placed.place, placed.bucket))

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- date_part_1 = 'epoch'
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- events_1 = 1
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- lag_1 = 1
-- lag_2 = 2
-- lag_3 = 1
-- lag_4 = 1
-- left_1 = 500
-- length_1 = 500
-- param_1 = []
-- param_10 = '$pathname'
-- param_11 = 'null'
-- param_12 = 0
-- param_2 = '…'
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = True
-- param_7 = 1000000
-- param_8 = 'null'
-- param_9 = 1
-- percentile_cont_1 = 0.5
-- place_1 = 10
-- places = [0, … 31 in all …, 30]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-10-23T21:30:00+00:00
-- start = 2026-10-23T22:00:00+00:00
-- until = 2026-11-24T23:00:00+00:00
