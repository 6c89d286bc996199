/* list_properties: the keys that events have and a question can name, with their types and a few values of each. Keys
   rank as names do, by who said them and on how many days.

   Read are events of the names that are listed, of each about as many as its `share` of them says: where that is less
   than all, an event is among them by its time, which its sender cannot make use of. So events of other names, however
   many, take the place of none of these. Moments are found in the index, and only their events are read from the
   table. */
WITH listed AS (
    SELECT name, share FROM unnest(%(listed)s::text[], %(shares)s::double precision[]) AS listed (name, share)
), newest AS (
    SELECT name, occurred_at FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
), chosen AS (
    SELECT DISTINCT name, occurred_at
    FROM newest JOIN listed USING (name)
    WHERE share >= 1 OR hashint8((extract(epoch FROM occurred_at) * 1000000)::bigint) & 1048575 < share * 1048576
), events_read AS MATERIALIZED (
    SELECT events.anonymous_id, date_bin('1 day', occurred_at, 'epoch') AS day, events.properties
    FROM (SELECT DISTINCT occurred_at FROM chosen) AS moments
        JOIN public.events USING (occurred_at)
        JOIN chosen USING (name, occurred_at)
    WHERE events.app_id = %(app_id)s AND jsonb_typeof(events.properties) = 'object'
    LIMIT %(read)s
), pairs AS (
    SELECT pair.key, jsonb_typeof(pair.value) AS type, pair.value, count(*) AS events
    FROM events_read, jsonb_each(events_read.properties) AS pair
    WHERE
        jsonb_typeof(pair.value) <> 'null'
        AND length(pair.key) <= %(longest)s
        AND length(pair.key) - length(replace(pair.key, '.', '')) < %(deepest)s
        AND pair.key <> ALL (%(own)s::text[])
    GROUP BY 1, 2, 3
), ranked AS (
    SELECT
        key, type, value, events,
        row_number() OVER (PARTITION BY key ORDER BY events DESC, value::text COLLATE "C") AS rank
    FROM pairs
), days AS (
    SELECT seen.key, seen.day, round(1000 * ln(1 + count(*)::double precision))::bigint AS weight
    FROM (
        SELECT DISTINCT key, day, anonymous_id
        FROM events_read, jsonb_object_keys(events_read.properties) AS key
    ) AS seen
    GROUP BY seen.key, seen.day
), weights AS (
    SELECT key, sum(weight) AS weight FROM days GROUP BY key
), properties AS (
    SELECT
        key AS name,
        array_agg(DISTINCT type ORDER BY type) AS types,
        array_agg(value ORDER BY rank) FILTER (
            WHERE rank <= 5 AND type <> 'object' AND type <> 'array' AND length(value::text) <= 200
        ) AS examples,
        sum(events) AS events
    FROM ranked
    GROUP BY key
)
SELECT name, types, examples
FROM properties JOIN weights ON key = name
ORDER BY weight DESC, events DESC, name COLLATE "C"
LIMIT %(keys)s
