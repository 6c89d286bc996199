-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "hour", "filters": [{"property": "plan", "operator": "is", "value": "pro"}], "lists": [{"property": "$channel", "of": "session"}, {"property": "$pathname"}]}

/* overview */ WITH pieces AS
(SELECT coalesce(spoor.identities.visitor_id, ids.anonymous_id) COLLATE "C" AS visitor, ids.bucket AS bucket, ids.first AS first, ids.last AS last, ids.events AS events, ids.views AS views, ids.counted AS counted
FROM (SELECT public.events.anonymous_id AS anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END AS bucket, min(public.events.occurred_at) AS first, max(public.events.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events, CAST(count(*) FILTER (WHERE public.events.name = ANY (%(param_1)s::TEXT[])) AS INTEGER) AS views, CAST(CASE WHEN (CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END IS NOT NULL) THEN count(*) ELSE %(param_2)s::INTEGER END AS INTEGER) AS counted
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND nullif(public.events.properties -> %(param_3)s::VARCHAR, CAST(%(param_4)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_5)s::VARCHAR AS JSONB) GROUP BY public.events.anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END, date_bin(%(session_gap)s::INTERVAL, public.events.occurred_at, %(param_6)s::TIMESTAMP WITH TIME ZONE)) AS ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id),
days AS
(SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, sum(pieces.events) AS events, sum(pieces.views) AS views
FROM pieces
WHERE pieces.bucket IS NOT NULL GROUP BY pieces.visitor, pieces.bucket),
sessions AS
(SELECT of_session.visitor AS visitor, row_number() OVER () AS number, of_session.started AS started, max(of_session.last) AS ended, CAST(sum(of_session.events) AS INTEGER) AS events, CAST(sum(of_session.views) AS INTEGER) AS views, CAST(sum(of_session.counted) AS INTEGER) AS counted
FROM (SELECT line.visitor AS visitor, line.bucket AS bucket, line.first AS first, line.last AS last, line.events AS events, line.views AS views, line.counted AS counted, line.before AS before, max(CASE WHEN (line.before IS NULL OR line.first - line.before > %(session_gap)s::INTERVAL) THEN line.first END) OVER (PARTITION BY line.visitor ORDER BY line.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS started
FROM (SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, pieces.first AS first, pieces.last AS last, pieces.events AS events, pieces.views AS views, pieces.counted AS counted, max(pieces.last) OVER (PARTITION BY pieces.visitor ORDER BY pieces.first ROWS BETWEEN UNBOUNDED PRECEDING AND %(param_8)s::INTEGER PRECEDING) AS before
FROM pieces
WHERE pieces.visitor IS NOT NULL) AS line) AS of_session GROUP BY of_session.visitor, of_session.started),
pieces_of_all AS
(SELECT coalesce(spoor.identities.visitor_id, ids.anonymous_id) COLLATE "C" AS visitor, ids.bucket AS bucket, ids.first AS first, ids.last AS last, ids.events AS events, ids.views AS views, ids.counted AS counted
FROM (SELECT public.events.anonymous_id AS anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END AS bucket, min(public.events.occurred_at) AS first, max(public.events.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events, CAST(count(*) FILTER (WHERE public.events.name = ANY (%(param_1)s::TEXT[])) AS INTEGER) AS views, CAST(CASE WHEN (CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END IS NOT NULL) THEN count(*) FILTER (WHERE nullif(public.events.properties -> %(param_3)s::VARCHAR, CAST(%(param_4)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_5)s::VARCHAR AS JSONB)) ELSE %(param_16)s::INTEGER END AS INTEGER) AS counted
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE GROUP BY public.events.anonymous_id, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END, date_bin(%(session_gap)s::INTERVAL, public.events.occurred_at, %(param_17)s::TIMESTAMP WITH TIME ZONE)) AS ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id),
sessions_of_all AS
(SELECT of_session.visitor AS visitor, row_number() OVER () AS number, of_session.started AS started, max(of_session.last) AS ended, CAST(sum(of_session.events) AS INTEGER) AS events, CAST(sum(of_session.views) AS INTEGER) AS views, CAST(sum(of_session.counted) AS INTEGER) AS counted
FROM (SELECT line.visitor AS visitor, line.bucket AS bucket, line.first AS first, line.last AS last, line.events AS events, line.views AS views, line.counted AS counted, line.before AS before, max(CASE WHEN (line.before IS NULL OR line.first - line.before > %(session_gap)s::INTERVAL) THEN line.first END) OVER (PARTITION BY line.visitor ORDER BY line.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS started
FROM (SELECT pieces_of_all.visitor AS visitor, pieces_of_all.bucket AS bucket, pieces_of_all.first AS first, pieces_of_all.last AS last, pieces_of_all.events AS events, pieces_of_all.views AS views, pieces_of_all.counted AS counted, max(pieces_of_all.last) OVER (PARTITION BY pieces_of_all.visitor ORDER BY pieces_of_all.first ROWS BETWEEN UNBOUNDED PRECEDING AND %(param_15)s::INTEGER PRECEDING) AS before
FROM pieces_of_all
WHERE pieces_of_all.visitor IS NOT NULL) AS line) AS of_session GROUP BY of_session.visitor, of_session.started),
ends AS MATERIALIZED
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, public.events.occurred_at AS occurred_at, nullif(CAST(coalesce(public.events.properties -> %(param_18)s::VARCHAR, CAST(%(param_19)s::VARCHAR AS JSONB)) AS TEXT), %(nullif_1)s::VARCHAR) COLLATE "C" AS text_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND public.events.occurred_at = ANY (CAST((SELECT array_agg(times.at) AS array_agg_1
FROM (SELECT sessions_of_all.started AS at
FROM sessions_of_all
WHERE sessions_of_all.counted > %(counted_1)s::INTEGER) AS times) AS TIMESTAMP WITH TIME ZONE[]))),
valued_of_session AS
(SELECT min(sessions_of_all.visitor) AS visitor, min(sessions_of_all.counted) AS counted, coalesce(min(ends.text_0), %(coalesce_1)s::VARCHAR) AS text_0
FROM sessions_of_all JOIN ends ON ends.visitor = sessions_of_all.visitor AND ends.occurred_at = sessions_of_all.started
WHERE sessions_of_all.counted > %(counted_2)s::INTEGER GROUP BY sessions_of_all.number),
nobodys AS
(SELECT CAST(NULL AS TEXT) AS visitor, CAST(%(param_20)s::VARCHAR AS JSONB) AS key, CAST(sum(pieces_of_all.counted) AS INTEGER) AS events
FROM pieces_of_all
WHERE pieces_of_all.visitor IS NULL
HAVING sum(pieces_of_all.counted) > %(sum_1)s::INTEGER),
held_0 AS
(SELECT valued_of_session.visitor AS visitor, CAST(valued_of_session.text_0 AS JSONB) AS key, CAST(sum(valued_of_session.counted) AS INTEGER) AS events
FROM valued_of_session GROUP BY valued_of_session.visitor, CAST(valued_of_session.text_0 AS JSONB) UNION ALL SELECT nobodys.visitor AS visitor, nobodys.key AS key, nobodys.events AS events
FROM nobodys),
ranks_0 AS
(SELECT summed_0.key AS key, summed_0.visitors AS visitors, summed_0.events AS events, summed_0.key AS value, CAST(row_number() OVER (ORDER BY summed_0.key = CAST(%(param_12)s::VARCHAR AS JSONB), summed_0.visitors DESC, summed_0.key = CAST(%(param_13)s::VARCHAR AS JSONB), (jsonb_typeof(summed_0.key) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_0.key) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed_0.key AS NUMERIC) END, (summed_0.key #>> %(param_14)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_0.key) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed_0.key = CAST(%(param_12)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_0.key AS key, count(held_0.visitor) AS visitors, CAST(sum(held_0.events) AS BIGINT) AS events
FROM held_0 GROUP BY held_0.key) AS summed_0),
left_0 AS
(SELECT ranks_0.key AS key
FROM ranks_0
WHERE NOT (ranks_0.place <= %(param_21)s::INTEGER AND ranks_0.is_other IS false)),
held_1 AS
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, coalesce(public.events.properties -> %(param_29)s::VARCHAR, CAST(%(param_30)s::VARCHAR AS JSONB)) AS key, CAST(count(*) AS INTEGER) AS events
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND nullif(public.events.properties -> %(param_3)s::VARCHAR, CAST(%(param_4)s::VARCHAR AS JSONB)) IS NOT DISTINCT FROM CAST(%(param_5)s::VARCHAR AS JSONB) GROUP BY coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C", coalesce(public.events.properties -> %(param_29)s::VARCHAR, CAST(%(param_30)s::VARCHAR AS JSONB))),
ranks_1 AS
(SELECT summed_1.key AS key, summed_1.visitors AS visitors, summed_1.events AS events, summed_1.key AS value, CAST(row_number() OVER (ORDER BY summed_1.key = CAST(%(param_26)s::VARCHAR AS JSONB), summed_1.visitors DESC, summed_1.key = CAST(%(param_27)s::VARCHAR AS JSONB), (jsonb_typeof(summed_1.key) = %(jsonb_typeof_3)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_1.key) = %(jsonb_typeof_3)s::VARCHAR) THEN CAST(summed_1.key AS NUMERIC) END, (summed_1.key #>> %(param_28)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_1.key) = %(jsonb_typeof_4)s::VARCHAR) IS false) AS INTEGER) AS place, summed_1.key = CAST(%(param_26)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_1.key AS key, count(held_1.visitor) AS visitors, CAST(sum(held_1.events) AS BIGINT) AS events
FROM held_1 GROUP BY held_1.key) AS summed_1),
left_1 AS
(SELECT ranks_1.key AS key
FROM ranks_1
WHERE NOT (ranks_1.place <= %(param_31)s::INTEGER AND ranks_1.is_other IS false))
 SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, days.bucket AS bucket, CAST(NULL AS TEXT) AS value, count(days.visitor) AS visitors, CAST(sum(days.events) AS BIGINT) AS events, CAST(sum(days.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM days GROUP BY days.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(once.visitor) AS visitors, CAST(sum(once.events) AS BIGINT) AS events, CAST(sum(once.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT days.visitor AS visitor, sum(days.events) AS events, sum(days.views) AS views
FROM days GROUP BY days.visitor) AS once UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, begun.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS visitors, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, count(*) AS sessions, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS bounces, CAST(sum(begun.views) AS BIGINT) AS views, CAST(percentile_cont(%(percentile_cont_1)s) WITHIN GROUP (ORDER BY begun.lasted) AS DOUBLE PRECISION) AS median
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, sessions.events AS events, sessions.views AS views, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_7)s::INTEGER AS BIGINT) AS lasted
FROM sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE) AS begun GROUP BY GROUPING SETS((begun.bucket), ()) UNION ALL SELECT %(param_9)s::INTEGER AS list, ranks_0.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_0.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_0.value #>> %(param_10)s::TEXT[], %(left_1)s::INTEGER), %(param_11)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_0.value AS TEXT) END AS value, ranks_0.visitors AS visitors, ranks_0.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_0
WHERE ranks_0.place <= %(param_21)s::INTEGER AND ranks_0.is_other IS false UNION ALL SELECT %(param_9)s::INTEGER AS list, %(param_22)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_0.visitor) AS visitors, CAST(sum(others_0.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_0.visitor AS visitor, sum(held_0.events) AS events
FROM held_0 JOIN left_0 ON held_0.key = left_0.key GROUP BY held_0.visitor) AS others_0
HAVING count(*) > %(count_1)s::INTEGER UNION ALL SELECT %(param_23)s::INTEGER AS list, ranks_1.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_1.value AS TEXT)) > %(length_2)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_1.value #>> %(param_24)s::TEXT[], %(left_2)s::INTEGER), %(param_25)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_1.value AS TEXT) END AS value, ranks_1.visitors AS visitors, ranks_1.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_1
WHERE ranks_1.place <= %(param_31)s::INTEGER AND ranks_1.is_other IS false UNION ALL SELECT %(param_23)s::INTEGER AS list, %(param_32)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_1.visitor) AS visitors, CAST(sum(others_1.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_1.visitor AS visitor, sum(held_1.events) AS events
FROM held_1 JOIN left_1 ON held_1.key = left_1.key GROUP BY held_1.visitor) AS others_1
HAVING count(*) > %(count_2)s::INTEGER

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 'null'
-- count_1 = 0
-- count_2 = 0
-- counted_1 = 0
-- counted_2 = 0
-- date_part_1 = 'epoch'
-- edges = [2026-09-07T00:00:00+00:00, … 72 in all …, 2026-09-09T23:00:00+00:00]
-- end = 2026-09-10T00:00:00+00:00
-- events_1 = 1
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- jsonb_typeof_3 = 'number'
-- jsonb_typeof_4 = 'string'
-- left_1 = 500
-- left_2 = 500
-- length_1 = 500
-- length_2 = 500
-- nullif_1 = 'null'
-- param_1 = ['$pageview', … 9 in all …, '[Amplitude] Screen Viewed']
-- param_10 = []
-- param_11 = '…'
-- param_12 = '"$other"'
-- param_13 = 'null'
-- param_14 = []
-- param_15 = 1
-- param_16 = 0
-- param_17 = 1970-01-01T00:00:00+00:00
-- param_18 = '$channel'
-- param_19 = 'null'
-- param_2 = 0
-- param_20 = 'null'
-- param_21 = 10
-- param_22 = 0
-- param_23 = 1
-- param_24 = []
-- param_25 = '…'
-- param_26 = '"$other"'
-- param_27 = 'null'
-- param_28 = []
-- param_29 = '$pathname'
-- param_3 = 'plan'
-- param_30 = 'null'
-- param_31 = 10
-- param_32 = 0
-- param_4 = 'null'
-- param_5 = '"pro"'
-- param_6 = 1970-01-01T00:00:00+00:00
-- param_7 = 1000000
-- param_8 = 1
-- param_9 = 0
-- percentile_cont_1 = 0.5
-- places = [0, … 72 in all …, 71]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-09-06T00:00:00+00:00
-- start = 2026-09-07T00:00:00+00:00
-- sum_1 = 0
-- until = 2026-09-11T00:00:00+00:00
