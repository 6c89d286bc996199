/* activity: how many visitors are marked alike; a mark has a bit for each stretch of time, 60 in a number. All that is
   before :first is one stretch, whose cell is -1; a return counts from :returning on. */
WITH seen AS (
    SELECT DISTINCT happened.who AS who, words.place AS mark, cells.word AS word, cells.bit AS bit
    FROM happened
    JOIN cells ON cells.cell = CASE WHEN happened.t < :first THEN -1 ELSE happened.t - happened.t % :unit END
    JOIN words ON words.name = happened.name OR words.name IS NULL
    WHERE happened.who IS NOT NULL AND happened.t >= :since AND happened.t < :until
        AND (words.place = 0 OR happened.t >= :returning)
), marked AS (
    SELECT
        who,
        SUM(CASE WHEN mark = 0 AND word = 0 THEN bit ELSE 0 END) AS started_0,
        SUM(CASE WHEN mark = 0 AND word = 1 THEN bit ELSE 0 END) AS started_1,
        SUM(CASE WHEN mark = 0 AND word = 2 THEN bit ELSE 0 END) AS started_2,
        SUM(CASE WHEN mark = 0 AND word = 3 THEN bit ELSE 0 END) AS started_3,
        SUM(CASE WHEN mark = 0 AND word = 4 THEN bit ELSE 0 END) AS started_4,
        SUM(CASE WHEN mark = 0 AND word = 5 THEN bit ELSE 0 END) AS started_5,
        SUM(CASE WHEN mark = 0 AND word = 6 THEN bit ELSE 0 END) AS started_6,
        SUM(CASE WHEN mark = 1 AND word = 0 THEN bit ELSE 0 END) AS returned_0,
        SUM(CASE WHEN mark = 1 AND word = 1 THEN bit ELSE 0 END) AS returned_1,
        SUM(CASE WHEN mark = 1 AND word = 2 THEN bit ELSE 0 END) AS returned_2,
        SUM(CASE WHEN mark = 1 AND word = 3 THEN bit ELSE 0 END) AS returned_3,
        SUM(CASE WHEN mark = 1 AND word = 4 THEN bit ELSE 0 END) AS returned_4,
        SUM(CASE WHEN mark = 1 AND word = 5 THEN bit ELSE 0 END) AS returned_5,
        SUM(CASE WHEN mark = 1 AND word = 6 THEN bit ELSE 0 END) AS returned_6
    FROM seen
    GROUP BY who
)
SELECT
    started_0, started_1, started_2, started_3, started_4, started_5, started_6,
    returned_0, returned_1, returned_2, returned_3, returned_4, returned_5, returned_6,
    COUNT(*) AS visitors
FROM marked
GROUP BY
    started_0, started_1, started_2, started_3, started_4, started_5, started_6,
    returned_0, returned_1, returned_2, returned_3, returned_4, returned_5, returned_6
