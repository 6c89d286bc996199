/* live: the half hour before `now`, oldest minute first, beside its newest events; one row without an event where there
   are none. Ids are looked up once each, and only the newest events are read from the table */
WITH counted AS (
    SELECT anonymous_id, date_bin('1 minute', occurred_at, %(now)s) AS minute, count(*) AS events
    FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(now)s - interval '30 minutes' AND occurred_at < %(now)s
    GROUP BY anonymous_id, minute
), seen AS (
    SELECT DISTINCT anonymous_id FROM counted WHERE anonymous_id IS NOT NULL
), newest AS (
    SELECT id, name, anonymous_id, properties, occurred_at
    FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(now)s - interval '30 minutes' AND occurred_at < %(now)s
    ORDER BY occurred_at DESC, id DESC
    LIMIT %(most)s
)
SELECT
    (
        SELECT count(DISTINCT coalesce(visitor_id, seen.anonymous_id))
        FROM seen LEFT JOIN spoor.identities ON app_id = %(app_id)s AND identities.anonymous_id = seen.anonymous_id
    ) AS visitors,
    ARRAY(
        SELECT coalesce(sum(events), 0)::integer
        FROM generate_series(%(now)s - interval '30 minutes', %(now)s - interval '1 minute', '1 minute') AS minute
            LEFT JOIN counted USING (minute)
        GROUP BY minute ORDER BY minute
    ) AS per_minute,
    newest.*
FROM (VALUES (true)) AS half_hour LEFT JOIN newest ON true
ORDER BY occurred_at DESC, id DESC
