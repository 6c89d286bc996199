-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "series": [{"event": "$pageview", "measure": "sessions"}], "compare": {"from": "2025-11-20", "to": "2025-12-01"}}

/* trends */ WITH chosen AS
(SELECT (CAST(%(apart_places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(apart_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.occurred_at AS occurred_at, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.name = %(name_1)s::VARCHAR AS met_0, %(param_2)s AS is_now
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(apart_end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(apart_start)s::TIMESTAMP WITH TIME ZONE - %(session_gap)s::INTERVAL UNION ALL SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.occurred_at AS occurred_at, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.name = %(name_2)s::VARCHAR AS met_0, %(param_3)s AS is_now
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE - %(session_gap)s::INTERVAL),
visited AS
(SELECT lines.series AS series, lines.visitor AS visitor, lines.began AS began, lines.bucket AS bucket, lines.met AS met
FROM (SELECT %(param_1)s::INTEGER AS series, sessions.visitor AS visitor, sessions.began AS began, sessions.bucket AS bucket, sessions.met_in_0 AS met
FROM (SELECT of_session.visitor AS visitor, of_session.began AS began, CASE WHEN of_session.is_now THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] ELSE (CAST(%(apart_places)s::INTEGER[] AS INTEGER[]))[width_bucket(of_session.began, CAST(%(apart_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END AS bucket, bool_or(of_session.met_0) AS met_in_0
FROM (SELECT beside.bucket AS bucket, beside.occurred_at AS occurred_at, beside.visitor AS visitor, beside.met_0 AS met_0, beside.is_now AS is_now, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.occurred_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.occurred_at END) OVER (PARTITION BY beside.visitor COLLATE "C", beside.is_now ORDER BY beside.occurred_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS began
FROM (SELECT chosen.bucket AS bucket, chosen.occurred_at AS occurred_at, chosen.visitor AS visitor, chosen.met_0 AS met_0, chosen.is_now AS is_now, lag(chosen.occurred_at) OVER (PARTITION BY chosen.visitor COLLATE "C", chosen.is_now ORDER BY chosen.occurred_at) AS before
FROM chosen
WHERE chosen.visitor IS NOT NULL) AS beside) AS of_session
WHERE of_session.bucket IS NOT NULL AND of_session.began >= CASE WHEN of_session.is_now THEN %(start)s::TIMESTAMP WITH TIME ZONE ELSE %(apart_start)s::TIMESTAMP WITH TIME ZONE END GROUP BY of_session.visitor, of_session.began, of_session.is_now) AS sessions) AS lines
WHERE lines.met)
 SELECT once.series AS series, once.place AS place, once.bucket AS bucket, count(*) AS sessions
FROM (SELECT visited.series AS series, CAST(NULL AS INTEGER) AS place, visited.bucket AS bucket, visited.visitor AS visitor, visited.began AS began
FROM visited) AS once GROUP BY once.series, once.place, once.bucket

-- apart_edges = [2025-11-19T23:00:00+00:00, … 11 in all …, 2025-11-29T23:00:00+00:00]
-- apart_end = 2025-11-30T23:00:00+00:00
-- apart_places = [0, … 11 in all …, 10]
-- apart_start = 2025-11-19T23:00:00+00:00
-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- name_1 = '$pageview'
-- name_2 = '$pageview'
-- param_1 = 0
-- param_2 = False
-- param_3 = True
-- places = [11, … 31 in all …, 41]
-- session_gap = datetime.timedelta(seconds=1800)
-- start = 2026-10-23T22:00:00+00:00
