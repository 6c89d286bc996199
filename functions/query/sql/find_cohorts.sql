/* find_cohorts: those of the ids that are the app's */
SELECT id, name, definition, created_at FROM spoor.cohorts
WHERE id = ANY (%(ids)s) AND app_id = %(app_id)s
