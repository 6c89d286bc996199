-- What owners keep: reports, boards, annotations, cohorts.

SELECT 1;
