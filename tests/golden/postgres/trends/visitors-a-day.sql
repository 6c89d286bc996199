-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "day", "series": [{"event": null, "measure": "visitors"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, public.events.anonymous_id AS anonymous_id
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND true),
ids AS
(SELECT chosen.anonymous_id AS anonymous_id, bit_or(%(param_3)s::BIGINT << chosen.bucket) AS bits_0
FROM chosen
WHERE chosen.anonymous_id IS NOT NULL GROUP BY chosen.anonymous_id),
seen AS
(SELECT lines.visitor AS visitor, lines.bits AS bits
FROM (SELECT %(param_2)s::INTEGER AS series, visitors.visitor AS visitor, visitors.bits_0 AS bits
FROM (SELECT coalesce(spoor.identities.visitor_id, ids.anonymous_id) AS visitor, bit_or(ids.bits_0) AS bits_0
FROM ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, ids.anonymous_id)) AS visitors) AS lines
WHERE lines.bits IS NOT NULL)
 SELECT %(param_1)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, each_bit.bit AS bucket, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT count(*) AS visitors
FROM seen
WHERE ((seen.bits >> each_bit.bit) & %(param_3)s::BIGINT) = %(param_3)s::BIGINT) AS there ON true UNION ALL SELECT %(param_4)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, %(param_5)s AS is_now, count(*) AS visitors
FROM (SELECT seen.visitor AS visitor
FROM seen
WHERE (seen.bits & %(bits_now)s::BIGINT) != %(param_6)s::BIGINT) AS once

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- bits_now = 1073741823
-- edges = [2026-10-01T00:00:00+00:00, … 30 in all …, 2026-10-30T00:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- generate_series_1 = 0
-- last_bit = 29
-- param_1 = 0
-- param_2 = 0
-- param_3 = 1
-- param_4 = 0
-- param_5 = True
-- param_6 = 0
-- places = [0, … 30 in all …, 29]
-- start = 2026-10-01T00:00:00+00:00
