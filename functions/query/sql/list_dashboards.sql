/* list_dashboards: newest first */
SELECT
    dashboards.id, dashboards.name, dashboards.created_at,
    ARRAY (SELECT report_id FROM spoor.dashboard_reports WHERE dashboard_id = dashboards.id ORDER BY place) AS report_ids
FROM spoor.dashboards
WHERE app_id = %(app_id)s
ORDER BY created_at DESC, id
