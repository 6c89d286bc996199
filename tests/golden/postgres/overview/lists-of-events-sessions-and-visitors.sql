-- {"from": "2026-09-07", "to": "2026-09-10", "interval": "day", "timezone": "Europe/Berlin", "lists": [{"property": "$pathname", "measure": "events"}, {"property": "$name", "limit": 5}, {"property": "$pathname", "of": "session"}, {"property": "$pathname", "of": "sessionEnd"}, {"property": "utm.source", "of": "visitor"}]}

/* overview */ WITH chosen AS
(SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS visitor, public.events.occurred_at AS occurred_at, CASE WHEN (public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE) THEN (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] END AS bucket, public.events.name = ANY (%(param_1)s::TEXT[]) AS is_view, coalesce(public.events.properties -> %(param_2)s::VARCHAR, CAST(%(param_3)s::VARCHAR AS JSONB)) AS key_0, public.events.name AS key_1, coalesce(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB)) AS key_2
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE),
pieces AS
(SELECT chosen.visitor AS visitor, chosen.bucket AS bucket, min(chosen.occurred_at) AS first, max(chosen.occurred_at) AS last, CAST(count(*) AS INTEGER) AS events, CAST(count(*) FILTER (WHERE chosen.is_view) AS INTEGER) AS views, CAST(count(*) FILTER (WHERE chosen.bucket IS NOT NULL) AS INTEGER) AS counted
FROM chosen GROUP BY chosen.visitor, chosen.bucket, date_bin(%(session_gap)s::INTERVAL, chosen.occurred_at, %(param_6)s::TIMESTAMP WITH TIME ZONE)),
days AS
(SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, sum(pieces.events) AS events, sum(pieces.views) AS views
FROM pieces
WHERE pieces.bucket IS NOT NULL GROUP BY pieces.visitor, pieces.bucket),
sessions AS
(SELECT of_session.visitor AS visitor, of_session.started AS started, max(of_session.last) AS ended, CAST(sum(of_session.events) AS INTEGER) AS events, CAST(sum(of_session.views) AS INTEGER) AS views, CAST(sum(of_session.counted) AS INTEGER) AS counted
FROM (SELECT line.visitor AS visitor, line.bucket AS bucket, line.first AS first, line.last AS last, line.events AS events, line.views AS views, line.counted AS counted, line.before AS before, max(CASE WHEN (line.before IS NULL OR line.first - line.before > %(session_gap)s::INTERVAL) THEN line.first END) OVER (PARTITION BY line.visitor ORDER BY line.first ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS started
FROM (SELECT pieces.visitor AS visitor, pieces.bucket AS bucket, pieces.first AS first, pieces.last AS last, pieces.events AS events, pieces.views AS views, pieces.counted AS counted, max(pieces.last) OVER (PARTITION BY pieces.visitor ORDER BY pieces.first ROWS BETWEEN UNBOUNDED PRECEDING AND %(param_8)s::INTEGER PRECEDING) AS before
FROM pieces
WHERE pieces.visitor IS NOT NULL) AS line) AS of_session GROUP BY of_session.visitor, of_session.started),
held_0 AS
(SELECT by_0.visitor AS visitor, by_0.key AS value, by_0.events AS events
FROM (SELECT chosen.visitor AS visitor, chosen.key_0 AS key, CAST(count(*) AS INTEGER) AS events
FROM chosen
WHERE chosen.bucket IS NOT NULL GROUP BY chosen.visitor, chosen.key_0) AS by_0),
ranks_0 AS
(SELECT summed_0.value AS value, summed_0.visitors AS visitors, summed_0.events AS events, CAST(row_number() OVER (ORDER BY summed_0.value = CAST(%(param_12)s::VARCHAR AS JSONB), summed_0.events DESC, summed_0.value = CAST(%(param_13)s::VARCHAR AS JSONB), (jsonb_typeof(summed_0.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_0.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(summed_0.value AS NUMERIC) END, (summed_0.value #>> %(param_14)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_0.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place, summed_0.value = CAST(%(param_12)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_0.value AS value, count(held_0.visitor) AS visitors, CAST(sum(held_0.events) AS BIGINT) AS events
FROM held_0 GROUP BY held_0.value) AS summed_0),
kept_0 AS
(SELECT ranks_0.value AS value, ranks_0.visitors AS visitors, ranks_0.events AS events, ranks_0.place AS place, ranks_0.is_other AS is_other
FROM ranks_0
WHERE ranks_0.place <= %(param_15)s::INTEGER AND ranks_0.is_other IS false),
left_0 AS
(SELECT ranks_0.value AS value
FROM ranks_0
WHERE (ranks_0.value NOT IN (SELECT kept_0.value
FROM kept_0))),
held_1 AS
(SELECT by_1.visitor AS visitor, coalesce(to_jsonb(by_1.key), CAST(%(param_23)s::VARCHAR AS JSONB)) AS value, by_1.events AS events
FROM (SELECT chosen.visitor AS visitor, chosen.key_1 AS key, CAST(count(*) AS INTEGER) AS events
FROM chosen
WHERE chosen.bucket IS NOT NULL GROUP BY chosen.visitor, chosen.key_1) AS by_1),
ranks_1 AS
(SELECT summed_1.value AS value, summed_1.visitors AS visitors, summed_1.events AS events, CAST(row_number() OVER (ORDER BY summed_1.value = CAST(%(param_20)s::VARCHAR AS JSONB), summed_1.visitors DESC, summed_1.value = CAST(%(param_21)s::VARCHAR AS JSONB), (jsonb_typeof(summed_1.value) = %(jsonb_typeof_3)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_1.value) = %(jsonb_typeof_3)s::VARCHAR) THEN CAST(summed_1.value AS NUMERIC) END, (summed_1.value #>> %(param_22)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_1.value) = %(jsonb_typeof_4)s::VARCHAR) IS false) AS INTEGER) AS place, summed_1.value = CAST(%(param_20)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_1.value AS value, count(held_1.visitor) AS visitors, CAST(sum(held_1.events) AS BIGINT) AS events
FROM held_1 GROUP BY held_1.value) AS summed_1),
kept_1 AS
(SELECT ranks_1.value AS value, ranks_1.visitors AS visitors, ranks_1.events AS events, ranks_1.place AS place, ranks_1.is_other AS is_other
FROM ranks_1
WHERE ranks_1.place <= %(param_24)s::INTEGER AND ranks_1.is_other IS false),
left_1 AS
(SELECT ranks_1.value AS value
FROM ranks_1
WHERE (ranks_1.value NOT IN (SELECT kept_1.value
FROM kept_1))),
whole_visitors AS
(SELECT pieces.visitor AS visitor, min(pieces.first) AS first, CAST(sum(pieces.counted) AS INTEGER) AS counted
FROM pieces
WHERE pieces.visitor IS NOT NULL GROUP BY pieces.visitor),
ends AS MATERIALIZED
(SELECT chosen.visitor AS visitor, chosen.occurred_at AS occurred_at, CASE WHEN (chosen.key_0 != CAST(%(param_33)s::VARCHAR AS JSONB)) THEN CAST(chosen.key_0 AS TEXT) COLLATE "C" END AS text_2, CASE WHEN (chosen.key_0 != CAST(%(param_34)s::VARCHAR AS JSONB)) THEN CAST(chosen.key_0 AS TEXT) COLLATE "C" END AS text_3, CASE WHEN (chosen.key_2 != CAST(%(param_35)s::VARCHAR AS JSONB)) THEN CAST(chosen.key_2 AS TEXT) COLLATE "C" END AS text_4
FROM chosen
WHERE ((chosen.visitor, chosen.occurred_at) IN (SELECT sessions.visitor, sessions.started
FROM sessions
WHERE sessions.counted > %(counted_1)s::INTEGER UNION ALL SELECT sessions.visitor, sessions.ended
FROM sessions
WHERE sessions.counted > %(counted_2)s::INTEGER UNION ALL SELECT whole_visitors.visitor, whole_visitors.first
FROM whole_visitors
WHERE whole_visitors.counted > %(counted_3)s::INTEGER)) IS true),
valued_of_session AS
(SELECT sessions.visitor AS visitor, sessions.counted AS counted, min(ends.text_2) AS text_2
FROM sessions JOIN ends ON ends.visitor = sessions.visitor AND ends.occurred_at = sessions.started
WHERE sessions.counted > %(counted_4)s::INTEGER GROUP BY sessions.visitor, sessions.started, sessions.counted),
held_2 AS
(SELECT "both".visitor AS visitor, "both".value AS value, "both".events AS events
FROM (SELECT valued_of_session.visitor AS visitor, coalesce(CAST(valued_of_session.text_2 AS JSONB), CAST(%(param_32)s::VARCHAR AS JSONB)) AS value, CAST(sum(valued_of_session.counted) AS INTEGER) AS events
FROM valued_of_session GROUP BY valued_of_session.visitor, coalesce(CAST(valued_of_session.text_2 AS JSONB), CAST(%(param_32)s::VARCHAR AS JSONB)) UNION ALL SELECT CAST(NULL AS TEXT) AS visitor, CAST(%(param_36)s::VARCHAR AS JSONB) AS value, CAST(sum(pieces.counted) AS INTEGER) AS events
FROM pieces
WHERE pieces.visitor IS NULL
HAVING sum(pieces.counted) > %(sum_1)s::INTEGER) AS "both"),
ranks_2 AS
(SELECT summed_2.value AS value, summed_2.visitors AS visitors, summed_2.events AS events, CAST(row_number() OVER (ORDER BY summed_2.value = CAST(%(param_29)s::VARCHAR AS JSONB), summed_2.visitors DESC, summed_2.value = CAST(%(param_30)s::VARCHAR AS JSONB), (jsonb_typeof(summed_2.value) = %(jsonb_typeof_5)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_2.value) = %(jsonb_typeof_5)s::VARCHAR) THEN CAST(summed_2.value AS NUMERIC) END, (summed_2.value #>> %(param_31)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_2.value) = %(jsonb_typeof_6)s::VARCHAR) IS false) AS INTEGER) AS place, summed_2.value = CAST(%(param_29)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_2.value AS value, count(held_2.visitor) AS visitors, CAST(sum(held_2.events) AS BIGINT) AS events
FROM held_2 GROUP BY held_2.value) AS summed_2),
kept_2 AS
(SELECT ranks_2.value AS value, ranks_2.visitors AS visitors, ranks_2.events AS events, ranks_2.place AS place, ranks_2.is_other AS is_other
FROM ranks_2
WHERE ranks_2.place <= %(param_37)s::INTEGER AND ranks_2.is_other IS false),
left_2 AS
(SELECT ranks_2.value AS value
FROM ranks_2
WHERE (ranks_2.value NOT IN (SELECT kept_2.value
FROM kept_2))),
"valued_of_sessionEnd" AS
(SELECT sessions.visitor AS visitor, sessions.counted AS counted, min(ends.text_3) AS text_3
FROM sessions JOIN ends ON ends.visitor = sessions.visitor AND ends.occurred_at = sessions.ended
WHERE sessions.counted > %(counted_5)s::INTEGER GROUP BY sessions.visitor, sessions.ended, sessions.counted),
held_3 AS
(SELECT "both".visitor AS visitor, "both".value AS value, "both".events AS events
FROM (SELECT "valued_of_sessionEnd".visitor AS visitor, coalesce(CAST("valued_of_sessionEnd".text_3 AS JSONB), CAST(%(param_45)s::VARCHAR AS JSONB)) AS value, CAST(sum("valued_of_sessionEnd".counted) AS INTEGER) AS events
FROM "valued_of_sessionEnd" GROUP BY "valued_of_sessionEnd".visitor, coalesce(CAST("valued_of_sessionEnd".text_3 AS JSONB), CAST(%(param_45)s::VARCHAR AS JSONB)) UNION ALL SELECT CAST(NULL AS TEXT) AS visitor, CAST(%(param_46)s::VARCHAR AS JSONB) AS value, CAST(sum(pieces.counted) AS INTEGER) AS events
FROM pieces
WHERE pieces.visitor IS NULL
HAVING sum(pieces.counted) > %(sum_2)s::INTEGER) AS "both"),
ranks_3 AS
(SELECT summed_3.value AS value, summed_3.visitors AS visitors, summed_3.events AS events, CAST(row_number() OVER (ORDER BY summed_3.value = CAST(%(param_42)s::VARCHAR AS JSONB), summed_3.visitors DESC, summed_3.value = CAST(%(param_43)s::VARCHAR AS JSONB), (jsonb_typeof(summed_3.value) = %(jsonb_typeof_7)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_3.value) = %(jsonb_typeof_7)s::VARCHAR) THEN CAST(summed_3.value AS NUMERIC) END, (summed_3.value #>> %(param_44)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_3.value) = %(jsonb_typeof_8)s::VARCHAR) IS false) AS INTEGER) AS place, summed_3.value = CAST(%(param_42)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_3.value AS value, count(held_3.visitor) AS visitors, CAST(sum(held_3.events) AS BIGINT) AS events
FROM held_3 GROUP BY held_3.value) AS summed_3),
kept_3 AS
(SELECT ranks_3.value AS value, ranks_3.visitors AS visitors, ranks_3.events AS events, ranks_3.place AS place, ranks_3.is_other AS is_other
FROM ranks_3
WHERE ranks_3.place <= %(param_47)s::INTEGER AND ranks_3.is_other IS false),
left_3 AS
(SELECT ranks_3.value AS value
FROM ranks_3
WHERE (ranks_3.value NOT IN (SELECT kept_3.value
FROM kept_3))),
valued_of_visitor AS
(SELECT whole_visitors.visitor AS visitor, whole_visitors.counted AS counted, min(ends.text_4) AS text_4
FROM whole_visitors JOIN ends ON ends.visitor = whole_visitors.visitor AND ends.occurred_at = whole_visitors.first
WHERE whole_visitors.counted > %(counted_6)s::INTEGER GROUP BY whole_visitors.visitor, whole_visitors.first, whole_visitors.counted),
held_4 AS
(SELECT "both".visitor AS visitor, "both".value AS value, "both".events AS events
FROM (SELECT valued_of_visitor.visitor AS visitor, coalesce(CAST(valued_of_visitor.text_4 AS JSONB), CAST(%(param_55)s::VARCHAR AS JSONB)) AS value, CAST(sum(valued_of_visitor.counted) AS INTEGER) AS events
FROM valued_of_visitor GROUP BY valued_of_visitor.visitor, coalesce(CAST(valued_of_visitor.text_4 AS JSONB), CAST(%(param_55)s::VARCHAR AS JSONB)) UNION ALL SELECT CAST(NULL AS TEXT) AS visitor, CAST(%(param_56)s::VARCHAR AS JSONB) AS value, CAST(sum(pieces.counted) AS INTEGER) AS events
FROM pieces
WHERE pieces.visitor IS NULL
HAVING sum(pieces.counted) > %(sum_3)s::INTEGER) AS "both"),
ranks_4 AS
(SELECT summed_4.value AS value, summed_4.visitors AS visitors, summed_4.events AS events, CAST(row_number() OVER (ORDER BY summed_4.value = CAST(%(param_52)s::VARCHAR AS JSONB), summed_4.visitors DESC, summed_4.value = CAST(%(param_53)s::VARCHAR AS JSONB), (jsonb_typeof(summed_4.value) = %(jsonb_typeof_9)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(summed_4.value) = %(jsonb_typeof_9)s::VARCHAR) THEN CAST(summed_4.value AS NUMERIC) END, (summed_4.value #>> %(param_54)s::TEXT[]) COLLATE "C", (jsonb_typeof(summed_4.value) = %(jsonb_typeof_10)s::VARCHAR) IS false) AS INTEGER) AS place, summed_4.value = CAST(%(param_52)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT held_4.value AS value, count(held_4.visitor) AS visitors, CAST(sum(held_4.events) AS BIGINT) AS events
FROM held_4 GROUP BY held_4.value) AS summed_4),
kept_4 AS
(SELECT ranks_4.value AS value, ranks_4.visitors AS visitors, ranks_4.events AS events, ranks_4.place AS place, ranks_4.is_other AS is_other
FROM ranks_4
WHERE ranks_4.place <= %(param_57)s::INTEGER AND ranks_4.is_other IS false),
left_4 AS
(SELECT ranks_4.value AS value
FROM ranks_4
WHERE (ranks_4.value NOT IN (SELECT kept_4.value
FROM kept_4)))
 SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, days.bucket AS bucket, CAST(NULL AS TEXT) AS value, count(days.visitor) AS visitors, CAST(sum(days.events) AS BIGINT) AS events, CAST(sum(days.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM days GROUP BY days.bucket UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(once.visitor) AS visitors, CAST(sum(once.events) AS BIGINT) AS events, CAST(sum(once.views) AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT days.visitor AS visitor, sum(days.events) AS events, sum(days.views) AS views
FROM days GROUP BY days.visitor) AS once UNION ALL SELECT CAST(NULL AS INTEGER) AS list, CAST(NULL AS INTEGER) AS place, begun.bucket AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BIGINT) AS visitors, CAST(NULL AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, count(*) AS sessions, count(*) FILTER (WHERE begun.events = %(events_1)s::INTEGER) AS bounces, CAST(sum(begun.views) AS BIGINT) AS views, CAST(percentile_cont(%(percentile_cont_1)s) WITHIN GROUP (ORDER BY begun.lasted) AS DOUBLE PRECISION) AS median
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(sessions.started, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, sessions.events AS events, sessions.views AS views, CAST(date_part(%(date_part_1)s::VARCHAR, sessions.ended - sessions.started) * %(param_7)s::INTEGER AS BIGINT) AS lasted
FROM sessions
WHERE sessions.started >= %(start)s::TIMESTAMP WITH TIME ZONE AND sessions.started < %(end)s::TIMESTAMP WITH TIME ZONE) AS begun GROUP BY GROUPING SETS((begun.bucket), ()) UNION ALL SELECT %(param_9)s::INTEGER AS list, kept_0.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(kept_0.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(kept_0.value #>> %(param_10)s::TEXT[], %(left_1)s::INTEGER), %(param_11)s::VARCHAR)) AS TEXT) ELSE CAST(kept_0.value AS TEXT) END AS value, kept_0.visitors AS visitors, kept_0.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM kept_0 UNION ALL SELECT %(param_9)s::INTEGER AS list, %(param_16)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_0.visitor) AS visitors, CAST(sum(others_0.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_0.visitor AS visitor, sum(held_0.events) AS events
FROM held_0 JOIN left_0 ON held_0.value = left_0.value GROUP BY held_0.visitor) AS others_0
HAVING count(*) > %(count_1)s::INTEGER UNION ALL SELECT %(param_17)s::INTEGER AS list, kept_1.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(kept_1.value AS TEXT)) > %(length_2)s::INTEGER) THEN CAST(to_jsonb(concat(left(kept_1.value #>> %(param_18)s::TEXT[], %(left_2)s::INTEGER), %(param_19)s::VARCHAR)) AS TEXT) ELSE CAST(kept_1.value AS TEXT) END AS value, kept_1.visitors AS visitors, kept_1.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM kept_1 UNION ALL SELECT %(param_17)s::INTEGER AS list, %(param_25)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_1.visitor) AS visitors, CAST(sum(others_1.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_1.visitor AS visitor, sum(held_1.events) AS events
FROM held_1 JOIN left_1 ON held_1.value = left_1.value GROUP BY held_1.visitor) AS others_1
HAVING count(*) > %(count_2)s::INTEGER UNION ALL SELECT %(param_26)s::INTEGER AS list, kept_2.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(kept_2.value AS TEXT)) > %(length_3)s::INTEGER) THEN CAST(to_jsonb(concat(left(kept_2.value #>> %(param_27)s::TEXT[], %(left_3)s::INTEGER), %(param_28)s::VARCHAR)) AS TEXT) ELSE CAST(kept_2.value AS TEXT) END AS value, kept_2.visitors AS visitors, kept_2.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM kept_2 UNION ALL SELECT %(param_26)s::INTEGER AS list, %(param_38)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_2.visitor) AS visitors, CAST(sum(others_2.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_2.visitor AS visitor, sum(held_2.events) AS events
FROM held_2 JOIN left_2 ON held_2.value = left_2.value GROUP BY held_2.visitor) AS others_2
HAVING count(*) > %(count_3)s::INTEGER UNION ALL SELECT %(param_39)s::INTEGER AS list, kept_3.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(kept_3.value AS TEXT)) > %(length_4)s::INTEGER) THEN CAST(to_jsonb(concat(left(kept_3.value #>> %(param_40)s::TEXT[], %(left_4)s::INTEGER), %(param_41)s::VARCHAR)) AS TEXT) ELSE CAST(kept_3.value AS TEXT) END AS value, kept_3.visitors AS visitors, kept_3.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM kept_3 UNION ALL SELECT %(param_39)s::INTEGER AS list, %(param_48)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_3.visitor) AS visitors, CAST(sum(others_3.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_3.visitor AS visitor, sum(held_3.events) AS events
FROM held_3 JOIN left_3 ON held_3.value = left_3.value GROUP BY held_3.visitor) AS others_3
HAVING count(*) > %(count_4)s::INTEGER UNION ALL SELECT %(param_49)s::INTEGER AS list, kept_4.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(kept_4.value AS TEXT)) > %(length_5)s::INTEGER) THEN CAST(to_jsonb(concat(left(kept_4.value #>> %(param_50)s::TEXT[], %(left_5)s::INTEGER), %(param_51)s::VARCHAR)) AS TEXT) ELSE CAST(kept_4.value AS TEXT) END AS value, kept_4.visitors AS visitors, kept_4.events AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM kept_4 UNION ALL SELECT %(param_49)s::INTEGER AS list, %(param_58)s::INTEGER AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, count(others_4.visitor) AS visitors, CAST(sum(others_4.events) AS BIGINT) AS events, CAST(NULL AS BIGINT) AS pageviews, CAST(NULL AS BIGINT) AS sessions, CAST(NULL AS BIGINT) AS bounces, CAST(NULL AS BIGINT) AS views, CAST(NULL AS DOUBLE PRECISION) AS median
FROM (SELECT held_4.visitor AS visitor, sum(held_4.events) AS events
FROM held_4 JOIN left_4 ON held_4.value = left_4.value GROUP BY held_4.visitor) AS others_4
HAVING count(*) > %(count_5)s::INTEGER

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
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
-- param_1 = ['$pageview', … 9 in all …, '[Amplitude] Screen Viewed']
-- param_10 = []
-- param_11 = '…'
-- param_12 = '"$other"'
-- param_13 = 'null'
-- param_14 = []
-- param_15 = 10
-- param_16 = 0
-- param_17 = 1
-- param_18 = []
-- param_19 = '…'
-- param_2 = '$pathname'
-- param_20 = '"$other"'
-- param_21 = 'null'
-- param_22 = []
-- param_23 = 'null'
-- param_24 = 5
-- param_25 = 0
-- param_26 = 2
-- param_27 = []
-- param_28 = '…'
-- param_29 = '"$other"'
-- param_3 = 'null'
-- param_30 = 'null'
-- param_31 = []
-- param_32 = 'null'
-- param_33 = 'null'
-- param_34 = 'null'
-- param_35 = 'null'
-- param_36 = 'null'
-- param_37 = 10
-- param_38 = 0
-- param_39 = 3
-- param_4 = 'utm.source'
-- param_40 = []
-- param_41 = '…'
-- param_42 = '"$other"'
-- param_43 = 'null'
-- param_44 = []
-- param_45 = 'null'
-- param_46 = 'null'
-- param_47 = 10
-- param_48 = 0
-- param_49 = 4
-- param_5 = 'null'
-- param_50 = []
-- param_51 = '…'
-- param_52 = '"$other"'
-- param_53 = 'null'
-- param_54 = []
-- param_55 = 'null'
-- param_56 = 'null'
-- param_57 = 10
-- param_58 = 0
-- param_6 = 1970-01-01T00:00:00+00:00
-- param_7 = 1000000
-- param_8 = 1
-- param_9 = 0
-- percentile_cont_1 = 0.5
-- places = [0, 1, 2]
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 2026-06-08T22:00:00+00:00
-- start = 2026-09-06T22:00:00+00:00
-- sum_1 = 0
-- sum_2 = 0
-- sum_3 = 0
-- until = 2026-09-10T22:00:00+00:00
