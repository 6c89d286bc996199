/* list_cohorts: newest first */
SELECT id, name, definition, created_at FROM spoor.cohorts
WHERE app_id = %(app_id)s
ORDER BY created_at DESC, id
