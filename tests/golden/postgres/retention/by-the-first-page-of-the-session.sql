-- {"from": "2026-10-26", "to": "2026-11-16", "timezone": "Europe/Berlin", "interval": "week", "periods": 4, "breakdown": {"property": "$pathname", "of": "session"}}

/* retention */ WITH devices AS
(SELECT public.events.anonymous_id AS anonymous_id, bit_or(%(param_7)s::BIGINT << width_bucket(public.events.occurred_at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true) AS started_0
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AND true GROUP BY public.events.anonymous_id),
visitors AS
(SELECT coalesce(spoor.identities.visitor_id, devices.anonymous_id) AS visitor, coalesce(bit_or(devices.started_0), %(coalesce_2)s::INTEGER) AS started_0
FROM devices LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = devices.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, devices.anonymous_id)),
told AS
(SELECT visitors.started_0 AS started_0, coalesce(by_value.told_0, %(coalesce_1)s::INTEGER) AS told_0, by_value.value AS value
FROM visitors JOIN (SELECT first_starts.visitor AS visitor, first_starts.value AS value, bit_or(%(param_8)s::BIGINT << width_bucket(first_starts.at, %(edges_0)s::TIMESTAMP WITH TIME ZONE[])) FILTER (WHERE true) AS told_0
FROM (SELECT DISTINCT ON (starts.visitor, (CAST(%(told_places)s::INTEGER[] AS INTEGER[]))[width_bucket(starts.at, CAST(%(told_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))]) starts.visitor AS visitor, starts.key AS value, starts.at AS at
FROM (SELECT of_ends.visitor AS visitor, of_ends.at AS at, of_ends.key AS key
FROM (SELECT cut.visitor AS visitor, cut.at AS at, coalesce(CASE WHEN (cut.whose IS NOT NULL) THEN first_value(cut.key) OVER (PARTITION BY cut.whose, cut.began ORDER BY cut.happened_at, cut.key = CAST(%(param_9)s::VARCHAR AS JSONB), CAST(cut.key AS TEXT) COLLATE "C") END, CAST(%(param_10)s::VARCHAR AS JSONB)) AS key, cut.is_wanted AS is_wanted
FROM (SELECT beside.visitor AS visitor, beside.at AS at, beside.key AS key, beside.whose AS whose, beside.happened_at AS happened_at, beside.is_wanted AS is_wanted, beside.before AS before, max(CASE WHEN (beside.before IS NULL OR beside.happened_at - beside.before > %(session_gap)s::INTERVAL) THEN beside.happened_at END) OVER (PARTITION BY beside.whose ORDER BY beside.happened_at) AS began
FROM (SELECT wide.visitor AS visitor, wide.at AS at, wide.key AS key, wide.whose AS whose, wide.happened_at AS happened_at, wide.is_wanted AS is_wanted, lag(wide.happened_at) OVER (PARTITION BY wide.whose ORDER BY wide.happened_at) AS before
FROM (SELECT coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor, public.events.occurred_at AS at, coalesce(public.events.properties -> %(param_11)s::VARCHAR, CAST(%(param_12)s::VARCHAR AS JSONB)) AS key, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) COLLATE "C" AS whose, public.events.occurred_at AS happened_at, public.events.app_id = %(app_id)s::UUID AND true AND public.events.occurred_at >= %(told_from)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_to)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL AS is_wanted
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(told_since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(told_until)s::TIMESTAMP WITH TIME ZONE) AS wide) AS beside) AS cut) AS of_ends
WHERE of_ends.is_wanted) AS starts ORDER BY starts.visitor, (CAST(%(told_places)s::INTEGER[] AS INTEGER[]))[width_bucket(starts.at, CAST(%(told_edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))], starts.at, starts.key = CAST(%(param_13)s::VARCHAR AS JSONB), CAST(starts.key AS TEXT) COLLATE "C") AS first_starts GROUP BY first_starts.visitor, first_starts.value) AS by_value ON by_value.visitor = visitors.visitor),
alike AS
(SELECT told.started_0 AS started_0, told.told_0 AS told_0, told.value AS value, count(*) AS size
FROM told
WHERE told.told_0 != %(told_0_1)s::INTEGER GROUP BY told.started_0, told.told_0, told.value ORDER BY count(*) DESC
 LIMIT %(param_14)s::INTEGER)
 SELECT string_agg(int8send(alike.started_0), %(param_1)s) AS started_0, string_agg(int8send(alike.told_0), %(param_2)s) AS told_0, string_agg(int8send(alike.size), %(param_3)s) AS size, string_agg(textsend(CASE WHEN (length(CAST(alike.value AS TEXT)) > %(length_1)s::INTEGER) THEN CAST(to_jsonb(concat(left(alike.value #>> %(param_4)s::TEXT[], %(left_1)s::INTEGER), %(param_5)s::VARCHAR)) AS TEXT) ELSE CAST(alike.value AS TEXT) END), %(param_6)s) AS said
FROM alike

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = 0
-- coalesce_2 = 0
-- edges_0 = [2026-10-25T23:00:00+00:00, … 7 in all …, 2026-12-06T23:00:00+00:00]
-- left_1 = 500
-- length_1 = 500
-- param_1 = b''
-- param_10 = 'null'
-- param_11 = '$pathname'
-- param_12 = 'null'
-- param_13 = 'null'
-- param_14 = 1000001
-- param_2 = b''
-- param_3 = b''
-- param_4 = []
-- param_5 = '…'
-- param_6 = b'\x00'
-- param_7 = 1
-- param_8 = 1
-- param_9 = 'null'
-- session_gap = datetime.timedelta(seconds=1800)
-- since = 1970-01-01T00:00:00+00:00
-- told_0_1 = 0
-- told_edges = [1970-01-01T00:00:00+00:00, … 8 in all …, 2026-12-06T23:00:00+00:00]
-- told_from = 2026-10-26T00:00:00+01:00
-- told_places = [None, … 8 in all …, 6]
-- told_since = 2026-10-24T23:00:00+00:00
-- told_to = 2026-11-15T23:00:00+00:00
-- told_until = 2026-11-16T23:00:00+00:00
-- until = 2026-12-13T23:00:00+00:00
