/* list_saved_reports: newest first */
SELECT id, name, report, question, last_days, created_at FROM spoor.saved_reports
WHERE app_id = %(app_id)s
ORDER BY created_at DESC, id
