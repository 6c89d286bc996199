-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "timezone": "Europe/Berlin", "lists": [{"property": "$pathname", "measure": "events"}, {"property": "$name", "limit": 5}, {"property": "$pathname", "of": "session"}, {"property": "$pathname", "of": "sessionEnd"}, {"property": "utm.source", "of": "visitor"}]}

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
WHERE pieces.visitor IS NOT NULL) AS line) AS of_session GROUP BY of_session.visitor, of_session.started),
held_0 AS
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, coalesce(public.events.properties -> %(param_12)s::VARCHAR, CAST(%(param_13)s::VARCHAR AS JSONB)) AS key, CAST(count(*) AS INTEGER) AS events
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE GROUP BY coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C", coalesce(public.events.properties -> %(param_12)s::VARCHAR, CAST(%(param_13)s::VARCHAR AS JSONB))),
ranks_0 AS
(SELECT summed_0.key AS key, summed_0.visitors AS visitors, summed_0.events AS events, summed_0.key AS value, CAST(row_number() OVER (ORDER BY summed_0.key = CAST(%(param_9)s::VARCHAR AS JSONB), summed_0.events DESC, summed_0.key = CAST(%(param_10)s::VARCHAR AS JSONB), (jsonb_typeof(summed_0.key) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_0.key) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed_0.key AS NUMERIC) END, (summed_0.key #>> %(param_11)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_0.key) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed_0.key = CAST(%(param_9)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_0.key AS key, count(held_0.visitor) AS visitors, CAST(sum(held_0.events) AS BIGINT) AS events
FROM held_0 GROUP BY held_0.key) AS summed_0),
left_0 AS
(SELECT ranks_0.key AS key
FROM ranks_0
WHERE NOT (ranks_0.place <= %(param_14)s::INTEGER AND ranks_0.is_other IS false)),
held_1 AS
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, public.events.name AS key, CAST(count(*) AS INTEGER) AS events
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE GROUP BY coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C", public.events.name),
ranks_1 AS
(SELECT summed_1.key AS key, summed_1.visitors AS visitors, summed_1.events AS events, to_jsonb(summed_1.key) AS value, CAST(row_number() OVER (ORDER BY to_jsonb(summed_1.key) = CAST(%(param_19)s::VARCHAR AS JSONB), summed_1.visitors DESC, to_jsonb(summed_1.key) = CAST(%(param_20)s::VARCHAR AS JSONB), (jsonb_typeof(to_jsonb(summed_1.key)) = %(jsonb_typeof_3)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(to_jsonb(summed_1.key)) = %(jsonb_typeof_3)s::VARCHAR) THEN CAST(to_jsonb(summed_1.key) AS NUMERIC) END, (to_jsonb(summed_1.key) #>> %(param_21)s::TEXT[]) COLLATE "C", (jsonb_typeof(to_jsonb(summed_1.key)) = %(jsonb_typeof_4)s::VARCHAR) IS false) AS INTEGER) AS place, to_jsonb(summed_1.key) = CAST(%(param_19)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_1.key AS key, count(held_1.visitor) AS visitors, CAST(sum(held_1.events) AS BIGINT) AS events
FROM held_1 GROUP BY held_1.key) AS summed_1),
left_1 AS
(SELECT ranks_1.key AS key
FROM ranks_1
WHERE NOT (ranks_1.place <= %(param_22)s::INTEGER AND ranks_1.is_other IS false)),
whole_visitors AS
(SELECT pieces.visitor AS visitor, row_number() OVER () AS number, min(pieces.first) AS first, CAST(sum(pieces.counted) AS INTEGER) AS counted
FROM pieces
WHERE pieces.visitor IS NOT NULL GROUP BY pieces.visitor),
ends AS MATERIALIZED
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, public.events.occurred_at AS occurred_at, nullif(CAST(coalesce(coalesce(public.events.properties -> %(param_30)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_31)s::VARCHAR AS JSONB)) AS TEXT), %(nullif_1)s::VARCHAR) COLLATE "C" AS text_4, nullif(CAST(coalesce(public.events.properties -> %(param_32)s::VARCHAR, CAST(%(param_33)s::VARCHAR AS JSONB)) AS TEXT), %(nullif_2)s::VARCHAR) COLLATE "C" AS text_2
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND public.events.occurred_at = ANY (CAST((SELECT array_agg(times.at) AS array_agg_1
FROM (SELECT sessions.started AS at
FROM sessions
WHERE sessions.counted > %(counted_1)s::INTEGER UNION ALL SELECT sessions.ended AS at
FROM sessions
WHERE sessions.counted > %(counted_2)s::INTEGER UNION ALL SELECT whole_visitors.first AS at
FROM whole_visitors
WHERE whole_visitors.counted > %(counted_3)s::INTEGER) AS times) AS TIMESTAMP WITH TIME ZONE[]))),
valued_of_session AS
(SELECT min(sessions.visitor) AS visitor, min(sessions.counted) AS counted, coalesce(min(ends.text_2), %(coalesce_1)s::VARCHAR) AS text_2
FROM sessions JOIN ends ON ends.visitor = sessions.visitor AND ends.occurred_at = sessions.started
WHERE sessions.counted > %(counted_4)s::INTEGER GROUP BY sessions.number),
nobodys AS
(SELECT CAST(NULL AS TEXT) AS visitor, CAST(%(param_34)s::VARCHAR AS JSONB) AS key, CAST(sum(pieces.counted) AS INTEGER) AS events
FROM pieces
WHERE pieces.visitor IS NULL
HAVING sum(pieces.counted) > %(sum_1)s::INTEGER),
held_2 AS
(SELECT valued_of_session.visitor AS visitor, CAST(valued_of_session.text_2 AS JSONB) AS key, CAST(sum(valued_of_session.counted) AS INTEGER) AS events
FROM valued_of_session GROUP BY valued_of_session.visitor, CAST(valued_of_session.text_2 AS JSONB) UNION ALL SELECT nobodys.visitor AS visitor, nobodys.key AS key, nobodys.events AS events
FROM nobodys),
ranks_2 AS
(SELECT summed_2.key AS key, summed_2.visitors AS visitors, summed_2.events AS events, summed_2.key AS value, CAST(row_number() OVER (ORDER BY summed_2.key = CAST(%(param_27)s::VARCHAR AS JSONB), summed_2.visitors DESC, summed_2.key = CAST(%(param_28)s::VARCHAR AS JSONB), (jsonb_typeof(summed_2.key) = %(jsonb_typeof_5)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_2.key) = %(jsonb_typeof_5)s::VARCHAR) THEN CAST(summed_2.key AS NUMERIC) END, (summed_2.key #>> %(param_29)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_2.key) = %(jsonb_typeof_6)s::VARCHAR) IS false) AS INTEGER) AS place, summed_2.key = CAST(%(param_27)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_2.key AS key, count(held_2.visitor) AS visitors, CAST(sum(held_2.events) AS BIGINT) AS events
FROM held_2 GROUP BY held_2.key) AS summed_2),
left_2 AS
(SELECT ranks_2.key AS key
FROM ranks_2
WHERE NOT (ranks_2.place <= %(param_35)s::INTEGER AND ranks_2.is_other IS false)),
"valued_of_sessionEnd" AS
(SELECT min(sessions.visitor) AS visitor, min(sessions.counted) AS counted, coalesce(min(ends.text_2), %(coalesce_2)s::VARCHAR) AS text_3
FROM sessions JOIN ends ON ends.visitor = sessions.visitor AND ends.occurred_at = sessions.ended
WHERE sessions.counted > %(counted_5)s::INTEGER GROUP BY sessions.number),
held_3 AS
(SELECT "valued_of_sessionEnd".visitor AS visitor, CAST("valued_of_sessionEnd".text_3 AS JSONB) AS key, CAST(sum("valued_of_sessionEnd".counted) AS INTEGER) AS events
FROM "valued_of_sessionEnd" GROUP BY "valued_of_sessionEnd".visitor, CAST("valued_of_sessionEnd".text_3 AS JSONB) UNION ALL SELECT nobodys.visitor AS visitor, nobodys.key AS key, nobodys.events AS events
FROM nobodys),
ranks_3 AS
(SELECT summed_3.key AS key, summed_3.visitors AS visitors, summed_3.events AS events, summed_3.key AS value, CAST(row_number() OVER (ORDER BY summed_3.key = CAST(%(param_40)s::VARCHAR AS JSONB), summed_3.visitors DESC, summed_3.key = CAST(%(param_41)s::VARCHAR AS JSONB), (jsonb_typeof(summed_3.key) = %(jsonb_typeof_7)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_3.key) = %(jsonb_typeof_7)s::VARCHAR) THEN CAST(summed_3.key AS NUMERIC) END, (summed_3.key #>> %(param_42)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_3.key) = %(jsonb_typeof_8)s::VARCHAR) IS false) AS INTEGER) AS place, summed_3.key = CAST(%(param_40)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_3.key AS key, count(held_3.visitor) AS visitors, CAST(sum(held_3.events) AS BIGINT) AS events
FROM held_3 GROUP BY held_3.key) AS summed_3),
left_3 AS
(SELECT ranks_3.key AS key
FROM ranks_3
WHERE NOT (ranks_3.place <= %(param_43)s::INTEGER AND ranks_3.is_other IS false)),
valued_of_visitor AS
(SELECT min(whole_visitors.visitor) AS visitor, min(whole_visitors.counted) AS counted, coalesce(min(ends.text_4), %(coalesce_3)s::VARCHAR) AS text_4
FROM whole_visitors JOIN ends ON ends.visitor = whole_visitors.visitor AND ends.occurred_at = whole_visitors.first
WHERE whole_visitors.counted > %(counted_6)s::INTEGER GROUP BY whole_visitors.number),
held_4 AS
(SELECT valued_of_visitor.visitor AS visitor, CAST(valued_of_visitor.text_4 AS JSONB) AS key, CAST(sum(valued_of_visitor.counted) AS INTEGER) AS events
FROM valued_of_visitor GROUP BY valued_of_visitor.visitor, CAST(valued_of_visitor.text_4 AS JSONB) UNION ALL SELECT nobodys.visitor AS visitor, nobodys.key AS key, nobodys.events AS events
FROM nobodys),
ranks_4 AS
(SELECT summed_4.key AS key, summed_4.visitors AS visitors, summed_4.events AS events, summed_4.key AS value, CAST(row_number() OVER (ORDER BY summed_4.key = CAST(%(param_48)s::VARCHAR AS JSONB), summed_4.visitors DESC, summed_4.key = CAST(%(param_49)s::VARCHAR AS JSONB), (jsonb_typeof(summed_4.key) = %(jsonb_typeof_9)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_4.key) = %(jsonb_typeof_9)s::VARCHAR) THEN CAST(summed_4.key AS NUMERIC) END, (summed_4.key #>> %(param_50)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_4.key) = %(jsonb_typeof_10)s::VARCHAR) IS false) AS INTEGER) AS place, summed_4.key = CAST(%(param_48)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_4.key AS key, count(held_4.visitor) AS visitors, CAST(sum(held_4.events) AS BIGINT) AS events
FROM held_4 GROUP BY held_4.key) AS summed_4),
left_4 AS
(SELECT ranks_4.key AS key
FROM ranks_4
WHERE NOT (ranks_4.place <= %(param_51)s::INTEGER AND ranks_4.is_other IS false))
 SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, days.bucket AS bucket, CAST(NULL AS TEXT) AS value, count(days.visitor) AS visitors, CAST(sum(days.events) AS BIGINT) AS events, CAST(sum(days.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM days GROUP BY days.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(once.visitor) AS visitors, CAST(sum(once.events) AS BIGINT) AS events, CAST(sum(once.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT days.visitor AS visitor, sum(days.events) AS events, sum(days.views) AS views
FROM days GROUP BY days.visitor) AS once UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, begun.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS visitors, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, count(*) AS sessions, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS bounces, CAST(sum(begun.views) AS BIGINT) AS views, CAST(percentile_cont(%(percentile_cont_1)s) WITHIN GROUP (ORDER BY begun.lasted) AS DOUBLE PRECISION) AS median
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, sessions.events AS events, sessions.views AS views, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_4)s::INTEGER AS BIGINT) AS lasted
FROM sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE) AS begun GROUP BY GROUPING SETS((begun.bucket), ()) UNION ALL SELECT %(param_6)s::INTEGER AS list, ranks_0.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_0.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_0.value #>> %(param_7)s::TEXT[], %(left_1)s::INTEGER), %(param_8)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_0.value AS TEXT) END AS value, ranks_0.visitors AS visitors, ranks_0.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_0
WHERE ranks_0.place <= %(param_14)s::INTEGER AND ranks_0.is_other IS false UNION ALL SELECT %(param_6)s::INTEGER AS list, %(param_15)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_0.visitor) AS visitors, CAST(sum(others_0.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_0.visitor AS visitor, sum(held_0.events) AS events
FROM held_0 JOIN left_0 ON held_0.key = left_0.key GROUP BY held_0.visitor) AS others_0
HAVING count(*) > %(count_1)s::INTEGER UNION ALL SELECT %(param_16)s::INTEGER AS list, ranks_1.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_1.value AS TEXT)) > %(length_2)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_1.value #>> %(param_17)s::TEXT[], %(left_2)s::INTEGER), %(param_18)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_1.value AS TEXT) END AS value, ranks_1.visitors AS visitors, ranks_1.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_1
WHERE ranks_1.place <= %(param_22)s::INTEGER AND ranks_1.is_other IS false UNION ALL SELECT %(param_16)s::INTEGER AS list, %(param_23)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_1.visitor) AS visitors, CAST(sum(others_1.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_1.visitor AS visitor, sum(held_1.events) AS events
FROM held_1 JOIN left_1 ON held_1.key = left_1.key GROUP BY held_1.visitor) AS others_1
HAVING count(*) > %(count_2)s::INTEGER UNION ALL SELECT %(param_24)s::INTEGER AS list, ranks_2.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_2.value AS TEXT)) > %(length_3)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_2.value #>> %(param_25)s::TEXT[], %(left_3)s::INTEGER), %(param_26)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_2.value AS TEXT) END AS value, ranks_2.visitors AS visitors, ranks_2.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_2
WHERE ranks_2.place <= %(param_35)s::INTEGER AND ranks_2.is_other IS false UNION ALL SELECT %(param_24)s::INTEGER AS list, %(param_36)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_2.visitor) AS visitors, CAST(sum(others_2.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_2.visitor AS visitor, sum(held_2.events) AS events
FROM held_2 JOIN left_2 ON held_2.key = left_2.key GROUP BY held_2.visitor) AS others_2
HAVING count(*) > %(count_3)s::INTEGER UNION ALL SELECT %(param_37)s::INTEGER AS list, ranks_3.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_3.value AS TEXT)) > %(length_4)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_3.value #>> %(param_38)s::TEXT[], %(left_4)s::INTEGER), %(param_39)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_3.value AS TEXT) END AS value, ranks_3.visitors AS visitors, ranks_3.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_3
WHERE ranks_3.place <= %(param_43)s::INTEGER AND ranks_3.is_other IS false UNION ALL SELECT %(param_37)s::INTEGER AS list, %(param_44)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_3.visitor) AS visitors, CAST(sum(others_3.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_3.visitor AS visitor, sum(held_3.events) AS events
FROM held_3 JOIN left_3 ON held_3.key = left_3.key GROUP BY held_3.visitor) AS others_3
HAVING count(*) > %(count_4)s::INTEGER UNION ALL SELECT %(param_45)s::INTEGER AS list, ranks_4.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranks_4.value AS TEXT)) > %(length_5)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranks_4.value #>> %(param_46)s::TEXT[], %(left_5)s::INTEGER), %(param_47)s::VARCHAR)) AS TEXT) ELSE CAST(ranks_4.value AS TEXT) END AS value, ranks_4.visitors AS visitors, ranks_4.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM ranks_4
WHERE ranks_4.place <= %(param_51)s::INTEGER AND ranks_4.is_other IS false UNION ALL SELECT %(param_45)s::INTEGER AS list, %(param_52)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_4.visitor) AS visitors, CAST(sum(others_4.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_4.visitor AS visitor, sum(held_4.events) AS events
FROM held_4 JOIN left_4 ON held_4.key = left_4.key GROUP BY held_4.visitor) AS others_4
HAVING count(*) > %(count_5)s::INTEGER

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 'null'
-- coalesce_2 = 'null'
-- coalesce_3 = 'null'
-- count_1 = 0
-- count_2 = 0
-- count_3 = 0
-- count_4 = 0
-- count_5 = 0
-- counted_1 = 0
-- counted_2 = 0
-- counted_3 = 0
-- counted_4 = 0
-- counted_5 = 0
-- counted_6 = 0
-- date_part_1 = 'epoch'
-- edges = [2026-09-06T22:00:00+00:00, 2026-09-07T22:00:00+00:00, 2026-09-08T22:00:00+00:00]
-- end = 2026-09-09T22:00:00+00:00
-- events_1 = 1
-- jsonb_extract_path_1 = 'utm'
-- jsonb_extract_path_2 = 'source'
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_10 = 'string'
-- jsonb_typeof_2 = 'string'
-- jsonb_typeof_3 = 'number'
-- jsonb_typeof_4 = 'string'
-- jsonb_typeof_5 = 'number'
-- jsonb_typeof_6 = 'string'
-- jsonb_typeof_7 = 'number'
-- jsonb_typeof_8 = 'string'
-- jsonb_typeof_9 = 'number'
-- left_1 = 500
-- left_2 = 500
-- left_3 = 500
-- left_4 = 500
-- left_5 = 500
-- length_1 = 500
-- length_2 = 500
-- length_3 = 500
-- length_4 = 500
-- length_5 = 500
-- nullif_1 = 'null'
-- nullif_2 = 'null'
-- param_1 = ['$pageview', … 9 in all …, '[Amplitude] Screen Viewed']
-- param_10 = 'null'
-- param_11 = []
-- param_12 = '$pathname'
-- param_13 = 'null'
-- param_14 = 10
-- param_15 = 0
-- param_16 = 1
-- param_17 = []
-- param_18 = '…'
-- param_19 = '"$other"'
-- param_2 = 0
-- param_20 = 'null'
-- param_21 = []
-- param_22 = 5
-- param_23 = 0
-- param_24 = 2
-- param_25 = []
-- param_26 = '…'
-- param_27 = '"$other"'
-- param_28 = 'null'
-- param_29 = []
-- param_3 = 1970-01-01T00:00:00+00:00
-- param_30 = 'utm.source'
-- param_31 = 'null'
-- param_32 = '$pathname'
-- param_33 = 'null'
-- param_34 = 'null'
-- param_35 = 10
-- param_36 = 0
-- param_37 = 3
-- param_38 = []
-- param_39 = '…'
-- param_4 = 1000000
-- param_40 = '"$other"'
-- param_41 = 'null'
-- param_42 = []
-- param_43 = 10
-- param_44 = 0
-- param_45 = 4
-- param_46 = []
-- param_47 = '…'
-- param_48 = '"$other"'
-- param_49 = 'null'
-- param_5 = 1
-- param_50 = []
-- param_51 = 10
-- param_52 = 0
-- param_6 = 0
-- param_7 = []
-- param_8 = '…'
-- param_9 = '"$other"'
-- percentile_cont_1 = 0.5
-- places = [0, 1, 2]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-06-08T22:00:00+00:00
-- start = 2026-09-06T22:00:00+00:00
-- sum_1 = 0
-- until = 2026-09-10T22:00:00+00:00
