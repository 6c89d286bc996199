/* paths: visitors of each node and sessions of each link; and of each step the visitors of all nodes that are not shown */
WITH seen AS (
    SELECT who, t, name, CASE
        WHEN t - LAG(t) OVER (PARTITION BY who ORDER BY t, name) <= :gap THEN 0 ELSE 1
    END AS begins
    FROM happened
    WHERE who IS NOT NULL AND t >= :since AND t < :until
), numbered AS (
    SELECT who, t, name, SUM(begins) OVER (
        PARTITION BY who ORDER BY t, name RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS session
    FROM seen
), begun AS (
    SELECT who, session, t, name, MIN(t) OVER (PARTITION BY who, session) AS began
    FROM numbered
), called AS (
    SELECT who, session, t, name, LAG(name) OVER (PARTITION BY who, session ORDER BY t, name) AS name_before
    FROM begun
    WHERE began >= :start AND began < :end AND name <> ''
), folded AS (
    SELECT who, session, name, ROW_NUMBER() OVER (PARTITION BY who, session ORDER BY t, name) AS step
    FROM called
    WHERE name_before IS NULL OR name_before <> name
), steps AS (
    SELECT who, session, name, step, LEAD(name) OVER (PARTITION BY who, session ORDER BY step) AS next_name
    FROM folded
    WHERE step <= :depth
), met AS (
    SELECT step, name, COUNT(DISTINCT who) AS visitors
    FROM steps
    GROUP BY step, name
), ranked AS (
    SELECT step, name, ROW_NUMBER() OVER (PARTITION BY step ORDER BY visitors DESC, name) AS place
    FROM met
)
SELECT 'met' AS kind, step, name, '' AS next_name, visitors AS many
FROM met
UNION ALL
SELECT 'followed' AS kind, step, name, next_name, COUNT(*) AS many
FROM steps
WHERE next_name IS NOT NULL
GROUP BY step, name, next_name
UNION ALL
SELECT 'others' AS kind, steps.step AS step, '' AS name, '' AS next_name, COUNT(DISTINCT steps.who) AS many
FROM steps
JOIN ranked ON ranked.step = steps.step AND ranked.name = steps.name
WHERE ranked.place > :limit
GROUP BY steps.step
