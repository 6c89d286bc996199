/* mark_what_is_left: rows of a day that are in none of its files have come late: they have it sealed again */
INSERT INTO spoor.lake_marks (app_id, day)
SELECT %(app_id)s::uuid, %(day)s::date
WHERE EXISTS (
    SELECT FROM public.events
    WHERE app_id = %(app_id)s::uuid AND occurred_at >= %(day)s::date::timestamp AT TIME ZONE 'UTC'
        AND occurred_at < (%(day)s::date + 1)::timestamp AT TIME ZONE 'UTC'
)
ON CONFLICT DO NOTHING
