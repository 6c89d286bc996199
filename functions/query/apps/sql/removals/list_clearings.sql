/* list_clearings: newest first */
SELECT id, asked_at, names, property, since, until, events, ended_at FROM spoor.clearings
WHERE app_id = %(app_id)s
ORDER BY asked_at DESC, id
LIMIT %(most)s
