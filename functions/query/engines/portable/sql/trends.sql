/* trends: what each series counts in each bucket; and how many visitors there are in the whole of each period */
WITH met AS (
    SELECT words.place AS series, cells.place AS bucket, happened.who AS who
    FROM happened
    JOIN cells ON cells.cell = happened.t - happened.t % :unit
    JOIN words ON words.name = happened.name OR words.name IS NULL
    WHERE happened.t >= :since AND happened.t < :until
)
SELECT 'bucket' AS kind, series, bucket, COUNT(*) AS events, COUNT(who) AS of_somebody, COUNT(DISTINCT who) AS visitors
FROM met
GROUP BY series, bucket
UNION ALL
SELECT 'whole' AS kind, series, CASE WHEN bucket >= :first THEN 1 ELSE 0 END AS bucket,
    COUNT(*) AS events, COUNT(who) AS of_somebody, COUNT(DISTINCT who) AS visitors
FROM met
GROUP BY series, CASE WHEN bucket >= :first THEN 1 ELSE 0 END
