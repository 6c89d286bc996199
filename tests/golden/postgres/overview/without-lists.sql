-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day"}

/* overview */ WITH pieces AS
(SELECT coalesce(spoor.identities.visitor_id, ids.anonymous_id) COLLATE "C" AS visitor, ids.bucket AS bucket, ids.first AS first, ids.last AS last, ids.events AS events, ids.views AS views, ids.counted AS counted
FROM (SELECT public.events.anonymous_id AS anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END AS bucket, min(public.events.occurred_at) AS first, max(public.events.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events, CAST(count(*) FILTER (WHERE public.events.name = ANY (%(param_1)s::TEXT[])) AS INTEGER) AS views, CAST(CASE WHEN (CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END IS NOT NULL) THEN count(*) ELSE %(param_2)s::INTEGER END AS INTEGER) AS counted
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE GROUP BY public.events.anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END, date_bin(%(session_gap)s::INTERVAL, public.events.occurred_at, %(param_3)s::TIMESTAMP WITH TIME ZONE)) AS ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id),
days AS
(SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, sum(pieces.events) AS events, sum(pieces.views) AS views
FROM pieces
WHERE pieces.bucket IS NOT NULL GROUP BY pieces.visitor, pieces.bucket),
sessions AS
(SELECT of_session.visitor AS visitor, row_number() OVER () AS number, of_session.started AS started, max(of_session.last) AS ended, CAST(sum(of_session.events) AS INTEGER) AS events, CAST(sum(of_session.views) AS INTEGER) AS views, CAST(sum(of_session.counted) AS INTEGER) AS counted
FROM (SELECT line.visitor AS visitor, line.bucket AS bucket, line.first AS first, line.last AS last, line.events AS events, line.views AS views, line.counted AS counted, line.before AS before, max(CASE WHEN (line.before IS NULL OR line.first - line.before > %(session_gap)s::INTERVAL) THEN line.first END) OVER (PARTITION BY line.visitor ORDER BY line.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS started
FROM (SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, pieces.first AS first, pieces.last AS last, pieces.events AS events, pieces.views AS views, pieces.counted AS counted, max(pieces.last) OVER (PARTITION BY pieces.visitor ORDER BY pieces.first ROWS BETWEEN UNBOUNDED PRECEDING AND %(param_5)s::INTEGER PRECEDING) AS before
FROM pieces
WHERE pieces.visitor IS NOT NULL) AS line) AS of_session GROUP BY of_session.visitor, of_session.started)
 SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, days.bucket AS bucket, CAST(NULL AS TEXT) AS value, count(days.visitor) AS visitors, CAST(sum(days.events) AS BIGINT) AS events, CAST(sum(days.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM days GROUP BY days.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(once.visitor) AS visitors, CAST(sum(once.events) AS BIGINT) AS events, CAST(sum(once.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT days.visitor AS visitor, sum(days.events) AS events, sum(days.views) AS views
FROM days GROUP BY days.visitor) AS once UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, begun.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS visitors, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, count(*) AS sessions, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS bounces, CAST(sum(begun.views) AS BIGINT) AS views, CAST(percentile_cont(%(percentile_cont_1)s) WITHIN GROUP (ORDER BY begun.lasted) AS DOUBLE PRECISION) AS median
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, sessions.events AS events, sessions.views AS views, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_4)s::INTEGER AS BIGINT) AS lasted
FROM sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE) AS begun GROUP BY GROUPING SETS((begun.bucket), ())

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- date_part_1 = 'epoch'
-- edges = [2026-09-07T00:00:00+00:00, 2026-09-08T00:00:00+00:00, 2026-09-09T00:00:00+00:00]
-- end = 2026-09-10T00:00:00+00:00
-- events_1 = 1
-- param_1 = ['$pageview', … 9 in all …, '[Amplitude] Screen Viewed']
-- param_2 = 0
-- param_3 = 1970-01-01T00:00:00+00:00
-- param_4 = 1000000
-- param_5 = 1
-- percentile_cont_1 = 0.5
-- places = [0, 1, 2]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-09-06T23:30:00+00:00
-- start = 2026-09-07T00:00:00+00:00
-- until = 2026-09-11T00:00:00+00:00
