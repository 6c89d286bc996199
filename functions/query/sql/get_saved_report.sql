/* get_saved_report */
SELECT id, name, report, question, last_days, created_at FROM spoor.saved_reports
WHERE id = %(id)s AND app_id = %(app_id)s
