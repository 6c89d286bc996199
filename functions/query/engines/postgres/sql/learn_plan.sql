/* learn_plan: of each name how many events were read, and of each property that trackers' users gave it (none that begins
   with $, nor the campaign's) how many of them have it, its types, and three values of it */
WITH events_read AS MATERIALIZED (
    SELECT name, properties FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
), names AS (
    SELECT name AS event, count(*) AS events FROM events_read WHERE name NOT LIKE '$%%' GROUP BY name
), pairs AS (
    SELECT events_read.name AS event, pair.key, jsonb_typeof(pair.value) AS type, pair.value
    FROM events_read, jsonb_each(events_read.properties) AS pair
    WHERE
        events_read.name NOT LIKE '$%%'
        AND jsonb_typeof(events_read.properties) = 'object'
        AND pair.key NOT LIKE '$%%' AND pair.key NOT LIKE 'utm\_%%'
        AND pair.key <> '' AND length(pair.key) <= %(longest)s
), properties AS (
    SELECT
        event, key AS name, count(*) AS count,
        array_agg(DISTINCT type ORDER BY type) AS types,
        (array_agg(DISTINCT value ORDER BY value) FILTER (
            WHERE type IN ('string', 'number', 'boolean') AND length(value::text) <= 100
        ))[1:3] AS examples
    FROM pairs
    GROUP BY event, key
)
SELECT event, names.events, properties.name, properties.count, properties.types, properties.examples
FROM names LEFT JOIN properties USING (event)
ORDER BY names.events DESC, event COLLATE "C", properties.count DESC, properties.name COLLATE "C"
