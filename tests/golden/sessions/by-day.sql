-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day"}

/* sessions */ WITH stretches AS MATERIALIZED
(SELECT events.anonymous_id AS anonymous_id, min(events.occurred_at) AS first, max(events.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events
FROM events
WHERE events.app_id = %(app_id)s::UUID AND events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND events.anonymous_id IS NOT NULL GROUP BY events.anonymous_id, date_bin(%(session_gap)s::INTERVAL, events.occurred_at, %(param_3)s::TIMESTAMP WITH TIME ZONE)),
begun AS
(SELECT told.visitor AS visitor, (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(told.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, CAST(sum(told.events) AS INTEGER) AS events, CAST(date_part(%(date_part_1)s::VARCHAR, max(told.last) - told.started) * %(param_1)s::INTEGER AS BIGINT) AS lasted
FROM (SELECT marked.visitor AS visitor, marked.anonymous_id AS anonymous_id, marked.first AS first, marked.last AS last, marked.events AS events, marked.begins AS begins, max(marked.begins) OVER (PARTITION BY marked.visitor ORDER BY marked.first) AS started
FROM (SELECT coalesce(identities.visitor_id, stretches.anonymous_id) COLLATE "C" AS visitor, stretches.anonymous_id AS anonymous_id, stretches.first AS first, stretches.last AS last, stretches.events AS events, CASE WHEN (stretches.first - max(stretches.last) OVER (PARTITION BY coalesce(identities.visitor_id, stretches.anonymous_id) COLLATE "C" ORDER BY stretches.first ROWS BETWEEN UNBOUNDED PRECEDING AND %(param_2)s::INTEGER PRECEDING) <= %(session_gap)s::INTERVAL) THEN NULL ELSE stretches.first END AS begins
FROM stretches LEFT OUTER JOIN identities ON identities.app_id = %(app_id)s::UUID AND identities.anonymous_id = stretches.anonymous_id) AS marked) AS told
WHERE told.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND told.started < %(end)s::TIMESTAMP WITH TIME ZONE GROUP BY told.visitor, told.started),
by_visitor AS
(SELECT begun.bucket AS bucket, begun.visitor AS visitor, CAST(count(*) AS INTEGER) AS sessions
FROM begun GROUP BY begun.bucket, begun.visitor)
 SELECT by_visitor.bucket, sum(by_visitor.sessions) AS sessions, count(*) AS visitors, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS lasted, CAST(NULL AS BIGINT) AS median
FROM by_visitor GROUP BY by_visitor.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS anon_1, count(*) AS count_1, (SELECT count(*) AS count_2
FROM (SELECT by_visitor.visitor AS visitor
FROM by_visitor GROUP BY by_visitor.visitor) AS visitors) AS anon_2, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS anon_3, sum(begun.events) AS sum_1, sum(begun.lasted) AS sum_2, percentile_cont(%(percentile_cont_2)s) WITHIN GROUP (ORDER BY begun.lasted) AS percentile_cont_1
FROM begun

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- date_part_1 = 'epoch'
-- edges = [2026-09-07T00:00:00+00:00, 2026-09-08T00:00:00+00:00, 2026-09-09T00:00:00+00:00]
-- end = 2026-09-10T00:00:00+00:00
-- events_1 = 1
-- param_1 = 1000000
-- param_2 = 1
-- param_3 = 1970-01-01T00:00:00+00:00
-- percentile_cont_2 = 0.5
-- places = [0, 1, 2]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-09-06T23:30:00+00:00
-- start = 2026-09-07T00:00:00+00:00
-- until = 2026-09-11T00:00:00+00:00
