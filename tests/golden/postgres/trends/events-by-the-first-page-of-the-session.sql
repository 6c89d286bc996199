-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "series": [{"event": "order completed", "measure": "total"}, {"event": null, "measure": "sessions"}], "breakdown": {"property": "$pathname", "of": "session"}}

/* trends */ WITH chosen AS
(SELECT of_ends.bucket AS bucket, of_ends.occurred_at AS occurred_at, of_ends.visitor AS visitor, of_ends.met_0 AS met_0, of_ends.met_1 AS met_1, of_ends.key AS key
FROM (SELECT cut.bucket AS bucket, cut.occurred_at AS occurred_at, cut.visitor AS visitor, cut.met_0 AS met_0, cut.met_1 AS met_1, coalesce(CASE WHEN (cut.whose IS NOT NULL) THEN first_value(cut.key) OVER (PARTITION BY cut.whose, cut.began ORDER BY cut.happened_at, cut.key = CAST(%(param_7)s::VARCHAR AS JSONB), CAST(cut.key AS TEXT) COLLATE "C") END, CAST(%(param_8)s::VARCHAR AS JSONB)) AS key, cut.is_wanted AS is_wanted
FROM (SELECT beside.bucket AS bucket, beside.occurred_at AS occurred_at, beside.visitor AS visitor, beside.met_0 AS met_0, beside.met_1 AS met_1, beside.key AS key, beside.whose AS whose, beside.happened_at AS happened_at, beside.is_wanted AS is_wanted, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.happened_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.happened_at END) OVER (PARTITION BY beside.whose ORDER BY beside.happened_at) AS began
FROM (SELECT wide.bucket AS bucket, wide.occurred_at AS occurred_at, wide.visitor AS visitor, wide.met_0 AS met_0, wide.met_1 AS met_1, wide.key AS key, wide.whose AS whose, wide.happened_at AS happened_at, wide.is_wanted AS is_wanted, lag(wide.happened_at) OVER (PARTITION BY wide.whose ORDER BY wide.happened_at) AS before
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.occurred_at AS occurred_at, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.name = %(name_1)s::VARCHAR AS met_0, true AS met_1, coalesce(public.events.properties -> %(param_9)s::VARCHAR, CAST(%(param_10)s::VARCHAR AS JSONB)) AS key, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS whose, public.events.occurred_at AS happened_at, public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE - %(session_gap)s::INTERVAL AS is_wanted
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(told_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_until)s::TIMESTAMP WITH TIME ZONE) AS wide) AS beside) AS cut) AS of_ends
WHERE of_ends.is_wanted),
counted AS
(SELECT lines.series AS series, lines.bucket AS bucket, lines.value AS value, lines.events AS events
FROM (SELECT %(param_6)s::INTEGER AS series, cells.bucket AS bucket, cells.value AS value, cells.events_0 AS events
FROM (SELECT chosen.bucket AS bucket, chosen.key AS value, count(*) FILTER (WHERE chosen.met_0) AS events_0
FROM chosen
WHERE chosen.bucket IS NOT NULL GROUP BY chosen.bucket, chosen.key) AS cells) AS lines
WHERE lines.events > %(events_1)s::INTEGER),
visited AS
(SELECT lines.series AS series, lines.visitor AS visitor, lines.began AS began, lines.bucket AS bucket, lines.value AS value, lines.met AS met
FROM (SELECT %(param_11)s::INTEGER AS series, sessions.visitor AS visitor, sessions.began AS began, sessions.bucket AS bucket, sessions.value AS value, sessions.met_in_1 AS met
FROM (SELECT of_session.visitor AS visitor, of_session.began AS began, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, of_session.key AS value, bool_or(of_session.met_1) AS met_in_1
FROM (SELECT beside.bucket AS bucket, beside.occurred_at AS occurred_at, beside.visitor AS visitor, beside.met_0 AS met_0, beside.met_1 AS met_1, beside.key AS key, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.occurred_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.occurred_at END) OVER (PARTITION BY beside.visitor COLLATE "C" ORDER BY beside.occurred_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
FROM (SELECT chosen.bucket AS bucket, chosen.occurred_at AS occurred_at, chosen.visitor AS visitor, chosen.met_0 AS met_0, chosen.met_1 AS met_1, chosen.key AS key, lag(chosen.occurred_at) OVER (PARTITION BY chosen.visitor COLLATE "C" ORDER BY chosen.occurred_at) AS before
FROM chosen
WHERE chosen.visitor IS NOT NULL) AS beside) AS of_session
WHERE of_session.bucket IS NOT NULL AND of_session.began >= %(start)s::TIMESTAMP WITH TIME ZONE AND (of_session.bucket < %(first)s::INTEGER) = ((CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] < %(first)s::INTEGER) GROUP BY of_session.visitor, of_session.began, of_session.key) AS sessions) AS lines
WHERE lines.met),
all_ranked AS
(SELECT summed.series AS series, summed.value AS value, summed.total AS total, CAST(row_number() OVER (PARTITION BY summed.series ORDER BY summed.value = CAST(%(param_3)s::VARCHAR AS JSONB), summed.total DESC NULLS LAST, summed.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed.value AS NUMERIC) END, (summed.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed.value = CAST(%(param_3)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.events) AS DOUBLE PRECISION) WHEN (known.series = %(series_2)s::INTEGER) THEN CAST(sum(known.sessions) AS DOUBLE PRECISION) END AS total
FROM (SELECT counted.series AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, counted.events AS events, CAST(NULL AS BIGINT) AS sessions, counted.value AS of_value
FROM counted
WHERE counted.bucket >= %(first)s::INTEGER UNION ALL SELECT visited.series AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS events, count(*) AS sessions, visited.value AS of_value
FROM visited
WHERE visited.bucket >= %(first)s::INTEGER GROUP BY visited.series, visited.value) AS known GROUP BY known.series, known.of_value) AS summed),
ranked AS
(SELECT all_ranked.series AS series, all_ranked.value AS value, all_ranked.place AS place
FROM all_ranked
WHERE all_ranked.place <= %(place_1)s::INTEGER AND all_ranked.is_other IS false)
 SELECT ranked.series AS series, ranked.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked.value AS TEXT) END AS value, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS sessions
