-- {"from": "2026-10-24", "to": "2026-11-24", "timezone": "Europe/Berlin", "interval": "day", "series": [{"event": null, "measure": "visitors"}], "breakdown": [{"property": "$device_type", "limit": 3}, {"property": "$pathname", "of": "sessionEnd"}]}

/* trends */ WITH chosen AS
(SELECT of_ends.bucket AS bucket, of_ends.visitor AS visitor, of_ends.key AS key, of_ends.key_1 AS key_1
FROM (SELECT cut.bucket AS bucket, cut.visitor AS visitor, cut.key AS key, coalesce(CASE WHEN (cut.whose IS NOT NULL) THEN first_value(cut.key_1) OVER (PARTITION BY cut.whose, cut.began ORDER BY cut.happened_at DESC, cut.key_1 = CAST(%(param_10)s::VARCHAR AS JSONB), CAST(cut.key_1 AS TEXT) COLLATE "C") END, CAST(%(param_11)s::VARCHAR AS JSONB)) AS key_1, cut.is_wanted AS is_wanted
FROM (SELECT beside.bucket AS bucket, beside.visitor AS visitor, beside.key AS key, beside.key_1 AS key_1, beside.whose AS whose, beside.happened_at AS happened_at, beside.is_wanted AS is_wanted, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.happened_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.happened_at END) OVER (PARTITION BY beside.whose ORDER BY beside.happened_at) AS began
FROM (SELECT wide.bucket AS bucket, wide.visitor AS visitor, wide.key AS key, wide.key_1 AS key_1, wide.whose AS whose, wide.happened_at AS happened_at, wide.is_wanted AS is_wanted, lag(wide.happened_at) OVER (PARTITION BY wide.whose ORDER BY wide.happened_at) AS before
FROM (SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, coalesce(public.events.properties -> %(param_12)s::VARCHAR, CAST(%(param_13)s::VARCHAR AS JSONB)) AS key, coalesce(public.events.properties -> %(param_14)s::VARCHAR, CAST(%(param_15)s::VARCHAR AS JSONB)) AS key_1, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS whose, public.events.occurred_at AS happened_at, public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND true AS is_wanted
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(told_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_until)s::TIMESTAMP WITH TIME ZONE) AS wide) AS beside) AS cut) AS of_ends
WHERE of_ends.is_wanted),
seen_by_0 AS
(SELECT lines.visitor AS visitor, lines.value AS value, lines.bits AS bits
FROM (SELECT %(param_8)s::INTEGER AS series, visitors.visitor AS visitor, visitors.key AS value, visitors.bits_0 AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.key AS key, bit_or(%(param_9)s::BIGINT << chosen.bucket) AS bits_0
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.key) AS visitors) AS lines
WHERE lines.bits IS NOT NULL),
all_ranked_by_0 AS
(SELECT %(param_3)s::INTEGER AS series, of_first.value AS value, of_first.is_other AS is_other, CAST(row_number() OVER (ORDER BY of_first.is_other, of_first.series, of_first.total DESC NULLS LAST, of_first.value = CAST(%(param_4)s::VARCHAR AS JSONB), (jsonb_typeof(of_first.value) = %(jsonb_typeof_1)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(of_first.value) = %(jsonb_typeof_1)s::VARCHAR) THEN CAST(of_first.value AS NUMERIC) END, (of_first.value #>> %(param_5)s::TEXT[]) COLLATE "C", (jsonb_typeof(of_first.value) = %(jsonb_typeof_2)s::VARCHAR) IS false) AS INTEGER) AS place
FROM (SELECT DISTINCT ON (summed.value) summed.series AS series, summed.value AS value, summed.total AS total, summed.visitors AS visitors, summed.value = CAST(%(param_6)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_1)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) END AS total, CAST(sum(known.visitors) AS BIGINT) AS visitors
FROM (SELECT %(param_7)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, count(*) AS visitors, once.value AS of_value
FROM (SELECT seen_by_0.value AS value, seen_by_0.visitor AS visitor
FROM seen_by_0
WHERE (seen_by_0.bits & %(bits_now)s::BIGINT) != %(param_16)s::BIGINT) AS once GROUP BY once.value) AS known GROUP BY known.series, known.of_value) AS summed ORDER BY summed.value, summed.series) AS of_first),
ranked_by_0 AS
(SELECT all_ranked_by_0.series AS series, all_ranked_by_0.value AS value, all_ranked_by_0.place AS place
FROM all_ranked_by_0
WHERE all_ranked_by_0.place <= %(place_1)s::INTEGER AND all_ranked_by_0.is_other IS false),
seen_by_1 AS
(SELECT lines.visitor AS visitor, lines.value AS value, lines.bits AS bits
FROM (SELECT %(param_24)s::INTEGER AS series, visitors.visitor AS visitor, visitors.key_1 AS value, visitors.bits_0 AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.key_1 AS key_1, bit_or(%(param_9)s::BIGINT << chosen.bucket) AS bits_0
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.key_1) AS visitors) AS lines
WHERE lines.bits IS NOT NULL),
all_ranked_by_1 AS
(SELECT %(param_19)s::INTEGER AS series, of_first.value AS value, of_first.is_other AS is_other, CAST(row_number() OVER (ORDER BY of_first.is_other, of_first.series, of_first.total DESC NULLS LAST, of_first.value = CAST(%(param_20)s::VARCHAR AS JSONB), (jsonb_typeof(of_first.value) = %(jsonb_typeof_3)s::VARCHAR) IS false, CASE WHEN (jsonb_typeof(of_first.value) = %(jsonb_typeof_3)s::VARCHAR) THEN CAST(of_first.value AS NUMERIC) END, (of_first.value #>> %(param_21)s::TEXT[]) COLLATE "C", (jsonb_typeof(of_first.value) = %(jsonb_typeof_4)s::VARCHAR) IS false) AS INTEGER) AS place
FROM (SELECT DISTINCT ON (summed.value) summed.series AS series, summed.value AS value, summed.total AS total, summed.visitors AS visitors, summed.value = CAST(%(param_22)s::VARCHAR AS JSONB) AS is_other
FROM (SELECT known.series AS series, known.of_value AS value, CASE WHEN (known.series = %(series_2)s::INTEGER) THEN CAST(sum(known.visitors) AS DOUBLE PRECISION) END AS total, CAST(sum(known.visitors) AS BIGINT) AS visitors
FROM (SELECT %(param_23)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, count(*) AS visitors, once.value AS of_value
FROM (SELECT seen_by_1.value AS value, seen_by_1.visitor AS visitor
FROM seen_by_1
WHERE (seen_by_1.bits & %(bits_now)s::BIGINT) != %(param_25)s::BIGINT) AS once GROUP BY once.value) AS known GROUP BY known.series, known.of_value) AS summed ORDER BY summed.value, summed.series) AS of_first),
ranked_by_1 AS
(SELECT all_ranked_by_1.series AS series, all_ranked_by_1.value AS value, all_ranked_by_1.place AS place
FROM all_ranked_by_1
WHERE all_ranked_by_1.place <= %(place_2)s::INTEGER AND all_ranked_by_1.is_other IS false),
placed AS
(SELECT chosen.bucket AS bucket, chosen.visitor AS visitor, (%(param_28)s::INTEGER * %(param_29)s::INTEGER + coalesce(ranked_by_0.place, %(param_30)s::INTEGER)) * %(param_31)s::INTEGER + coalesce(ranked_by_1.place, %(param_32)s::INTEGER) AS place
FROM chosen LEFT OUTER JOIN ranked_by_0 ON ranked_by_0.value = chosen.key LEFT OUTER JOIN ranked_by_1 ON ranked_by_1.value = chosen.key_1),
seen AS
(SELECT lines.visitor AS visitor, lines.place AS place, lines.bits AS bits
FROM (SELECT %(param_27)s::INTEGER AS series, visitors.visitor AS visitor, visitors.place AS place, visitors.bits_0 AS bits
FROM (SELECT placed.visitor AS visitor, placed.place AS place, bit_or(%(param_9)s::BIGINT << placed.bucket) AS bits_0
FROM placed
WHERE placed.visitor IS NOT NULL GROUP BY placed.visitor, placed.place) AS visitors) AS lines
WHERE lines.bits IS NOT NULL)
 SELECT ranked_by_0.series AS series, ranked_by_0.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked_by_0.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked_by_0.value #>> %(param_1)s::TEXT[], %(left_1)s::INTEGER), %(param_2)s::VARCHAR)) AS TEXT) ELSE CAST(ranked_by_0.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS visitors
FROM ranked_by_0 UNION ALL SELECT ranked_by_1.series AS series, ranked_by_1.place AS place, CAST(NULL AS INTEGER) AS bucket, CASE WHEN (length(CAST(ranked_by_1.value AS TEXT)) > %(length_2)s::INTEGER) THEN CAST(to_jsonb(concat(left(ranked_by_1.value #>> %(param_17)s::TEXT[], %(left_2)s::INTEGER), %(param_18)s::VARCHAR)) AS TEXT) ELSE CAST(ranked_by_1.value AS TEXT) END AS value, CAST(NULL AS BOOLEAN) AS is_now, CAST(NULL AS BIGINT) AS visitors
FROM ranked_by_1 UNION ALL SELECT %(param_26)s::INTEGER AS series, there.place AS place, each_bit.bit AS bucket, CAST(NULL AS TEXT) AS value, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT seen.place AS place, count(*) AS visitors
FROM seen
WHERE ((seen.bits >> each_bit.bit) & %(param_9)s::BIGINT) = %(param_9)s::BIGINT GROUP BY seen.place) AS there ON true UNION ALL SELECT %(param_33)s::INTEGER AS series, once.place AS place, CAST(NULL AS INTEGER) AS bucket, CAST(NULL AS TEXT) AS value, %(param_34)s AS is_now, count(*) AS visitors
FROM (SELECT seen.place AS place, seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_35)s::BIGINT) AS once GROUP BY once.place

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_now = 2147483647
-- edges = [2026-10-23T22:00:00+00:00, … 31 in all …, 2026-11-22T23:00:00+00:00]
-- end = 2026-11-23T23:00:00+00:00
-- generate_series_1 = 0
-- jsonb_typeof_1 = 'number'
-- jsonb_typeof_2 = 'string'
-- jsonb_typeof_3 = 'number'
-- jsonb_typeof_4 = 'string'
-- last_bit = 30
-- left_1 = 500
-- left_2 = 500
-- length_1 = 500
-- length_2 = 500
-- param_1 = []
-- param_10 = 'null'
-- param_11 = 'null'
-- param_12 = '$device_type'
-- param_13 = 'null'
-- param_14 = '$pathname'
-- param_15 = 'null'
-- param_16 = 0
-- param_17 = []
-- param_18 = '…'
-- param_19 = 1
-- param_2 = '…'
-- param_20 = 'null'
-- param_21 = []
-- param_22 = '"$other"'
-- param_23 = 0
-- param_24 = 0
-- param_25 = 0
-- param_26 = 0
-- param_27 = 0
-- param_28 = 0
-- param_29 = 64
-- param_3 = 0
-- param_30 = 0
-- param_31 = 64
-- param_32 = 0
-- param_33 = 0
-- param_34 = True
-- param_35 = 0
-- param_4 = 'null'
-- param_5 = []
-- param_6 = '"$other"'
-- param_7 = 0
-- param_8 = 0
-- param_9 = 1
-- place_1 = 3
-- place_2 = 10
-- places = [0, … 31 in all …, 30]
-- series_1 = 0
-- series_2 = 0
-- session_gap = datetime.timedelta(seconds=1800)
-- start = 2026-10-23T22:00:00+00:00
-- told_since = 2026-10-22T22:00:00+00:00
-- told_until = 2026-11-24T23:00:00+00:00
