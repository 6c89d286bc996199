/* get_plan: what an app expects of its events */
SELECT plan, changed_at FROM spoor.tracking_plans WHERE app_id = %(app_id)s
