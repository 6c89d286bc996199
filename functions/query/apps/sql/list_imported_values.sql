/* list_imported_values: the same of each value of a dimension, its days added up; a sum is null where a day of it has no such
figure, and visitors are never added up */
SELECT source, NULL AS day, value, count(*) AS days,
    CASE count(*) WHEN 1 THEN min(visitors) END AS visitors,
    CASE count(*) WHEN count(visits) THEN sum(visits)::bigint END AS visits,
    CASE count(*) WHEN count(pageviews) THEN sum(pageviews)::bigint END AS pageviews,
    CASE count(*) WHEN count(events) THEN sum(events)::bigint END AS events,
    CASE count(*) WHEN count(bounces) THEN sum(bounces)::bigint END AS bounces,
    CASE count(*) WHEN count(visit_duration_s) THEN sum(visit_duration_s)::bigint END AS visit_duration_s
FROM spoor.imported_days
WHERE app_id = %(app_id)s AND dimension = %(dimension)s AND day >= %(start)s::date AND day < %(end)s::date
GROUP BY source, value
ORDER BY coalesce(sum(visits), sum(events), sum(pageviews)) DESC NULLS LAST, value, source
LIMIT %(most)s
