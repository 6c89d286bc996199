/* change_saved_report: all of it */
UPDATE spoor.saved_reports
SET name = %(name)s, report = %(report)s, question = %(question)s, last_days = %(last_days)s
WHERE id = %(id)s AND app_id = %(app_id)s
RETURNING id, name, report, question, last_days, created_at
