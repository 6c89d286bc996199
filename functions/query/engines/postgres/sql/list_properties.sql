/* list_properties: the keys of the newest `most` events of a range, with their types and a few values of each */
WITH newest AS (
    SELECT properties FROM events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
), pairs AS (
    SELECT pair.key, jsonb_typeof(pair.value) AS type, pair.value, count(*) AS events
    FROM newest, jsonb_each(newest.properties) AS pair
    WHERE jsonb_typeof(newest.properties) = 'object' AND jsonb_typeof(pair.value) <> 'null'
    GROUP BY 1, 2, 3
), ranked AS (
    SELECT key, type, value, events, row_number() OVER (PARTITION BY key ORDER BY events DESC, value) AS rank
    FROM pairs
)
SELECT
    key AS name,
    array_agg(DISTINCT type ORDER BY type) AS types,
    array_agg(value ORDER BY rank) FILTER (
        WHERE rank <= 5 AND type <> 'object' AND type <> 'array' AND length(value::text) <= 200
    ) AS examples,
    sum(events) AS events
FROM ranked
GROUP BY key
ORDER BY events DESC, key
LIMIT %(keys)s
