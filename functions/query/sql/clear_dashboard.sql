/* clear_dashboard */
DELETE FROM dashboard_reports USING dashboards
WHERE dashboard_reports.dashboard_id = dashboards.id AND dashboards.id = %(id)s AND dashboards.app_id = %(app_id)s
