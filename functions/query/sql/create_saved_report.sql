/* create_saved_report */
INSERT INTO spoor.saved_reports (app_id, name, report, question, last_days)
VALUES (%(app_id)s, %(name)s, %(report)s, %(question)s, %(last_days)s)
RETURNING id, name, report, question, last_days, created_at
