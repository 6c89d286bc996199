/* delete_cohort */
DELETE FROM cohorts
WHERE id = %(id)s AND app_id = %(app_id)s
