-- {"from": "2026-09-07", "to": "2026-09-10", "property": "page.path"}

/* paths */ WITH ids AS MATERIALIZED
(SELECT public.events.anonymous_id AS anonymous_id, string_agg(timestamptz_send(public.events.occurred_at), %(param_3)s) AS times, string_agg(textsend(coalesce(left(nullif(coalesce(public.events.properties -> %(param_4)s::VARCHAR, jsonb_extract_path(public.events.properties, %(jsonb_extract_path_1)s::VARCHAR, %(jsonb_extract_path_2)s::VARCHAR)), CAST(%(param_5)s::VARCHAR AS JSONB)) #>> %(param_6)s::TEXT[], %(left_1)s::INTEGER), %(coalesce_1)s::VARCHAR)), %(param_7)s) AS names
FROM public.events
WHERE public.events.app_id = %(app_id)s::UUID AND public.events.occurred_at >= %(since)s::TIMESTAMP WITH TIME ZONE AND public.events.occurred_at < %(until)s::TIMESTAMP WITH TIME ZONE AND public.events.anonymous_id IS NOT NULL GROUP BY public.events.anonymous_id),
packed AS
(SELECT string_agg(ids.times, %(param_1)s) AS times, string_agg(ids.names, %(param_2)s) AS names
FROM ids LEFT OUTER JOIN spoor.identities ON spoor.identities.app_id = %(app_id)s::UUID AND spoor.identities.anonymous_id = ids.anonymous_id GROUP BY coalesce(spoor.identities.visitor_id, ids.anonymous_id)),
size AS
(SELECT sum(octet_length(packed.times) + octet_length(packed.names) + %(param_8)s::INTEGER) AS size
FROM packed)
 SELECT packed.times, packed.names, CAST(NULL AS BIGINT) AS size
FROM packed
WHERE (SELECT size.size
FROM size) <= %(most)s::BIGINT UNION ALL SELECT CAST(NULL AS BYTEA) AS anon_1, CAST(NULL AS BYTEA) AS anon__1, CAST(size.size AS BIGINT) AS size
FROM size
WHERE size.size > %(most)s::BIGINT

-- app_id = UUID('00000000-0000-4000-8000-000000000001')
-- coalesce_1 = ''
-- jsonb_extract_path_1 = 'page'
-- jsonb_extract_path_2 = 'path'
-- left_1 = 200
-- most = 350000000
-- param_1 = b''
-- param_2 = b'\x00'
-- param_3 = b''
-- param_4 = 'page.path'
-- param_5 = 'null'
-- param_6 = []
-- param_7 = b'\x00'
-- param_8 = 300
-- since = 2026-09-06T23:30:00+00:00
-- until = 2026-09-11T00:00:00+00:00
