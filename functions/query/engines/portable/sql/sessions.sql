/* sessions: those that begin in each bucket; and of the whole range whose they are, and the two that last in the middle */
WITH seen AS (
    SELECT who, t, CASE WHEN t - LAG(t) OVER (PARTITION BY who ORDER BY t) <= :gap THEN 0 ELSE 1 END AS begins
    FROM happened
    WHERE who IS NOT NULL AND t >= :since AND t < :until
), numbered AS (
    SELECT who, t, SUM(begins) OVER (
        PARTITION BY who ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS session
    FROM seen
), cut AS (
    SELECT who, session, MIN(t) AS began, MAX(t) - MIN(t) AS lasted, COUNT(*) AS events
    FROM numbered
    GROUP BY who, session
), begun AS (
    SELECT cells.place AS bucket, cut.who AS who, cut.lasted AS lasted, cut.events AS events
    FROM cut
    JOIN cells ON cells.cell = cut.began - cut.began % :unit
    WHERE cut.began >= :start AND cut.began < :end
), lengths AS (
    SELECT lasted, COUNT(*) AS many
    FROM begun
    GROUP BY lasted
), added AS (
    SELECT lasted, many,
        SUM(many) OVER (ORDER BY lasted ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS up_to,
        SUM(many) OVER () AS all_of_them
    FROM lengths
)
SELECT 'bucket' AS kind, bucket, COUNT(*) AS sessions, COUNT(DISTINCT who) AS visitors,
    SUM(CASE WHEN events = 1 THEN 1 ELSE 0 END) AS bounces, SUM(events) AS events, SUM(lasted) AS lasted
FROM begun
GROUP BY bucket
UNION ALL
SELECT 'everybody' AS kind, 0 AS bucket, 0 AS sessions, COUNT(DISTINCT who) AS visitors, 0 AS bounces, 0 AS events, 0 AS lasted
FROM begun
UNION ALL
SELECT 'middle' AS kind, 0 AS bucket, 0 AS sessions, 0 AS visitors, 0 AS bounces, 0 AS events, lasted
FROM added
WHERE 2 * up_to >= all_of_them AND 2 * (up_to - many) < all_of_them
UNION ALL
SELECT 'middle' AS kind, 0 AS bucket, 0 AS sessions, 0 AS visitors, 0 AS bounces, 0 AS events, lasted
FROM added
WHERE 2 * up_to > all_of_them AND 2 * (up_to - many) <= all_of_them
