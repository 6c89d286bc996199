-- {"from": "2026-09-07", "to": "2026-09-10", "startEvent": "signup", "endEvent": "purchase"}

/* paths */ WITH ids AS MATERIALIZED
(SELECT public.events.anonymous_id AS anonymous_id, string_agg(timestamptz_send(public.events.occurred_at), %(param_3)s) AS times, string_agg(textsend(public.events.name), %(param_4)s) AS names
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY public.events.anonymous_id),
packed AS
(SELECT string_agg(ids.times, %(param_1)s) AS times, string_agg(ids.names, %(param_2)s) AS names
FROM ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, ids.anonymous_id)),
size AS
(SELECT sum(octet_length(packed.times) + octet_length(packed.names) + %(param_5)s::INTEGER) AS size
FROM packed)
 SELECT packed.times, packed.names, CAST(NULL AS BIGINT) AS size
FROM packed
WHERE (SELECT size.size
FROM size) <= %(most)s::BIGINT UNION ALL SELECT CAST(NULL AS BYTEA) AS anon_1, CAST(NULL AS BYTEA) AS anon__1, CAST(size.size AS BIGINT) AS size
FROM size
WHERE size.size > %(most)s::BIGINT

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- most = 350000000
-- param_1 = b''
-- param_2 = b'\x00'
-- param_3 = b''
-- param_4 = b'\x00'
-- param_5 = 300
-- since = 2026-09-06T23:30:00+00:00
-- until = 2026-09-11T00:00:00+00:00
