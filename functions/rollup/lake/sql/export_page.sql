/* export_page: the events of a day behind a place in their order, as lines of text, as many as fit. No line has a control
   character but those between its parts: names and ids are written as JSON, as properties are anyway. */
WITH page AS (
    SELECT
        occurred_at,
        id,
        concat_ws(
            E'\x1f', id, (date_part('epoch', occurred_at) * 1000000)::bigint, to_json(name),
            coalesce(to_json(anonymous_id)::text, ''), coalesce(properties::text, '')
        ) AS line
    FROM public.events
    WHERE app_id = %(app_id)s::uuid
        AND occurred_at >= %(after)s::timestamptz
        AND occurred_at < %(until)s::timestamptz
        AND (%(after_id)s::uuid IS NULL OR (occurred_at, id) > (%(after)s::timestamptz, %(after_id)s::uuid))
    ORDER BY occurred_at, id
    LIMIT %(most)s
), measured AS (
    SELECT occurred_at, id, line, sum(octet_length(line)) OVER (ORDER BY occurred_at, id) - octet_length(line) AS before
    FROM page
)
SELECT
    count(*) AS rows,
    max(octet_length(line)) AS longest,
    string_agg(line, E'\n' ORDER BY occurred_at, id) AS lines,
    (array_agg(occurred_at ORDER BY occurred_at DESC, id DESC))[1] AS last_at,
    (array_agg(id ORDER BY occurred_at DESC, id DESC))[1] AS last_id
FROM measured
WHERE before < %(bytes)s
