/* add_job */
INSERT INTO spoor.jobs (id, app_id, report, question, asked_at, engine, handle)
VALUES (%(id)s, %(app_id)s, %(report)s, %(question)s, %(asked_at)s, %(engine)s, %(handle)s)
