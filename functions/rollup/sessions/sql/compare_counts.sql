/* compare_counts: counts the `most` newest events of a stretch by quarter of an hour, and tells which quarters hold
   another number of events than was recorded, newest first. The lowest quarter may have been cut off in its middle:
   `floor` is then where it ends, and `whole` is how many quarters lie above. What lies outside of the years 1 to 9999,
   which an application may have written, is nobody's session. Sessions before the horizon stay as they are: the table has
   not all of their events any more, nor of those that reach over it. */
WITH whole AS MATERIALIZED (
    SELECT coalesce(max((since + 1)::timestamp AT TIME ZONE 'UTC'), '0001-01-02 00:00+00') AS since
    FROM spoor.lake_horizons WHERE app_id = %(app_id)s::uuid
),
newest AS (
    SELECT occurred_at
    FROM public.events
    WHERE app_id = %(app_id)s::uuid
        AND occurred_at >= greatest(%(down_to)s::timestamptz, (SELECT since FROM whole))
        AND occurred_at < coalesce(%(below)s::timestamptz, '9999-12-30 00:00+00')
    ORDER BY occurred_at DESC
    LIMIT %(most)s
),
counted AS MATERIALIZED (
    SELECT date_bin('15 minutes', occurred_at, '0001-01-01 00:00+00') AS starts_at, count(*)::int AS events
    FROM newest
    GROUP BY 1
),
reach AS MATERIALIZED (
    SELECT CASE WHEN sum(events) = %(most)s THEN min(starts_at) + interval '15 minutes' END AS floor FROM counted
),
recorded AS (
    SELECT starts_at, events
    FROM spoor.session_counts
    WHERE app_id = %(app_id)s::uuid
        AND starts_at >= coalesce((SELECT floor FROM reach), greatest(%(down_to)s::timestamptz, (SELECT since FROM whole)))
        AND starts_at < coalesce(%(below)s::timestamptz, 'infinity')
),
compared AS (
    SELECT starts_at, coalesce(counted.events, 0) AS events, coalesce(recorded.events, 0) AS recorded
    FROM counted
    FULL JOIN recorded USING (starts_at)
    WHERE starts_at >= coalesce((SELECT floor FROM reach), '-infinity')
)
SELECT
    (SELECT floor FROM reach) AS floor,
    count(*) AS whole,
    coalesce(array_agg(starts_at ORDER BY starts_at DESC) FILTER (WHERE events <> recorded), '{}') AS quarters,
    coalesce(array_agg(events ORDER BY starts_at DESC) FILTER (WHERE events <> recorded), '{}') AS counts
FROM compared
