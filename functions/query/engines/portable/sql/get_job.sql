/* get_job: a job of the app */
SELECT id, report, question, asked_at, engine, handle FROM spoor.jobs
WHERE id = %(id)s::uuid AND app_id = %(app_id)s::uuid
