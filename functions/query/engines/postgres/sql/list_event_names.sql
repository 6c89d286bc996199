/* list_event_names: of the newest `most` events of a range, by who did them and on how many days: each day counts with
   the logarithm of the ids that were seen on it (events of nobody are one), as a whole number, so that neither a flood
   from one sender nor one of a single day outranks what many do every day. Ids are told apart by 512 bits, one in a
   thousand pairs is not, and many hundreds are all the same. The index holds all of it. However many names there are, no
   more than `names` leave the database; `counted` and `counted_from` are about all of them. */
WITH newest AS (
    SELECT name, occurred_at, anonymous_id FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    ORDER BY occurred_at DESC
    LIMIT %(most)s
), days AS (
    SELECT
        name, date_bin('1 day', occurred_at, 'epoch') AS day,
        count(*) AS count, max(occurred_at) AS last_seen_at, min(occurred_at) AS first_seen_at,
        bit_count(bit_or(set_bit(B'0'::bit(512), hashtext(coalesce(anonymous_id, '')) & 511, 1))) AS visitors
    FROM newest
    GROUP BY name, day
)
SELECT
    name, sum(count)::bigint AS count, max(last_seen_at) AS last_seen_at,
    sum(round(1000 * ln(1 + visitors::double precision))::bigint)::bigint AS weight,
    sum(sum(count)) OVER ()::bigint AS counted, min(min(first_seen_at)) OVER () AS counted_from
FROM days
GROUP BY name
ORDER BY weight DESC, count DESC, name COLLATE "C"
LIMIT %(names)s
