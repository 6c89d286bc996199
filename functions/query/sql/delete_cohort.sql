/* delete_cohort */
DELETE FROM spoor.cohorts
WHERE id = %(id)s AND app_id = %(app_id)s
