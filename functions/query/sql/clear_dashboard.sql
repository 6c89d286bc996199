/* clear_dashboard */
DELETE FROM spoor.dashboard_reports USING spoor.dashboards
WHERE dashboard_reports.dashboard_id = dashboards.id AND dashboards.id = %(id)s AND dashboards.app_id = %(app_id)s
