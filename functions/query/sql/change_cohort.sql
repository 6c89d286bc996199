/* change_cohort: all of it */
UPDATE cohorts SET name = %(name)s, definition = %(definition)s
WHERE id = %(id)s AND app_id = %(app_id)s
RETURNING id, name, definition, created_at
