/* count_meant: how many events a clearing would take, up to `most` */
SELECT count(*) AS events
FROM (
    SELECT
    FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(since)s AND occurred_at < %(until)s
        AND (%(names)s::text[] IS NULL OR name = ANY (%(names)s::text[]))
        AND (
            %(property)s::text IS NULL
            OR spoor.has_property(properties, %(property)s::text, %(value)s::jsonb)
        )
    LIMIT %(most)s
) AS meant
