/* count_up_to: how many events a range has, if they are fewer than `most` */
SELECT count(*) AS events
FROM (
    SELECT FROM public.events
    WHERE app_id = %(app_id)s AND occurred_at >= %(start)s AND occurred_at < %(end)s
    LIMIT %(most)s
) AS reached
