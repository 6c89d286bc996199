/* change_cohort: what is null stays as it is */
UPDATE spoor.cohorts SET name = coalesce(%(name)s, name), definition = coalesce(%(definition)s, definition)
WHERE id = %(id)s AND app_id = %(app_id)s
RETURNING id, name, definition, created_at
