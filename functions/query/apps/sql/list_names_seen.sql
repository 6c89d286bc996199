/* list_names_seen: when an event of each of some names happened last; for a name of which nothing is known, since when that
   would be known. No row for such a one where the app has more names than are kept. */
SELECT asked.name, known.last_seen_at, spoor.names_kept_since() AS kept_since
FROM unnest(%(names)s::text[]) AS asked (name)
LEFT JOIN spoor.event_names AS known ON known.app_id = %(app_id)s AND known.name = asked.name
WHERE known.name IS NOT NULL
    OR (SELECT count(*) FROM (SELECT FROM spoor.event_names WHERE app_id = %(app_id)s LIMIT 10000) AS listed) < 10000
ORDER BY asked.name COLLATE "C"
