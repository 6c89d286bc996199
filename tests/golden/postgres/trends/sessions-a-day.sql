-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": "purchase", "measure": "sessions"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.occurred_at AS occurred_at, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.name = %(name_1)s::VARCHAR AS met_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE - %(session_gap)s::INTERVAL),
visited AS
(SELECT lines.series AS series, lines.visitor AS visitor, lines.began AS began, lines.bucket AS bucket, lines.met AS met
FROM (SELECT %(param_1)s::INTEGER AS series, sessions.visitor AS visitor, sessions.began AS began, sessions.bucket AS bucket, sessions.met_in_0 AS met
FROM (SELECT of_session.visitor AS visitor, of_session.began AS began, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, bool_or(of_session.met_0) AS met_in_0
FROM (SELECT beside.bucket AS bucket, beside.occurred_at AS occurred_at, beside.visitor AS visitor, beside.met_0 AS met_0, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.occurred_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.occurred_at END) OVER (PARTITION BY beside.visitor COLLATE "C" ORDER BY beside.occurred_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
FROM (SELECT chosen.bucket AS bucket, chosen.occurred_at AS occurred_at, chosen.visitor AS visitor, chosen.met_0 AS met_0, lag(chosen.occurred_at) OVER (PARTITION BY chosen.visitor COLLATE "C" ORDER BY chosen.occurred_at) AS before
FROM chosen
WHERE chosen.visitor IS NOT NULL) AS beside) AS of_session
WHERE of_session.bucket IS NOT NULL AND of_session.began >= %(start)s::TIMESTAMP WITH TIME ZONE AND (of_session.bucket < %(first)s::INTEGER) = ((CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] < %(first)s::INTEGER) GROUP BY of_session.visitor, of_session.began) AS sessions) AS lines
WHERE lines.met)
 SELECT once.series AS series, once.place AS place, once.bucket AS bucket, count(*) AS sessions
FROM (SELECT visited.series AS series, CAST(NULL AS INTEGER) AS place, visited.bucket AS bucket, visited.visitor AS visitor, visited.began AS began
FROM visited) AS once GROUP BY once.series, once.place, once.bucket

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 30 in all …, 2026-10-30T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- first = 0
-- name_1 = 'purchase'
-- param_1 = 0
-- places = [0, … 30 in all …, 29]
-- session_gap = datetime.timedelta(seconds=1800)
-- start = 2026-10-01T00:00:00+00:00
