/* clear_dashboard: locks it first, so that of two new orders at once one is the later */
WITH board AS (SELECT id FROM dashboards WHERE id = %(id)s AND app_id = %(app_id)s FOR UPDATE)
DELETE FROM dashboard_reports USING board
WHERE dashboard_reports.dashboard_id = board.id
