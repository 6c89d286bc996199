-- {"from": "2026-10-01", "to": "2026-10-31", "interval": "hour", "series": [{"event": null, "measure": "visitors"}]}

/* trends */ WITH chosen AS
(SELECT (CAST(%(places)s::INTEGER[] AS INTEGER[]))[width_bucket(public.events.occurred_at, CAST(%(edges)s::TIMESTAMP WITH TIME ZONE[] AS TIMESTAMP WITH TIME ZONE[]))] AS bucket, coalesce(spoor.identities.visitor_id, public.events.anonymous_id) AS visitor
FROM public.events LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = public.events.anonymous_id
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at < %(end)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at >= %(start)s::TIMESTAMP WITH TIME ZONE AND true),
seen AS
(SELECT lines.visitor AS visitor, lines.bucket AS bucket, lines.bits AS bits
FROM (SELECT %(param_2)s::INTEGER AS series, visitors.visitor AS visitor, visitors.bucket AS bucket, visitors.bits_0 AS bits
FROM (SELECT chosen.visitor AS visitor, chosen.bucket AS bucket, bit_or(%(param_3)s::BIGINT) AS bits_0
FROM chosen
WHERE chosen.visitor IS NOT NULL GROUP BY chosen.visitor, chosen.bucket) AS visitors) AS lines
WHERE lines.bits IS NOT NULL)
 SELECT %(param_1)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, there.bucket AS bucket, CAST(NULL AS BOOLEAN) AS is_now, there.visitors AS visitors
FROM generate_series(%(generate_series_1)s::INTEGER, %(last_bit)s::INTEGER) AS each_bit(bit) JOIN LATERAL (SELECT seen.bucket AS bucket, count(*) AS visitors
FROM seen
WHERE ((seen.bits >> each_bit.bit) & %(param_3)s::BIGINT) = %(param_3)s::BIGINT GROUP BY seen.bucket) AS there ON true UNION ALL SELECT %(param_4)s::INTEGER AS series, CAST(NULL AS INTEGER) AS place, CAST(NULL AS INTEGER) AS bucket, %(param_5)s AS is_now, count(*) AS visitors
FROM (SELECT DISTINCT seen.visitor AS visitor
FROM seen
WHERE seen.bucket >= %(first)s::INTEGER) AS once

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- edges = [2026-10-01T00:00:00+00:00, … 720 in all …, 2026-10-30T23:00:00+00:00]
-- end = 2026-10-31T00:00:00+00:00
-- first = 0
-- generate_series_1 = 0
-- last_bit = 0
-- param_1 = 0
-- param_2 = 0
-- param_3 = 1
-- param_4 = 0
-- param_5 = True
-- places = [0, … 720 in all …, 719]
-- start = 2026-10-01T00:00:00+00:00
