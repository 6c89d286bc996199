/* create_cohort */
INSERT INTO spoor.cohorts (app_id, name, definition)
VALUES (%(app_id)s, %(name)s, %(definition)s)
RETURNING id, name, definition, created_at
