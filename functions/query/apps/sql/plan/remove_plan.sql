/* remove_plan */
DELETE FROM spoor.tracking_plans WHERE app_id = %(app_id)s RETURNING app_id
