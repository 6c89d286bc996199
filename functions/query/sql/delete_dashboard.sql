/* delete_dashboard: its reports stay */
DELETE FROM spoor.dashboards
WHERE id = %(id)s AND app_id = %(app_id)s