FROM ranked UNION ALL SELECT counted.series AS series, coalesce(ranked.place, %(param_12)s::INTEGER) AS place, counted.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(sum(counted.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS sessions
FROM counted LEFT OUTER JOIN ranked ON ranked.value = counted.value AND ranked.series = counted.series GROUP BY counted.series, coalesce(ranked.place, %(param_12)s::INTEGER), counted.bucket UNION ALL SELECT once.series AS series, once.place AS place, once.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS events, count(*) AS sessions
FROM (SELECT DISTINCT visited.series AS series, coalesce(ranked.place, %(param_13)s::INTEGER) AS place, visited.bucket AS bucket, visited.visitor AS visitor, visited.began AS began
FROM visited LEFT OUTER JOIN ranked ON ranked.value = visited.value AND ranked.series = visited.series) AS once GROUP BY once.series, once.place, once.bucket

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- events_1 = 0
-- first = 0
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- left_1 = 500
-- length_1 = 500
-- name_1 = 'order completed'
-- param_1 = []
-- param_10 = 'null'
-- param_11 = 1
-- param_12 = 0
-- param_13 = 0
-- param_2 = '…'
-- param_3 = '"$other"'
-- param_4 = 'null'
-- param_5 = []
-- param_6 = 0
-- param_7 = 'null'
-- param_8 = 'null'
-- param_9 = '$pathname'
-- place_1 = 10
-- places = [0, … 31 in all …, 30]
-- series_1 = 0
-- series_2 = 1
-- session_gap = datetime.timedelta(seconds=1800)
-- start = 2026-10-23T22:00:00+00:00
-- told_since = 2026-10-22T22:00:00+00:00
-- told_until = 2026-11-24T23:00:00+00:00
