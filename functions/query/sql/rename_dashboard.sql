/* rename_dashboard */
UPDATE spoor.dashboards SET name = %(name)s
WHERE id = %(id)s AND app_id = %(app_id)s
