/* months_to_compact: months that are over, of which every day is sealed, and whose core files are several, or hold what does
   not count any more; where nothing has changed for long enough, or a visitor was erased. One whose files are large gains
   nothing by it. */
SELECT known.app_id, date_trunc('month', known.day)::date AS month
FROM spoor.lake_days AS known
LEFT JOIN spoor.lake_files AS file ON file.path = known.core
WHERE (%(app_id)s::uuid IS NULL OR known.app_id = %(app_id)s::uuid)
GROUP BY known.app_id, date_trunc('month', known.day)
HAVING date_trunc('month', known.day) + interval '1 month' <= %(closed)s::timestamptz AT TIME ZONE 'UTC'
    AND bool_and(known.sealed_at IS NOT NULL AND known.format = %(format)s)
    AND (
        max(file.days) > 1 AND max(file.days) > count(*) FILTER (WHERE file.days > 1)
        OR (count(DISTINCT known.core) > 1 AND sum(known.core_bytes) FILTER (WHERE file.days = 1) <= %(most)s)
    )
    AND (
        max(known.sealed_at) <= %(rested)s::timestamptz
        OR EXISTS (SELECT FROM spoor.lake_erasures AS erased WHERE erased.app_id = known.app_id)
    )
ORDER BY month DESC, known.app_id
