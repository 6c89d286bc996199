-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day"}

/* sessions */ WITH begun AS
(SELECT sessions.visitor AS visitor, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started_before, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket_before, CAST(sessions.events AS INTEGER) AS events, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_1)s::INTEGER AS BIGINT) AS lasted
FROM (SELECT line.visitor AS visitor, coalesce(lag(line.next, %(lag_1)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), line.first_ever) AS started, CASE WHEN (lag(line.next, %(lag_1)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first) IS NOT NULL) THEN coalesce(lag(line.next, %(lag_2)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), line.first_ever) END AS started_before, line.ended AS ended, line.events - coalesce(lag(line.events, %(lag_3)s::INTEGER) OVER (PARTITION BY line.visitor ORDER BY line.first), %(coalesce_1)s::INTEGER) AS events
FROM (SELECT stretches.first AS first, min(stretches.first) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS first_ever, max(stretches.last) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS ended, sum(stretches.events) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS events, lead(stretches.first) OVER (PARTITION BY coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS next, coalesce(spoor.identities.visitor_id, stretches.anonymous_id) COLLATE "C" AS visitor
FROM (SELECT min(public.events.occurred_at) AS first, max(public.events.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events, public.events.anonymous_id AS anonymous_id
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY public.events.anonymous_id, date_bin(%(session_gap)s::INTERVAL, public.events.occurred_at, %(param_2)s::TIMESTAMP WITH TIME ZONE)) AS stretches LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = stretches.anonymous_id) AS line
WHERE line.next IS NULL OR line.next - line.ended > %(session_gap)s::INTERVAL) AS sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE)
 SELECT begun.bucket, count(*) AS sessions, count(*) FILTER (WHERE begun.bucket IS DISTINCT FROM begun.bucket_before) AS visitors, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS lasted, CAST(NULL AS BIGINT) AS median
FROM begun GROUP BY begun.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS anon_1, count(*) AS count_1, count(*) FILTER (WHERE begun.bucket_before IS NULL) AS anon_2, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS anon_3, sum(begun.events) AS sum_1, sum(begun.lasted) AS sum_2, percentile_cont(%(percentile_cont_2)s) WITHIN GROUP (ORDER BY begun.lasted) AS percentile_cont_1
FROM begun

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- date_part_1 = 'epoch'
-- edges = [2026-09-07T00:00:00+00:00, 2026-09-08T00:00:00+00:00, 2026-09-09T00:00:00+00:00]
-- end = 2026-09-10T00:00:00+00:00
-- events_1 = 1
-- lag_1 = 1
-- lag_2 = 2
-- lag_3 = 1
-- param_1 = 1000000
-- param_2 = 1970-01-01T00:00:00+00:00
-- percentile_cont_2 = 0.5
-- places = [0, 1, 2]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-09-06T23:30:00+00:00
-- start = 2026-09-07T00:00:00+00:00
-- until = 2026-09-11T00:00:00+00:00
