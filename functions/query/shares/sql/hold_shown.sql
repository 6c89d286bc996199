/* hold_shown: the app's board or saved report of an id, held until there is a link to it */
SELECT id FROM (SELECT id FROM spoor.dashboards WHERE app_id = %(app_id)s AND id = %(dashboard_id)s FOR KEY SHARE) AS board
UNION ALL
SELECT id FROM (SELECT id FROM spoor.saved_reports WHERE app_id = %(app_id)s AND id = %(report_id)s FOR KEY SHARE) AS report
